import type { Call } from "../../provider/api/call";
import { Client } from "../../provider/api/client";
import { isApiNotFound, isUnauthorized } from "../../provider/api/errors";
import { credentialFor, parseSettings, type RawSettings } from "../../provider/api/settings";
import type { Wire } from "../../provider/api/wire";
import { isOpenAIError, OpenAIError } from "../../provider/kernel/errors";
import { FakeClock } from "../support/fake-clock";
import {
  type Answer,
  admin,
  adminKey,
  converse,
  createCall,
  deleteCall,
  errorOf,
  ok,
  project,
  projectKey,
  read,
  refusal,
  throttled,
  updateCall,
} from "./conversation";

const minute = 60_000;

const stores: Call = {
  method: "GET",
  path: "/vector_stores/vs_1",
  template: "/vector_stores/{vectorStoreId}",
  beta: "assistants=v2",
  repeat: "free",
};

describe("a request", () => {
  const settings: RawSettings = { organization: "org-acme", project: "proj_home" };

  test("goes below the base URL, whether that ends in a slash or not", async () => {
    for (const baseUrl of ["https://eu.api.openai.com/v1", "https://eu.api.openai.com/v1/"]) {
      const { client, sent } = converse([ok], { baseUrl });
      await client.call(admin, read);
      expect(sent[0]?.url).toBe("https://eu.api.openai.com/v1/organization/projects/proj_1");
    }
  });

  test("carries its query, escaped", async () => {
    const { client, sent } = converse([ok]);
    await client.call(admin, { ...read, query: { limit: "100", after: "a&b=c d" } });
    expect(new URL(sent[0]?.url ?? "").search).toBe("?limit=100&after=a%26b%3Dc+d");
  });

  test("keeps an escaped id in one piece", async () => {
    const { client, sent } = converse([ok]);
    await client.call(admin, { ...read, path: `/organization/projects/${encodeURIComponent("a/../b?c#d")}` });
    expect(sent[0]?.url).toBe("https://api.openai.com/v1/organization/projects/a%2F..%2Fb%3Fc%23d");
  });

  test("of the organization carries the admin key and the organization, never the project", async () => {
    const { client, sent } = converse([ok], settings);
    await client.call(admin, read);
    expect(sent[0]?.headers).toMatchObject({
      authorization: `Bearer ${adminKey}`,
      "openai-organization": "org-acme",
    });
    expect(sent[0]?.headers).not.toHaveProperty("openai-project");
  });

  test("of a project carries the project's key, the organization and the project", async () => {
    const { client, sent } = converse([ok], settings);
    await client.call(project, stores);
    expect(sent[0]?.headers).toMatchObject({
      authorization: `Bearer ${projectKey}`,
      "openai-organization": "org-acme",
      "openai-project": "proj_home",
    });
  });

  test("names neither organization nor project where none is configured", async () => {
    const { client, sent } = converse([ok]);
    await client.call(project, stores);
    expect(sent[0]?.headers).not.toHaveProperty("openai-organization");
    expect(sent[0]?.headers).not.toHaveProperty("openai-project");
  });

  test("names a beta exactly where the call belongs to one", async () => {
    const { client, sent } = converse([ok, ok]);
    await client.call(project, stores);
    await client.call(admin, read);
    expect(sent.map(({ headers }) => headers["openai-beta"])).toEqual(["assistants=v2", undefined]);
  });

  test("says who is calling, and what it understands", async () => {
    const { client, sent } = converse([ok]);
    await client.call(admin, read);
    expect(sent[0]?.headers["user-agent"]).toMatch(/^pulumi-openai\b/);
    expect(sent[0]?.headers.accept).toBe("application/json");
  });

  test("has a body and its type together, or neither", async () => {
    const { client, sent } = converse([ok, ok, ok]);
    await client.call(admin, createCall);
    await client.call(admin, read);
    await client.call(admin, { ...updateCall, body: undefined, path: "/organization/projects/p/archive" });
    expect(sent.map(({ body }) => body)).toEqual(['{"name":"search"}', undefined, undefined]);
    expect(sent.map(({ headers }) => headers["content-type"])).toEqual([
      "application/json",
      undefined,
      undefined,
    ]);
  });

  test("has an id of its own for every attempt", async () => {
    const { client, sent } = converse([throttled(), ok]);
    await client.call(admin, read);
    const ids = sent.map(({ headers }) => headers["x-client-request-id"]);
    expect(ids[0]).toMatch(/^[\x21-\x7e]{8,}$/);
    expect(new Set(ids).size).toBe(2);
  });
});

describe("a reply", () => {
  test("hands on what its headers say about the server", async () => {
    const headers = {
      "x-request-id": "req_1",
      "openai-organization": "org-acme",
      date: "Mon, 23 Nov 2026 11:59:00 GMT",
    };
    const { client } = converse([{ status: 200, headers, body: { id: "proj_1" } }]);
    await expect(client.call(admin, read)).resolves.toEqual({
      body: { id: "proj_1" },
      details: {
        status: 200,
        requestId: "req_1",
        organization: "org-acme",
        serverTime: Date.UTC(2026, 10, 23, 11, 59) / 1000,
      },
    });
  });

  test.each(["", "yesterday"])(
    "without a usable date (%j) has none: our own clock stands in for nobody",
    async (date) => {
      const { client } = converse([{ status: 200, headers: { date }, body: {} }, refusal(404, {}, { date })]);
      expect((await client.call(admin, read)).details.serverTime).toBeUndefined();
      expect((await errorOf(client.call(admin, read))).details.serverTime).toBeUndefined();
      expect(client.serverTime()).toBeUndefined();
    },
  );

  test.each<[string, Call]>([
    ["a deletion", deleteCall],
    ["a create whose reply says nothing", { ...createCall, expects: "nothing" }],
  ])("of %s may be empty", async (_, call) => {
    for (const answer of [{ status: 204 }, { status: 200 }, { status: 200, body: "\n" }]) {
      const { client, sent } = converse([answer]);
      await expect(client.call(admin, call)).resolves.toMatchObject({ body: {} });
      expect(sent).toHaveLength(1);
    }
  });

  test.each([204, 200])("of a create that is empty (%i) leaves open what was made", async (status) => {
    const { client, sent } = converse([{ status }]);
    expect((await errorOf(client.call(admin, createCall))).code).toBe("ambiguous");
    expect(sent).toHaveLength(1);
  });

  test("in several chunks that cut a character in two is put together", async () => {
    const bytes = Buffer.from('{"name":"Zürich"}');
    const wire: Wire = async () => ({
      status: 200,
      headers: {},
      body: (async function* () {
        for (const byte of bytes) yield Uint8Array.of(byte);
      })(),
    });
    const client = new Client(parseSettings({}), { wire, clock: new FakeClock(), say: () => {} });
    expect((await client.call(admin, read)).body).toEqual({ name: "Zürich" });
  });

  test.each(["[]", '"text"', "42", "null", "<html></html>"])("that is %s makes no sense", async (body) => {
    const { client } = converse(() => ({ status: 200, body, headers: { "x-request-id": "req_2" } }));
    const error = await errorOf(client.call(admin, read));
    expect(error.code).toBe("broken-reply");
    expect(error.message).toBe(
      "GET /organization/projects/{projectId} was answered with 200 and a body that is not the JSON it should be " +
        "[request req_2]. Nothing was changed.",
    );
  });
});

describe("an error of the API", () => {
  const requestId = { "x-request-id": "req_7" };

  test("says what was tried, what the API said, for which argument and request, and what exists now", async () => {
    const wrapped = refusal(
      400,
      { message: "Bad name.", type: "invalid_request_error", param: "name", code: "invalid_name" },
      requestId,
    );
    const { client } = converse([wrapped]);
    const error = await errorOf(client.call(admin, createCall));
    expect(error.message).toBe(
      "POST /organization/projects was answered with 400 (invalid_name, param name): Bad name [request req_7]. " +
        "Nothing was changed.",
    );
    expect(error.details).toMatchObject({
      status: 400,
      apiMessage: "Bad name.",
      apiCode: "invalid_name",
      apiType: "invalid_request_error",
      apiParam: "name",
      requestId: "req_7",
    });
    expect(error.code).toBe("refused");
  });

  test("may be flat, as with rate limits", async () => {
    const flat: Answer = {
      status: 404,
      headers: requestId,
      body: { code: 404, message: "The rate limit does not exist" },
    };
    const { client } = converse([flat]);
    const error = await errorOf(client.call(admin, updateCall));
    expect(error.message).toBe(
      "POST /organization/projects/{projectId} was answered with 404 (404): The rate limit does not exist " +
        "[request req_7]. Nothing was changed.",
    );
    expect(isApiNotFound(error)).toBe(true);
  });

  test.each<[string, Answer]>([
    ["a proxy's page", { status: 403, headers: requestId, body: "<html>Forbidden</html>" }],
    ["nothing", { status: 403, headers: requestId }],
    ["JSON without a message", { status: 403, headers: requestId, body: { detail: "nope" } }],
    ["a list", { status: 403, headers: requestId, body: [] }],
  ])("that is %s is said to hold no message of the API", async (_, answer) => {
    const { client } = converse([answer]);
    const error = await errorOf(client.call(admin, read));
    expect(error.message).toBe(
      "GET /organization/projects/{projectId} was answered with 403 without an error message of the API " +
        "[request req_7]. Nothing was changed. The key from openai:adminApiKey (or the environment variable " +
        "OPENAI_ADMIN_KEY) lacks the permission for this.",
    );
  });

  test("names paths by their templates: ids of people do not belong in logs", async () => {
    const call: Call = {
      ...read,
      path: "/projects/p/users/user-alice/roles/role_1",
      template: "/projects/{projectId}/users/{userId}/roles/{roleId}",
    };
    for (const answer of [
      refusal(500),
      { fails: "ECONNRESET" },
      { status: 302 },
      { status: 200 },
    ] as Answer[]) {
      const { client } = converse(() => answer);
      const { message } = await errorOf(client.call(admin, call));
      expect(message).toContain(call.template);
      expect(message).not.toContain("user-alice");
    }
  });

  test("about the key names where the key came from and its fingerprint", async () => {
    const { client } = converse([refusal(401, { message: "Invalid key.", code: "invalid_api_key" })]);
    const error = await errorOf(client.call(project, stores));
    expect(error.message).toBe(
      "GET /vector_stores/{vectorStoreId} was answered with 401 (invalid_api_key): Invalid key. Nothing was changed. " +
        "The key from openai:apiKey (or the environment variable OPENAI_API_KEY) " +
        `(fingerprint ${project.fingerprint}) is wrong, expired or revoked. ` +
        "`pulumi refresh` and `pulumi destroy` use the settings of the last `pulumi up`, and today's with --run-program.",
    );
    expect(isUnauthorized(error)).toBe(true);
  });

  test.each([401, 403])("about the key names the resource's own argument (%i)", async (status) => {
    const own = credentialFor({}, "project", projectKey);
    const { client } = converse([refusal(status)]);
    expect((await errorOf(client.call(own, stores))).message).toContain("The key from the argument apiKey");
  });

  test("is known by its brand, also across copies of this package", async () => {
    const { client } = converse([refusal(400)]);
    const error = await errorOf(client.call(admin, read));
    const copy = Object.assign(new Error("copy"), { [Symbol.for("pulumi-openai.error")]: true });
    expect([error, copy, new Error("other"), null, "text"].map(isOpenAIError)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});

describe("not found", () => {
  test.each<[string, boolean, Answer]>([
    ["the API's error body", true, refusal(404, { message: "No such project." })],
    ["a flat one with a code", true, { status: 404, body: { code: 404, message: "Not there" } }],
    ["a proxy's page", false, { status: 404, body: "<html>404 Not Found</html>" }],
    ["an empty body", false, { status: 404 }],
    ["JSON of something else", false, { status: 404, body: { detail: "Not Found" } }],
    [
      "a gateway's bare message",
      false,
      { status: 404, body: { message: "no Route matched with those values" } },
    ],
    ["the API's error body, but with 400", false, refusal(400, { message: "No such project." })],
  ])("as %s: the API's own word is %s", async (_, believed, answer) => {
    const { client } = converse([answer]);
    expect(isApiNotFound(await errorOf(client.call(admin, read)))).toBe(believed);
  });
});

describe("the key", () => {
  const canary = /4f1a9c0b7d6e5f|8e2d7c6b5a4f3e/;
  const leaky = (status: number) =>
    refusal(status, {
      message: `Incorrect API key provided: ${adminKey}. You sent ${adminKey}.`,
      code: adminKey,
      type: adminKey,
      param: adminKey,
    });

  test("is blotted out of what the API repeats in its message", async () => {
    const { client } = converse([refusal(401, { message: `Incorrect API key provided: ${adminKey}.` })]);
    const error = await errorOf(client.call(admin, read));
    expect(error.message).toContain("Incorrect API key provided: [secret]");
    expect(error.details.apiMessage).toBe("Incorrect API key provided: [secret].");
  });

  test.each([400, 401, 403, 404])(
    "is in no part of an error, whatever the API repeats (%i)",
    async (status) => {
      const { client } = converse([leaky(status)]);
      const error = await errorOf(client.call(admin, read));
      expect(error.message).not.toMatch(canary);
      expect(JSON.stringify(error.details)).not.toMatch(canary);
      expect(error.stack).not.toMatch(canary);
    },
  );

  test("is in no line that is said while waiting", async () => {
    const { client, said } = converse(() =>
      refusal(429, { message: `Slow down, ${adminKey}`, code: "rate_limit_exceeded" }),
    );
    await errorOf(client.call(admin, read));
    expect(said.length).toBeGreaterThan(0);
    expect(said.join("\n")).not.toMatch(canary);
  });
});

describe("a redirect", () => {
  test.each([301, 302, 303, 307, 308])(
    "with %i is an error, and the key stays with its host",
    async (status) => {
      const headers = { location: "https://elsewhere.example.com/v1", "x-request-id": "req_3" };
      const { client, sent } = converse([{ status, headers }]);
      const error = await errorOf(client.call(admin, read));
      expect(error.code).toBe("refused");
      expect(error.message).toBe(
        `GET /organization/projects/{projectId} was redirected (${status}) [request req_3]. Redirects are never ` +
          "followed, so that the key stays with its host; set openai:baseUrl (or the environment variable " +
          "OPENAI_BASE_URL) to the final address.",
      );
      expect(sent.map(({ url }) => new URL(url).host)).toEqual(["api.openai.com"]);
    },
  );
});

describe("read-only", () => {
  test.each([createCall, updateCall, deleteCall])(
    "refuses $method $template before sending",
    async (call) => {
      const { client, sent } = converse([], { readOnly: "true" });
      const error = await errorOf(client.call(admin, call));
      expect(error.code).toBe("setting");
      expect(error.message).toBe(
        `${call.method} ${call.template} was not sent: the setting openai:readOnly (or the environment variable ` +
          "OPENAI_READ_ONLY) refuses every change.",
      );
      expect(sent).toEqual([]);
    },
  );

  test("lets reads through", async () => {
    const { client } = converse([ok], { readOnly: "true" });
    await expect(client.call(admin, read)).resolves.toMatchObject({ body: { id: "obj_1" } });
  });
});

describe("an answer without end", () => {
  const mebibyte = Buffer.alloc(1024 * 1024, " ");

  function flood(status = 200) {
    const read = { chunks: 0, closed: false };
    const wire: Wire = async () => ({
      status,
      headers: {},
      body: (async function* () {
        try {
          for (; read.chunks < 1000; read.chunks++) yield mebibyte;
        } finally {
          read.closed = true;
        }
      })(),
    });
    const clock = new FakeClock();
    return { read, client: new Client(parseSettings({}), { wire, clock, say: () => {} }) };
  }

  test("is cut off, and the rest is not read", async () => {
    const { client, read: progress } = flood();
    const error = await errorOf(client.call(admin, read));
    expect(error.code).toBe("broken-reply");
    expect(error.message).toContain("more than 32 MiB");
    expect(progress.chunks).toBeLessThan(40);
    expect(progress.closed).toBe(true);
  });

  test("names the call that it answered", async () => {
    const { client } = flood();
    expect((await errorOf(client.call(admin, read))).message).toContain(`GET ${read.template}`);
  });

  test("leaves a create ambiguous, for the server did accept it", async () => {
    const { client } = flood();
    expect((await errorOf(client.call(admin, createCall))).code).toBe("ambiguous");
  });

  test("of a few megabytes is none", async () => {
    const body = { id: "x", text: "a".repeat(5 * 1024 * 1024) };
    const { client } = converse([{ status: 200, body }]);
    await expect(client.call(admin, read)).resolves.toMatchObject({ body: { id: "x" } });
  });
});

describe("the time limit of an attempt", () => {
  test.each<Answer>(["never answers", "never ends"])(
    "ends one that %s, also where the wire is deaf",
    async (answer) => {
      const { client, elapsed } = converse(() => answer, { requestTimeoutSeconds: "20" });
      const error = await errorOf(client.call(admin, createCall));
      expect(error.message).toBe(
        "POST /organization/projects to api.openai.com ended without an answer: no answer within 20 s. " +
          "Whether it was carried out is not known.",
      );
      expect(elapsed()).toBe(20_000);
    },
  );

  test("is a minute unless set", async () => {
    const { client, elapsed } = converse(() => "never answers");
    await errorOf(client.call(admin, createCall));
    expect(elapsed()).toBe(minute);
  });

  test("reaches the wire, so that the socket is let go", async () => {
    const clock = new FakeClock();
    let reason: string | undefined;
    const wire: Wire = (_request, signal) =>
      new Promise((_, reject) => {
        signal.addEventListener("abort", () => {
          reason = "aborted";
          reject(new Error("aborted"));
        });
      });
    const client = new Client(parseSettings({}), { wire, clock, say: () => {} });
    await errorOf(client.call(admin, createCall));
    expect(reason).toBe("aborted");
  });

  test("belongs to each attempt anew", async () => {
    const { client, sent } = converse(["never answers", ok]);
    await client.call(admin, read);
    expect(sent.map(({ at }) => at)).toEqual([0, minute + 500]);
  });

  test.each<[string, Wire]>([
    ["the answer is there", async () => ({ status: 200, headers: {}, body: bodyOf("{}") })],
    ["the call has failed", async () => ({ status: 400, headers: {}, body: bodyOf("{}") })],
  ])("leaves no timer running when %s: the process could not end", async (_, wire) => {
    const running = new Set<symbol>();
    const clock = {
      now: () => 0,
      after: () => {
        const timer = Symbol("timer");
        running.add(timer);
        return () => void running.delete(timer);
      },
    };
    const client = new Client(parseSettings({}), { wire, clock, say: () => {} });
    await client.call(admin, createCall).catch(() => {});
    expect(running.size).toBe(0);
  });
});

async function* bodyOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

describe("a long wait", () => {
  const untilAfter = (milliseconds: number, answer: Answer) =>
    converse(({ at }) => (at < milliseconds ? answer : ok));

  test("is said once, and once more when it is over", async () => {
    const { client, said } = untilAfter(4 * minute, throttled({ "retry-after": "20" }));
    await client.call(admin, read);
    expect(said).toEqual([
      "GET /organization/projects/{projectId}: waiting, for up to 10 minutes (GET /organization/projects/{projectId} was " +
        "answered with 429 (rate_limit_exceeded): Slow down)",
      "GET /organization/projects/{projectId}: done waiting",
    ]);
  });

  test("is said while it lasts, not after it", async () => {
    const saidBySecondRequest: number[] = [];
    const place = converse(({ at }) => {
      if (at > 0) saidBySecondRequest.push(place.said.length);
      return at === 0 ? throttled({ "retry-after": "11" }) : ok;
    });
    await place.client.call(admin, read);
    expect(saidBySecondRequest).toEqual([1]);
  });

  test("of up to ten seconds is not worth a line", async () => {
    const { client, said } = converse([throttled({ "retry-after": "9" }), ok]);
    await client.call(admin, read);
    expect(said).toEqual([]);
  });

  test("names the object, where that is known", async () => {
    const { client, said } = untilAfter(minute, throttled({ "retry-after": "20" }));
    await client.call(admin, { ...read, about: 'Project "search" (proj_1)' });
    expect(said).toEqual([
      expect.stringMatching(
        /^Project "search" \(proj_1\): GET \/organization\/projects\/\{projectId\}: waiting, for up/,
      ),
      'Project "search" (proj_1): GET /organization/projects/{projectId}: done waiting',
    ]);
  });

  test("that ends in an error is said to be over as well", async () => {
    const { client, said } = converse(() => throttled({ "retry-after": "60" }));
    await errorOf(client.call(admin, read));
    expect(said).toHaveLength(2);
    expect(said[1]).toBe("GET /organization/projects/{projectId}: done waiting");
  });

  test("within one attempt is said as well", async () => {
    const { client, said } = converse(() => "never answers", { requestTimeoutSeconds: "600" });
    await errorOf(client.call(admin, createCall));
    expect(said.length).toBeGreaterThanOrEqual(1);
  });
});

describe("a key that this process made a moment ago", () => {
  const unknownKey = refusal(401, { message: "Incorrect API key provided.", code: "invalid_api_key" });

  test.each([stores, { ...stores, method: "POST", repeat: "never" } as Call])(
    "is waited for when the API does not know it yet ($method)",
    async (call) => {
      const { client, elapsed } = converse(({ at }) => (at < 3 * minute ? unknownKey : ok));
      client.keyWasBorn(project.fingerprint);
      await expect(client.call(project, call)).resolves.toMatchObject({ body: { id: "obj_1" } });
      expect(elapsed()).toBeLessThan(3.5 * minute);
    },
  );

  test("is waited for up to five minutes", async () => {
    const { client, elapsed, sent } = converse(() => unknownKey);
    client.keyWasBorn(project.fingerprint);
    const error = await errorOf(client.call(project, stores));
    expect(isUnauthorized(error)).toBe(true);
    expect(elapsed()).toBeGreaterThan(4.5 * minute);
    expect(elapsed()).toBeLessThan(5.5 * minute);
    expect(sent.length).toBeLessThan(60);
  });

  test("is not waited for once it is older than that", async () => {
    const { client, clock, sent } = converse([unknownKey]);
    client.keyWasBorn(project.fingerprint);
    await new Promise((resolve) => clock.after(6 * minute, () => resolve(undefined)));
    await errorOf(client.call(project, stores));
    expect(sent).toHaveLength(1);
  });

  test("leaves the call its attempts: a failure after the waiting is tried again", async () => {
    const { client } = converse((_request, index) => {
      if (index < 12) return unknownKey;
      return index === 12 ? refusal(503) : ok;
    });
    client.keyWasBorn(project.fingerprint);
    await expect(client.call(project, stores)).resolves.toMatchObject({ body: { id: "obj_1" } });
  });

  test("makes no other key waited for", async () => {
    const { client, elapsed, sent } = converse([unknownKey, unknownKey]);
    client.keyWasBorn(credentialFor({ apiKey: "sk-proj-another" }, "project").fingerprint);
    await errorOf(client.call(project, stores));
    await errorOf(client.call(admin, read));
    expect(sent).toHaveLength(2);
    expect(elapsed()).toBe(0);
  });
});

test("an error that stems from our own mistake is not dressed up as one of the network", async () => {
  const wire: Wire = async () => {
    throw new OpenAIError("setting", "The proxy is not a URL.");
  };
  const client = new Client(parseSettings({}), { wire, clock: new FakeClock(), say: () => {} });
  const error = await errorOf(client.call(admin, createCall));
  expect(error).toMatchObject({ code: "setting", message: "The proxy is not a URL." });
});
