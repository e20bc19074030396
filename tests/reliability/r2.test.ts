import { expectExactlyOne, isRevokedWhenLost, madeKinds, seedsFor, withSeeds } from "./reckoning";
import { type Aftermath, type Family, postsOf, storm } from "./storm";

const patience = 60_000;
/** So long after its answer was given up a create is looked for before it is sent again. */
const window = 40_000;

/** The server takes longer than the client waits: it answers too late, or only begins when nobody listens any more. */
const late: Family = (dice) =>
  dice.chance(0.3)
    ? { type: "delay", ms: 300_000, when: "after" }
    : { type: "delay", ms: patience + dice.between(500, window - 5_000), when: "before" };

/** Nothing is sent again before the time to look for the first is over. */
function expectNothingEarly(aftermath: Aftermath): void {
  const since = postsOf(aftermath).map(({ at }) => at - aftermath.began);
  // The programs begin all their resources within half a minute.
  const again = since.filter((at) => at > 31_000);
  expect(again.filter((at) => at < patience + window - 1_000)).toEqual([]);
}

describe("R2: the client gives up, and the create is carried out seconds later", () => {
  it.each(madeKinds)("eight %s at once leave exactly one object each", async (_, declaration) => {
    await withSeeds(seedsFor(declaration), async (seed) => {
      const aftermath = await storm({ seed, kinds: [declaration], family: late });
      await expectExactlyOne(aftermath);
      if (isRevokedWhenLost(declaration)) return;
      expectNothingEarly(aftermath);
      // Two cannot have the same link: the second finds out by sending it again.
      if (declaration.kind !== "edge") expect(postsOf(aftermath)).toHaveLength(8);
    });
  });
});
