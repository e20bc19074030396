import { sumOf } from "../../tools/bench/plan";
import { Life } from "../../tools/bench/virtual/life";
import { World } from "../../tools/bench/virtual/world";

jest.setTimeout(120_000);

const seconds = 90;

/** From now on everything is refused without a word on when to come back, for a minute and a half. */
function refuseAll({ place: { emulator, clock } }: World): void {
  emulator.fault({ match: { times: 1_000_000 }, action: { type: "status", status: 429 } });
  clock.after(seconds * 1000, () => emulator.clearFaults());
}

describe("R7: every endpoint answers 429 for 90 seconds, without headers", () => {
  it.each([
    ["14 projects: at most four calls more for ten", 14, 0.4],
    ["100 projects: at most one call more for ten", 100, 0.1],
  ])("while a stack comes up, is refreshed and goes down: nothing fails (%s)", async (_, projects, most) => {
    const world = new World(undefined);
    const life = new Life(world, projects);
    for (const scenario of ["S1", "S6", "S10"] as const) {
      world.place.clock.after(0, () => refuseAll(world));
      const { calls, refused, failed } = await life.play(scenario);
      expect(failed).toEqual([]);
      expect(refused).toBeGreaterThan(0);
      expect(refused / sumOf(calls)).toBeLessThanOrEqual(most);
    }
  });
});
