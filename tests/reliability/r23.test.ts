import { type Clock, sleep, systemClock } from "../../provider/api/clock";
import { Session } from "../../provider/lifecycle/session/session";
import { Shell } from "../dynamic/shell";
import {
  byHand,
  everyObject,
  listOf,
  Project,
  removeByHand,
  resident,
  route,
  VectorStore,
} from "../lifecycle/house";
import type { FakeClock } from "../support/fake-clock";
import { type Workshop, workshop } from "../support/workshop";

const hour = 3_600_000;
const jumps: [string, number][] = [
  ["an hour ahead", hour],
  ["an hour back", -hour],
  ["a day ahead", 24 * hour],
  ["a day back", -24 * hour],
];

/** A machine in virtual time whose clock somebody sets. What it counts from its start goes on steadily. */
class Machine {
  #offset = 0;

  constructor(readonly time: FakeClock) {
    const started = performance.timeOrigin;
    jest.spyOn(Date, "now").mockImplementation(() => time.now() + this.#offset);
    jest.spyOn(performance, "now").mockImplementation(() => time.now() - started);
  }

  /** The provider's own clock, on this machine. */
  readonly clock: Clock = {
    now: () => systemClock.now(),
    after: (milliseconds, action) => this.time.after(milliseconds, action),
  };

  setIn(milliseconds: number, by: number): void {
    this.time.after(milliseconds, () => {
      this.#offset += by;
    });
  }
}

function onMachine(place: Workshop): { session: Session; machine: Machine } {
  const { raw, surroundings } = place.session();
  const machine = new Machine(place.clock);
  return { machine, session: new Session(raw, { ...surroundings, clock: machine.clock }) };
}

const post = { method: "POST", route: route(Project.at.create) } as const;

/** Twins made by hand, forty and ten minutes ago. */
async function withTwins() {
  const place = workshop();
  const theirs: unknown[] = [];
  for (const seconds of [1_800, 600]) {
    theirs.push((await byHand(place, "POST", "/organization/projects", { name: "twin" })).id);
    place.emulator.advance(seconds);
  }
  return { place, theirs, before: await everyObject(place, Project, {}) };
}

afterEach(() => jest.restoreAllMocks());

describe.each(jumps)("R23: the machine's clock is set %s", (_, by) => {
  it.each([
    ["that was carried out", { type: "reset-after" }],
    ["that was not carried out", { type: "reset-before" }],
    ["that is carried out after its answer was given up", { type: "delay", ms: 66_000, when: "before" }],
  ] as const)("while a create %s is looked for: exactly one object, and soon", async (_what, action) => {
    const { place, theirs, before } = await withTwins();
    place.emulator.fault({ match: post, action });
    const { session, machine } = onMachine(place);
    machine.setIn(action.type === "delay" ? 62_000 : 7_000, by);
    const began = place.clock.now();
    const state = await new Shell("Project", () => session).create({ name: "twin" });
    expect(place.clock.now() - began).toBeLessThan(120_000);
    expect(theirs).not.toContain(state.id);
    const after = await everyObject(place, Project, {});
    expect(after.filter((id) => !before.includes(id))).toEqual([state.id]);
  });

  it.each([Project, VectorStore])(
    "while an object that is gone is looked for: it is dropped, and soon",
    async (declaration) => {
      const place = workshop();
      const it = await resident(place, declaration, { name: "p" });
      const state = await new Shell(declaration.token, () => place.session()).create({ name: "q" });
      place.emulator.advance(600);
      await removeByHand(place, { ...it, saved: { ...it.saved, id: state.id, live: {} } });
      place.emulator.fault({ match: { method: "GET" }, action: { type: "delay", ms: 2_000 } });
      const { session, machine } = onMachine(place);
      machine.setIn(1_000, by);
      const began = place.clock.now();
      expect(await new Shell(declaration.token, () => session).refresh(state)).toBeUndefined();
      expect(place.clock.now() - began).toBeLessThan(60_000);
    },
  );

  it("while a listing is slow: an object that is there is found", async () => {
    const place = workshop();
    const state = await new Shell("Project", () => place.session()).create({ name: "p" });
    const slow = { type: "delay", ms: 30_000 } as const;
    place.emulator.fault({ match: { method: "GET", route: listOf(Project) }, action: slow });
    const { session, machine } = onMachine(place);
    machine.setIn(1_000, by);
    expect((await new Shell("Project", () => session).refresh(state))?.id).toBe(state.id);
  });
});

describe("R23: the machine sleeps for an hour that its own clock does not count", () => {
  it.each(["reset-after", "reset-before"] as const)(
    "while a create is under way (%s): exactly one object",
    async (type) => {
      const { place, theirs, before } = await withTwins();
      const session = place.session();
      const shell = new Shell("Project", () => session);
      // From this answer the run knows what time it is at the server.
      const first = await shell.create({ name: "first" });
      place.emulator.fault({ match: post, action: { type } });
      const sleeping = sleep(place.clock, 2_000).then(() => place.emulator.advance(hour / 1000));
      const [state] = await Promise.all([shell.create({ name: "twin" }), sleeping]);
      expect(theirs).not.toContain(state.id);
      const after = await everyObject(place, Project, {});
      expect(after.filter((id) => !before.includes(id)).sort()).toEqual([first.id, state.id].sort());
    },
  );
});
