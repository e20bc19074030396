import { expectExactlyOne, madeKinds, seedsFor, withSeeds } from "./reckoning";
import { type Family, storm } from "./storm";

/** Nobody can see from outside whether the create was carried out before the connection broke. */
const reset: Family = (dice) => ({ type: dice.chance(0.75) ? "reset-after" : "reset-before" });

describe("R1: the connection breaks after the create was carried out", () => {
  it.each(madeKinds)("eight %s at once leave exactly one object each", async (_, declaration) => {
    await withSeeds(seedsFor(declaration), async (seed) => {
      await expectExactlyOne(await storm({ seed, kinds: [declaration], family: reset }));
    });
  });

  it("eight resources of any kinds at once leave exactly one object each", async () => {
    const kinds = madeKinds.map(([, declaration]) => declaration);
    await withSeeds(20, async (seed) => {
      await expectExactlyOne(await storm({ seed, kinds, family: reset, share: 0.9 }));
    });
  });
});
