import type { Call } from "../../provider/api/call";
import { backoff } from "../../provider/api/retry";
import {
  type Answer,
  admin,
  converse,
  createCall,
  deleteCall,
  errorOf,
  ok,
  read,
  refusal,
  throttled,
  updateCall,
} from "./conversation";

const second = 1000;
const minute = 60 * second;

const everyCall: [string, Call][] = [
  ["a read", read],
  ["a create", createCall],
  ["an update", updateCall],
  ["a deletion", deleteCall],
];
const repeatable = everyCall.filter(([, call]) => call !== createCall);
const withoutBody = "a 200 without a body";
/** A deletion may be answered with nothing. */
const repeatableAfter = (answer: string) =>
  repeatable.filter(([, call]) => answer !== withoutBody || call !== deleteCall);

/** Answers after which nobody knows whether the call was carried out. */
const openAnswers: [string, Answer][] = [
  ["500", refusal(500)],
  ["502 with a proxy's page", { status: 502, body: "<html>Bad Gateway</html>" }],
  ["503", refusal(503, { code: "slow_down" })],
  ["504 without a body", { status: 504 }],
  ["408", refusal(408)],
  ["a cut connection", { fails: "ECONNRESET" }],
  ["a connection that the other side closed", { fails: "UND_ERR_SOCKET" }],
  ["a time limit of the connection", { fails: "UND_ERR_HEADERS_TIMEOUT" }],
  ["no answer", "never answers"],
  ["an answer that never ends", "never ends"],
  ["a 200 that breaks off", { status: 200, breaksAfter: '{"id":"pro' }],
  ["a 200 with half of its JSON", { status: 200, body: '{"id":"proj_1","na' }],
  ["a 200 with a proxy's page", { status: 200, body: "<html>Welcome</html>" }],
  [withoutBody, { status: 200 }],
  ["429 with a proxy's page", { status: 429, body: "<html>Too many</html>" }],
  ["429 without a body", { status: 429 }],
  ["429 with JSON that is not the API's", { status: 429, body: { error: "busy" } }],
  ["429 with a gateway's bare message", { status: 429, body: { message: "Too Many Requests" } }],
];

describe("how long the server asks to wait", () => {
  const soon = new Date(Date.UTC(2026, 10, 23, 12, 0, 45)).toUTCString();
  const past = new Date(Date.UTC(2026, 10, 23, 11)).toUTCString();

  test.each<[string, Record<string, string>, number]>([
    ["retry-after-ms", { "retry-after-ms": "2500" }, 2500],
    ["Retry-After in seconds", { "retry-after": "7" }, 7 * second],
    ["Retry-After as a date", { "retry-after": soon }, 45 * second],
    ["retry-after-ms before Retry-After", { "retry-after-ms": "1200", "retry-after": "9" }, 1200],
    ["Retry-After where retry-after-ms is no number", { "retry-after-ms": "soon", "retry-after": "3" }, 3000],
    ["more than a minute", { "retry-after": "90" }, 90 * second],
  ])("is obeyed: %s", async (_, headers, wait) => {
    const { client, sent } = converse([throttled(headers), ok]);
    await client.call(admin, read);
    expect(sent.map(({ at }) => at)).toEqual([0, wait]);
  });

  test.each<[string, Record<string, string>]>([
    ["nothing", {}],
    ["a date that is past", { "retry-after": past }],
    ["a word", { "retry-after": "later" }],
    ["a negative number", { "retry-after": "-5" }],
    ["no time at all", { "retry-after-ms": "0" }],
  ])("is our own half second where it says %s", async (_, headers) => {
    const { client, sent } = converse([throttled(headers), ok]);
    await client.call(admin, read);
    expect(sent.map(({ at }) => at)).toEqual([0, 500]);
  });

  test("counts for overload as for rate limits", async () => {
    const { client, sent } = converse([refusal(503, {}, { "retry-after": "20" }), ok]);
    await client.call(admin, read);
    expect(sent.map(({ at }) => at)).toEqual([0, 20 * second]);
  });

  test("ends the call at once where it is longer than the call may take", async () => {
    const { client, sent, elapsed } = converse([throttled({ "retry-after": "7200" })]);
    const error = await errorOf(client.call(admin, read));
    expect(error).toMatchObject({ code: "refused", details: { status: 429 } });
    expect(sent).toHaveLength(1);
    expect(elapsed()).toBe(0);
  });
});

describe("429 with the API's error body: surely refused", () => {
  test.each(everyCall)("%s is sent again, however often, until it succeeds", async (_, call) => {
    const { client, sent } = converse((_request, index) => (index < 9 ? throttled() : ok));
    await expect(client.call(admin, call)).resolves.toMatchObject({ body: { id: "obj_1" } });
    expect(sent).toHaveLength(10);
    expect(new Set(sent.map(({ body }) => body)).size).toBe(1);
  });

  test("a flat error body counts as well", async () => {
    const flat: Answer = { status: 429, body: { code: 429, message: "Rate limit reached" } };
    const { client, sent } = converse([flat, ok]);
    await client.call(admin, createCall);
    expect(sent).toHaveLength(2);
  });

  const budgets = [
    "insufficient_quota",
    "credit_balance_exhausted",
    "billing_not_active",
    "organization_spend_limit_exceeded",
    "project_spend_limit_exceeded",
    "organization_usage_limit_exceeded",
  ];

  test.each(budgets)("%s is never waited for: somebody has to pay", async (code) => {
    const message = "You exceeded your budget.";
    const { client, sent } = converse([refusal(429, { code, message }, { "retry-after": "1" })]);
    const error = await errorOf(client.call(admin, read));
    expect(sent).toHaveLength(1);
    expect(error.code).toBe("refused");
    expect(error.message).toContain("You exceeded your budget. Nothing was changed.");
    expect(error.message).toContain(code);
  });

  test("insufficient_quota is known by its type as well", async () => {
    const { client, sent } = converse([refusal(429, { type: "insufficient_quota", code: "other" })]);
    const error = await errorOf(client.call(admin, createCall));
    expect(error.code).toBe("refused");
    expect(sent).toHaveLength(1);
  });
});

describe.each(openAnswers)("after %s", (what, answer) => {
  test("a create is not sent again, and said to be ambiguous", async () => {
    const { client, sent } = converse([answer]);
    const error = await errorOf(client.call(admin, createCall));
    expect(error.code).toBe("ambiguous");
    expect(error.message).toMatch(/Whether it was carried out is not known|The change was probably made/);
    expect(error.message).not.toContain("Nothing was changed");
    expect(sent).toHaveLength(1);
  });

  test.each(repeatableAfter(what))("%s is sent again", async (_, call) => {
    const { client, sent } = converse([answer, answer, ok]);
    await expect(client.call(admin, call)).resolves.toMatchObject({ body: { id: "obj_1" } });
    expect(sent).toHaveLength(3);
  });

  test.each(repeatableAfter(what))(
    "%s is given up after a bounded number of attempts and minutes",
    async (_, call) => {
      const { client, sent, elapsed } = converse(() => answer);
      await errorOf(client.call(admin, call));
      expect(sent.length).toBeGreaterThan(2);
      const isThrottle = typeof answer === "object" && "status" in answer && answer.status === 429;
      expect(sent.length).toBeLessThanOrEqual(isThrottle ? 50 : 10);
      expect(elapsed()).toBeLessThanOrEqual(20 * minute);
    },
  );
});

describe("after an answer that leaves no doubt", () => {
  const certain: [number, string][] = [
    [400, "invalid_request"],
    [403, "missing_permission"],
    [404, "not_found"],
    [409, "conflict"],
    [422, "unprocessable"],
  ];
  const table = certain.flatMap(([status, code]) =>
    everyCall.map(([name, call]) => [status, name, call, code] as const),
  );

  test.each(table)("%i: %s is not sent again", async (status, _, call, code) => {
    const { client, sent } = converse([refusal(status, { code })]);
    const error = await errorOf(client.call(admin, call));
    expect(error).toMatchObject({ code: "refused", details: { status, apiCode: code } });
    expect(error.message).toContain("Nothing was changed.");
    expect(sent).toHaveLength(1);
  });
});

describe("a server that is not reached", () => {
  const codes = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "UND_ERR_CONNECT_TIMEOUT"];
  const table = codes.flatMap((code) => everyCall.map(([name, call]) => [code, name, call] as const));

  test.each(table)("%s: %s is sent again, for nothing has arrived", async (fails, _, call) => {
    const { client, sent } = converse([{ fails }, { fails }, ok]);
    await client.call(admin, call);
    expect(sent).toHaveLength(3);
  });

  test.each(everyCall)("for good ends %s in an error that says so", async (_, call) => {
    const { client, sent } = converse(() => ({ fails: "ECONNREFUSED" }));
    const error = await errorOf(client.call(admin, call));
    expect(error.code).toBe("unreachable");
    expect(error.message).toBe(
      `${call.method} ${call.template} was not sent: api.openai.com cannot be reached (ECONNREFUSED). ` +
        "Nothing was changed. Check the network and openai:baseUrl (or the environment variable OPENAI_BASE_URL).",
    );
    expect(sent.length).toBeLessThanOrEqual(10);
  });

  test("and then breaks off a create leaves that create ambiguous", async () => {
    const { client, sent } = converse([{ fails: "ECONNREFUSED" }, { fails: "ECONNRESET" }]);
    expect((await errorOf(client.call(admin, createCall))).code).toBe("ambiguous");
    expect(sent).toHaveLength(2);
  });
});

describe("deadlines", () => {
  const limits: [string, Call, number][] = [
    ["a read", read, 10 * minute],
    ["a deletion", deleteCall, 10 * minute],
    ["a create", createCall, 20 * minute],
    ["an update", updateCall, 20 * minute],
  ];

  test.each(limits)("hours of rate limits end %s when its time is over", async (_, call, limit) => {
    const { client, sent, elapsed } = converse(() => throttled({ "retry-after": "60" }));
    const error = await errorOf(client.call(admin, call));
    expect(error).toMatchObject({ code: "refused", details: { status: 429 } });
    expect(elapsed()).toBeLessThanOrEqual(limit);
    // The admin API refills in about a minute: giving up long before the deadline would be giving up for nothing.
    expect(elapsed()).toBeGreaterThan(limit - 2 * minute);
    expect(sent.length).toBeLessThanOrEqual(limit / minute + 1);
  });

  test("without a word about when to come back the pauses grow to half a minute, not beyond", async () => {
    const { client, sent, elapsed } = converse(() => throttled());
    await errorOf(client.call(admin, read));
    const pauses = sent.slice(1).map(({ at }, index) => at - (sent[index]?.at ?? 0));
    expect(pauses.slice(0, 8)).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
    expect(Math.max(...pauses)).toBe(30 * second);
    expect(elapsed()).toBeLessThanOrEqual(10 * minute);
  });

  test("attempts that hang do not add up beyond the deadline and one attempt more", async () => {
    const { client, elapsed } = converse(() => "never answers", { requestTimeoutSeconds: "300" });
    await errorOf(client.call(admin, read));
    expect(elapsed()).toBeLessThanOrEqual(15 * minute);
  });

  test("a failure after long throttling still gets its own attempts: being turned away is no attempt", async () => {
    const { client } = converse((_request, index) => {
      if (index < 12) return throttled();
      return index === 12 ? refusal(503) : ok;
    });
    await expect(client.call(admin, read)).resolves.toMatchObject({ body: { id: "obj_1" } });
  });
});

describe("backoff", () => {
  test("doubles from half a second to the most, a quarter more or less", () => {
    const most = 8000;
    const bases = [500, 1000, 2000, 4000, 8000, 8000, 8000];
    expect(bases.map((_, attempt) => backoff(attempt, most, () => 0))).toEqual(bases.map((b) => b * 0.75));
    expect(bases.map((_, attempt) => backoff(attempt, most, () => 0.5))).toEqual(bases);
    for (const [attempt, base] of bases.entries()) {
      const longest = backoff(attempt, most, () => 0.999_999);
      expect(longest).toBeLessThanOrEqual(base * 1.25);
      expect(longest).toBeGreaterThan(base * 1.24);
    }
  });

  test("stays within its bounds after any number of attempts", () => {
    for (const attempt of [50, 1000, 1e6]) expect(backoff(attempt, 30_000, () => 0.5)).toBe(30_000);
  });

  test("scatters callers that failed together", async () => {
    const pauses = await Promise.all(
      [0, 0.25, 0.5, 0.75, 0.99].map(async (luck) => {
        const { client, sent } = converse([refusal(500), ok], {}, () => luck);
        await client.call(admin, read);
        return sent[1]?.at;
      }),
    );
    expect(new Set(pauses).size).toBe(5);
  });

  test("uses real chance where none is given", () => {
    const pauses = Array.from({ length: 50 }, () => backoff(3, 8000));
    expect(new Set(pauses).size).toBeGreaterThan(1);
    for (const pause of pauses) {
      expect(pause).toBeGreaterThanOrEqual(3000);
      expect(pause).toBeLessThanOrEqual(5000);
    }
  });
});

describe("x-should-retry", () => {
  const told = (status: number, word: string): Answer => ({
    status,
    headers: { "x-should-retry": word },
    body: { error: { message: "No.", type: "server_error", param: null, code: null } },
  });

  test.each([429, 500, 503])("false ends a read that was answered with %d at once", async (status) => {
    const { client, sent } = converse([told(status, "false"), ok]);
    await errorOf(client.call(admin, read));
    expect(sent).toHaveLength(1);
  });

  test("false makes no refusal of a failed create: it may have been carried out", async () => {
    const { client } = converse([told(500, "false")]);
    expect((await errorOf(client.call(admin, createCall))).code).toBe("ambiguous");
  });

  test("true tries a read again, and never a create", async () => {
    const { client, sent } = converse([told(409, "true"), ok]);
    await client.call(admin, read);
    expect(sent).toHaveLength(2);
    const other = converse([told(409, "true"), ok]);
    await errorOf(other.client.call(admin, createCall));
    expect(other.sent).toHaveLength(1);
  });
});
