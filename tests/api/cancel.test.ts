import type { Asker } from "../../provider/api/asker";
import type { Call } from "../../provider/api/call";
import { Client } from "../../provider/api/client";
import { parseSettings } from "../../provider/api/settings";
import type { Wire } from "../../provider/api/wire";
import type { OpenAIError } from "../../provider/kernel/errors";
import {
  type Answer,
  admin,
  type Conversation,
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

const minute = 60_000;
const mutating = [createCall, updateCall, deleteCall];

/** A command that is cancelled after a while, in virtual milliseconds. */
function cancelledAfter({ clock }: Conversation, milliseconds: number): Asker {
  const controller = new AbortController();
  if (milliseconds === 0) controller.abort();
  else clock.after(milliseconds, () => controller.abort());
  return { signal: controller.signal };
}

async function cancelled(
  answers: Parameters<typeof converse>[0],
  call: Call,
  after: number,
): Promise<Conversation & { error: OpenAIError }> {
  const conversation = converse(answers);
  const error = await errorOf(conversation.client.call(admin, call, cancelledAfter(conversation, after)));
  return { ...conversation, error };
}

test.each([read, ...mutating])("a command that is cancelled already sends no $method", async (call) => {
  const { error, sent, elapsed } = await cancelled([], call, 0);
  expect(error.code).toBe("stopped");
  expect(error.message).toBe(
    `${call.method} ${call.template} was not sent: the command was cancelled. Nothing was changed.`,
  );
  expect(sent).toEqual([]);
  expect(elapsed()).toBe(0);
});

describe("a call that is on its way when the command is cancelled", () => {
  test.each<Answer>(["never answers", "never ends"])(
    "is given up at once if it reads (%s)",
    async (answer) => {
      const { error, elapsed } = await cancelled([answer], read, 3_000);
      expect(error).toMatchObject({
        code: "stopped",
        message:
          "GET /organization/projects/{projectId} was given up: the command was cancelled before api.openai.com answered. " +
          "Nothing was changed.",
      });
      expect(elapsed()).toBe(3_000);
    },
  );

  test.each(mutating)(
    "has a moment more for its answer if it is a $method, and is ambiguous then",
    async (call) => {
      const { error, elapsed, sent } = await cancelled(() => "never answers", call, 3_000);
      expect(error.code).toBe("ambiguous");
      expect(error.message).toBe(
        `${call.method} ${call.template} was sent to api.openai.com, and the command was cancelled before the answer came. ` +
          "Whether it was carried out is not known.",
      );
      expect(elapsed()).toBe(4_500);
      expect(sent).toHaveLength(1);
    },
  );

  test("is done if its answer comes in that moment", async () => {
    const conversation = converse([{ takes: 4_400, answer: ok }]);
    const { client } = conversation;
    const reply = client.call(admin, createCall, cancelledAfter(conversation, 3_000));
    await expect(reply).resolves.toMatchObject({ body: { id: "obj_1" } });
  });

  test("says so if it is refused in that moment", async () => {
    const answer: Answer = { takes: 4_400, answer: refusal(400, { message: "Bad name" }) };
    const { error } = await cancelled([answer], createCall, 3_000);
    expect(error).toMatchObject({ code: "refused", details: { status: 400 } });
  });

  test("lets the socket go", async () => {
    const conversation = converse([]);
    const signals: AbortSignal[] = [];
    const wire: Wire = (_request, signal) => {
      signals.push(signal);
      return new Promise(() => {});
    };
    const client = new Client(parseSettings({}), { ...conversation.client.surroundings, wire });
    await errorOf(client.call(admin, read, cancelledAfter(conversation, 3_000)));
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  });
});

describe("a call that waits to be sent again when the command is cancelled", () => {
  const later = { "retry-after": "60" };

  test("ends at once, and nothing was changed if it was turned away unread", async () => {
    const { error, elapsed, sent } = await cancelled(() => throttled(later), createCall, 5_000);
    expect(error.code).toBe("stopped");
    expect(error.message).toBe(
      "POST /organization/projects was answered with 429 (rate_limit_exceeded): Slow down. Nothing was changed. " +
        "The command was cancelled before it was sent again.",
    );
    expect(elapsed()).toBe(5_000);
    expect(sent).toHaveLength(1);
  });

  test("ends at once if it reads, whatever the server had said", async () => {
    const { error, elapsed } = await cancelled(() => refusal(503, {}, later), read, 5_000);
    expect(error.code).toBe("stopped");
    expect(error.message).toContain(
      "Nothing was changed. The command was cancelled before it was sent again.",
    );
    expect(elapsed()).toBe(5_000);
  });

  test.each<[string, Answer[]]>([
    ["has just failed", [refusal(503, {}, later)]],
    ["was turned away after it had failed", [refusal(503, {}, { "retry-after": "1" }), throttled(later)]],
  ])("is ambiguous if it is a change that %s", async (_, answers) => {
    for (const call of [updateCall, deleteCall]) {
      const { error, elapsed } = await cancelled(answers, call, 5_000);
      expect(error.code).toBe("ambiguous");
      expect(error.message).toBe(
        `${call.method} ${call.template} was answered with 503 (some_error): No. Whether it was carried out is not known. ` +
          "The command was cancelled before it could be looked at.",
      );
      expect(elapsed()).toBe(5_000);
    }
  });

  test("sends nothing more if the cancellation comes with the answer", async () => {
    const answer: Answer = { takes: 4_000, answer: throttled() };
    const { error, sent } = await cancelled([answer], createCall, 3_000);
    expect(error.code).toBe("stopped");
    expect(sent).toHaveLength(1);
  });
});

test("who is not cancelled notices nothing of the others that are", async () => {
  const conversation = converse(() => ({ takes: 10_000, answer: ok }));
  const { client } = conversation;
  const [other, reply] = await Promise.all([
    errorOf(client.call(admin, read, cancelledAfter(conversation, 1_000))),
    client.call(admin, read),
  ]);
  expect(other.code).toBe("stopped");
  expect(reply.body).toEqual({ id: "obj_1" });
});

describe("the one for whom a call is made", () => {
  test("hears of long waits, instead of everybody", async () => {
    const { client, said } = converse(({ at }) => (at < minute ? throttled({ "retry-after": "20" }) : ok));
    const heard: string[] = [];
    await client.call(admin, read, { say: (line) => heard.push(line) });
    expect(said).toEqual([]);
    expect(heard).toEqual([
      expect.stringContaining("waiting, for up to 10 minutes"),
      "GET /organization/projects/{projectId}: done waiting",
    ]);
  });

  test("says until when it is worth waiting", async () => {
    const { client, clock, elapsed, said } = converse(() => throttled({ "retry-after": "20" }));
    const deadline = clock.now() + 90_000;
    const error = await errorOf(client.call(admin, createCall, { deadline }));
    expect(error).toMatchObject({ code: "refused", details: { status: 429 } });
    expect(elapsed()).toBe(80_000);
    expect(said[0]).toContain("waiting, for up to 90 seconds");
  });

  test("may wait longer than the method's own limit", async () => {
    const hour = 60 * minute;
    const { client, clock } = converse(({ at }) => (at < hour ? throttled({ "retry-after": "60" }) : ok));
    const reply = client.call(admin, read, { deadline: clock.now() + 2 * hour });
    await expect(reply).resolves.toMatchObject({ body: { id: "obj_1" } });
  });

  test("whose time is over already gets one attempt", async () => {
    const { client, clock, sent } = converse(() => throttled());
    await errorOf(client.call(admin, read, { deadline: clock.now() - 1 }));
    expect(sent).toHaveLength(1);
  });
});
