import type { Asker } from "../../provider/api/asker";
import type { Call } from "../../provider/api/call";
import type { Gate, PassOutcome } from "../../provider/api/gate";
import type { Credential } from "../../provider/api/settings";
import { OpenAIError } from "../../provider/kernel/errors";
import type { FakeClock } from "../support/fake-clock";
import {
  admin,
  converse,
  createCall,
  errorOf,
  ok,
  project,
  read,
  refusal,
  throttled,
  updateCall,
} from "./conversation";

const minute = 60_000;

/** A gate that keeps everybody waiting for a while, and notes what it is told. */
class SlowGate implements Gate {
  readonly entered: { credential: Credential; call: Call; asker: Asker }[] = [];
  readonly ended: PassOutcome[] = [];
  clock?: FakeClock;

  constructor(readonly keeps: number) {}

  async enter(credential: Credential, call: Call, asker: Asker) {
    this.entered.push({ credential, call, asker });
    await this.clock?.sleep(this.keeps);
    return { ended: (outcome: PassOutcome) => void this.ended.push(outcome) };
  }
}

function behind<G extends Gate & { clock?: FakeClock }>(gate: G, answers: Parameters<typeof converse>[0]) {
  const conversation = converse(answers, {}, undefined, gate);
  gate.clock = conversation.clock;
  return conversation;
}

test("every attempt enters the gate, with its key, its call and the one who asks", async () => {
  const gate = new SlowGate(0);
  const { client } = behind(gate, [throttled(), ok]);
  const asker: Asker = { say: () => {} };
  await client.call(project, read, asker);
  expect(gate.entered).toEqual([
    { credential: project, call: read, asker },
    { credential: project, call: read, asker },
  ]);
});

test("an attempt leaves only when the gate lets it", async () => {
  const { client, sent } = behind(new SlowGate(2_000), [ok]);
  await client.call(admin, read);
  expect(sent.map(({ at }) => at)).toEqual([2_000]);
});

test("the gate is told of each attempt's end: the head of the answer, and the error if it was none", async () => {
  const gate = new SlowGate(0);
  const headers = { "retry-after": "3" };
  const { client } = behind(gate, [throttled(headers), { fails: "ECONNRESET" }, ok]);
  await client.call(admin, read);
  expect(gate.ended).toEqual([
    { status: 429, headers, error: expect.objectContaining({ code: "refused" }) },
    { error: expect.objectContaining({ code: "unreachable" }) },
    { status: 200, headers: {}, error: undefined },
  ]);
});

test("hours at the gate do not count against the time that a call may take", async () => {
  const gate = new SlowGate(3 * 60 * minute);
  const { client, sent } = behind(gate, [throttled({ "retry-after": "60" }), throttled(), ok]);
  await expect(client.call(admin, read)).resolves.toMatchObject({ body: { id: "obj_1" } });
  expect(sent).toHaveLength(3);
});

test("hours at the gate do not count against a deadline that was set either", async () => {
  const { client, clock } = behind(new SlowGate(60 * minute), [throttled({ "retry-after": "20" }), ok]);
  await expect(client.call(admin, read, { deadline: clock.now() + minute })).resolves.toBeDefined();
});

test("time between attempts counts as before", async () => {
  const { client, sent } = behind(new SlowGate(minute), () => throttled({ "retry-after": "60" }));
  await errorOf(client.call(admin, read));
  // Ten minutes of pauses, and as many at the gate.
  expect(sent).toHaveLength(11);
});

test("no line is said for time at the gate, for the gate speaks for itself", async () => {
  const { client, said } = behind(new SlowGate(30 * minute), [throttled({ "retry-after": "9" }), ok]);
  await client.call(admin, read);
  expect(said).toEqual([]);
});

test("a long wait on both sides of the gate is still said", async () => {
  const { client, said } = behind(new SlowGate(minute), [
    throttled({ "retry-after": "6" }),
    throttled({ "retry-after": "6" }),
    ok,
  ]);
  await client.call(admin, read);
  expect(said).toHaveLength(2);
});

test("a gate that gives up ends the call with its sentence", async () => {
  const gate: Gate = {
    enter: async () => {
      throw new OpenAIError("refused", "The budget is spent. Nothing was sent.");
    },
  };
  const { client, sent } = behind(gate, []);
  await expect(errorOf(client.call(admin, createCall))).resolves.toMatchObject({
    code: "refused",
    message: "The budget is spent. Nothing was sent.",
  });
  expect(sent).toEqual([]);
});

test("a gate that gives up after an attempt that may have been carried out does not make that undone", async () => {
  const second = new OpenAIError("refused", "The budget is spent. Nothing was sent.");
  let turn = 0;
  const gate: Gate = {
    enter: async () => {
      if (turn++ > 0) throw second;
      return { ended: () => {} };
    },
  };
  const { client } = behind(gate, [refusal(503)]);
  const error = await errorOf(client.call(admin, updateCall));
  expect(error).toBe(second);
  expect(error.details.mayBeDone).toBe(true);
});

describe("a command that is cancelled at the gate", () => {
  test("leaves it at once, and its pass is given back when it comes", async () => {
    const gate = new SlowGate(10 * minute);
    const { client, clock, elapsed, sent } = behind(gate, []);
    const controller = new AbortController();
    clock.after(3_000, () => controller.abort());
    const error = await errorOf(client.call(admin, createCall, { signal: controller.signal }));
    expect(error.code).toBe("stopped");
    expect(error.message).toContain("was not sent: the command was cancelled");
    expect(elapsed()).toBe(3_000);
    await clock.sleep(20 * minute);
    expect(gate.ended).toEqual([{}]);
    expect(sent).toEqual([]);
  });

  test("does not enter one any more", async () => {
    const gate = new SlowGate(0);
    const { client } = behind(gate, []);
    await errorOf(client.call(admin, createCall, { signal: AbortSignal.abort() }));
    expect(gate.entered).toEqual([]);
  });
});
