import { Shell } from "../dynamic/shell";
import { kindOf } from "../kernel/facts";
import { errorOf, everyObject, noted } from "../lifecycle/house";
import { workshop } from "../support/workshop";
import { expectExactlyOne, madeKinds, withSeeds } from "./reckoning";
import { type Family, storm } from "./storm";

/** Whatever leaves it open whether a create was carried out. */
const open: Family = (dice) =>
  dice.pick([
    { type: "reset-after" },
    { type: "reset-before" },
    { type: "status", status: 500 },
    { type: "status", status: 503, when: "after" },
    { type: "truncate" },
    { type: "delay", ms: 75_000, when: "before" },
  ]);

const every = { method: "POST", route: "/organization/projects" } as const;

describe("R6: the engine calls Create again after each error", () => {
  it.each(madeKinds)(
    "up to five times, for eight %s at once: exactly one object each",
    async (_, declaration) => {
      await withSeeds(5, async (seed) => {
        const weather = { seed, kinds: [declaration], family: open, retries: 5, share: 0.85, until: 60 };
        await expectExactlyOne(await storm(weather));
      });
    },
  );

  it("up to five times, for eight projects at once, with a hundred seeds: exactly one object each", async () => {
    await withSeeds(100, async (seed) => {
      const weather = { seed, kinds: [kindOf("Project")], family: open, retries: 5, share: 0.85, until: 60 };
      await expectExactlyOne(await storm(weather));
    });
  });

  it("first looks for what the last call left behind, however late that is carried out", async () => {
    const place = workshop();
    const { session, sent } = noted(place);
    const shell = new Shell("Project", () => session);
    place.emulator.fault({ match: { ...every }, action: { type: "reset-before" } });
    // Carried out when the first call to Create has long ended in an error.
    place.emulator.fault({
      match: { ...every, nth: 2 },
      action: { type: "delay", ms: 130_000, when: "before" },
    });
    const error = await errorOf(shell.create({ name: "late" }));
    expect(error.message).toContain("may exist now");
    const state = await shell.create({ name: "late" });
    expect(sent.filter(({ call }) => call.startsWith("POST"))).toHaveLength(2);
    expect(await everyObject(place, kindOf("Project"), {})).toEqual(
      expect.arrayContaining(["proj_default", state.id]),
    );
    const rows = place.emulator.state().tables.projects.filter(({ name }) => name === "late");
    expect(rows.map(({ id }) => id)).toEqual([state.id]);
  });

  it("gives each of two resources with the same arguments what its own calls left behind", async () => {
    const place = workshop();
    const { session } = noted(place);
    const shell = new Shell("Project", () => session);
    place.emulator.fault({ match: { ...every, times: 4 }, action: { type: "reset-before" } });
    const args = { name: "twin" };
    const errors = await Promise.all([errorOf(shell.create(args)), errorOf(shell.create(args))]);
    expect(errors).toHaveLength(2);
    const states = await Promise.all([shell.create(args), shell.create(args)]);
    const rows = place.emulator.state().tables.projects.filter(({ name }) => name === "twin");
    expect(rows.map(({ id }) => id).sort()).toEqual(states.map(({ id }) => id).sort());
    expect(new Set(states.map(({ id }) => id)).size).toBe(2);
  });
});
