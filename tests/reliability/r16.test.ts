import type { FaultAction } from "../../emulator";
import { endsWithDestroy, everyKind } from "../kernel/facts";
import { type Declaration, endOf } from "../lifecycle/house";
import { slowDown } from "../support/fixtures";
import { type Workshop, workshop } from "../support/workshop";
import { Dice } from "./dice";
import { withSeeds } from "./reckoning";
import { deleted, expectAsItWas, type Kept, keep, refreshed, tablesOf, vanish } from "./support-reads";

const seeds = 8;
/** What the attempts of one call may take in all. */
const longestWait = 10 * 60_000;
const mostAttempts = 12;

/** Answers to a deletion that say nothing, before it is carried out or after. */
const troubles: FaultAction[] = [
  ...[500, 502, 503, 504, 408].flatMap((status): FaultAction[] => [
    { type: "status", status, when: "before" },
    { type: "status", status, when: "after" },
  ]),
  { type: "reset-before" },
  { type: "reset-after" },
  { type: "garbage", when: "before" },
  { type: "garbage", when: "after" },
  { type: "status", status: 429 },
  { type: "delay", ms: 70_000, when: "after" },
];
/** Half of a refusal's JSON would be no trouble of this kind, so only the first answer is cut in half. */
const firstTroubles: FaultAction[] = [...troubles, { type: "truncate" }];
const conflicts: FaultAction[] = [
  { type: "status", status: 409, when: "before" },
  { type: "status", status: 409, when: "after" },
];

function answerEnd(place: Workshop, declaration: Declaration, action: FaultAction, nth = 1, times = 1): void {
  const { method, route } = endOf(declaration);
  place.emulator.fault({ match: { method, route, nth, times }, action });
}

async function settledWorld(
  declaration: Declaration,
): Promise<{ it: Kept; enter(): Workshop; clean: unknown }> {
  const origin = workshop();
  const it = await keep(origin, declaration);
  const state = origin.emulator.state();
  const enter = () => {
    const place = workshop();
    place.emulator.restore(state);
    slowDown(place);
    return place;
  };
  // What an undisturbed deletion leaves.
  const undisturbed = enter();
  expect(await deleted(it, undisturbed.session())).toBe("dropped");
  return { it, enter, clean: withoutTimes(tablesOf(undisturbed)) };
}

const withoutTimes = (world: unknown): unknown =>
  JSON.parse(
    JSON.stringify(world, (name, value) =>
      typeof value === "number" && /_at$/.test(name) ? "some time" : value,
    ),
  );

describe.each(everyKind)("R16: the deletion of a %s", (_, declaration) => {
  async function survives(action: (dice: Dice, nth: number) => FaultAction): Promise<void> {
    const { it, enter, clean } = await settledWorld(declaration);
    await withSeeds(seeds, async (seed) => {
      const dice = new Dice(seed);
      const place = enter();
      const count = dice.between(1, 4);
      for (let nth = 1; nth <= count; nth++) answerEnd(place, declaration, action(dice, nth), nth);
      const session = place.session();
      const started = place.clock.now();
      expect(await deleted(it, session)).toBe("dropped");
      expect(place.clock.now() - started).toBeLessThanOrEqual(longestWait);
      expect(withoutTimes(tablesOf(place))).toEqual(clean);
      expect(await deleted(it, session)).toBe("dropped");
      expect(await deleted(it, place.session())).toBe("dropped");
      expect(withoutTimes(tablesOf(place))).toEqual(clean);
      if (endsWithDestroy(declaration)) expect(await refreshed(it, session)).toBe("dropped");
    });
  }

  it("that is answered with 5xx, a broken connection or nonsense, and then truly, is done once", () =>
    survives((dice, nth) => dice.pick(nth === 1 ? firstTroubles : troubles)));

  it("that is answered with 409, and then truly, is done once", () =>
    survives((dice) => dice.pick(dice.chance(0.5) ? conflicts : troubles)));

  it("that is answered with 404, for it is gone already, is done", async () => {
    const { it, enter } = await settledWorld(declaration);
    const place = enter();
    await vanish(place, it);
    expect(await deleted(it, place.session())).toBe("dropped");
  });

  it("that is answered with 409 for ever ends with an error that says so, and the object is kept", async () => {
    const { it, enter } = await settledWorld(declaration);
    const place = enter();
    answerEnd(place, declaration, { type: "status", status: 409 }, 1, 10_000);
    const started = place.clock.now();
    const fate = await deleted(it, place.session());
    expect(place.clock.now() - started).toBeLessThanOrEqual(longestWait);
    const { method, route } = endOf(declaration);
    const attempts = place.calls().filter((call) => call === `${method} ${route}`).length;
    expect(attempts).toBeLessThanOrEqual(mostAttempts);
    expect(fate).toHaveProperty(
      "message",
      expect.stringMatching(/was answered with 409.*Nothing was changed/),
    );
    place.emulator.clearFaults();
    expectAsItWas(it, await refreshed(it, place.session()));
  });
});
