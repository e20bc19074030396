import type { Gate } from "../../provider/api/gate";
import type { FakeClock } from "../support/fake-clock";
import {
  type Answer,
  admin,
  converse,
  createCall,
  errorOf,
  ok,
  read,
  refusal,
  throttled,
  updateCall,
} from "./conversation";

const noon = Date.UTC(2026, 10, 23, 12);
const at = (seconds: number) => new Date(noon + seconds * 1000).toUTCString();
const told: Answer = { status: 200, headers: { date: at(0) }, body: { id: "obj_1" } };
const later = { "retry-after": "20" };

/** A gate that keeps everybody for a minute. */
function slowGate(): Gate & { clock?: FakeClock } {
  const gate: Gate & { clock?: FakeClock } = {
    async enter() {
      await gate.clock?.sleep(60_000);
      return { ended: () => {} };
    },
  };
  return gate;
}

describe("what may have been carried out says when it left", () => {
  test.each<[string, Answer]>([
    ["a lost answer", { fails: "ECONNRESET" }],
    ["a failed server", refusal(500)],
    ["no answer", "never answers"],
    ["half an answer", { status: 200, body: '{"id":"pro' }],
    ["an answer in an encoding", { status: 200, headers: { "content-encoding": "gzip" }, body: "x" }],
  ])("with %s", async (_, answer) => {
    const { client, clock } = converse([told, answer]);
    await client.call(admin, read);
    await clock.sleep(5_000);
    const { details } = await errorOf(client.call(admin, createCall));
    expect(details).toMatchObject({ sentAt: noon + 5_000, since: noon / 1000 + 5 });
  });

  test("with an answer that lacks what it must have", async () => {
    const { client, clock } = converse([ok, ok]);
    await clock.sleep(5_000);
    const lacks = (body: object) => ("id" in body ? "an id" : undefined);
    const error = await errorOf(client.call(admin, { ...createCall, lacks }));
    expect(error.code).toBe("ambiguous");
    expect(error.message).toBe("POST /organization/projects was answered with 200 but without an id.");
    expect(error.details.sentAt).toBe(noon + 5_000);
  });

  test("and nothing of the server's time, which is not known before the first reply", async () => {
    const { client } = converse([{ fails: "ECONNRESET" }]);
    const { details } = await errorOf(client.call(admin, createCall));
    expect(details.sentAt).toBe(noon);
    expect(details.since).toBeUndefined();
  });

  test("after the gate, not before it", async () => {
    const gate = slowGate();
    const { client, clock } = converse([{ fails: "ECONNRESET" }], {}, undefined, gate);
    gate.clock = clock;
    const { details } = await errorOf(client.call(admin, createCall));
    expect(details.sentAt).toBe(noon + 60_000);
  });

  test("and not when an attempt left that was turned away unread", async () => {
    const { client } = converse([throttled(later), { fails: "ECONNREFUSED" }, { fails: "ECONNRESET" }]);
    const { details } = await errorOf(client.call(admin, createCall));
    expect(details.sentAt).toBeGreaterThanOrEqual(noon + 20_500);
  });

  test("from the first attempt of several, even if the last was refused", async () => {
    const { client, clock } = converse([refusal(503, {}, later), refusal(404)]);
    await clock.sleep(5_000);
    const { details } = await errorOf(client.call(admin, updateCall));
    expect(details).toMatchObject({ status: 404, mayBeDone: true, sentAt: noon + 5_000 });
  });
});

test.each<[string, Parameters<typeof converse>[0], typeof read]>([
  ["a read", () => ({ fails: "ECONNRESET" }), read],
  ["a refusal", [refusal(400)], createCall],
  ["a server that was not reached", () => ({ fails: "ECONNREFUSED" }), createCall],
])("%s says nothing of when it left, for nothing was changed", async (_, answers, call) => {
  const { client } = converse(answers);
  const { details } = await errorOf(client.call(admin, call));
  expect(details).not.toHaveProperty("sentAt");
});
