import {
  expectAllSucceeded,
  expectExactlyOne,
  isRevokedWhenLost,
  madeKinds,
  seedsFor,
  withSeeds,
} from "./reckoning";
import { type Family, postsOf, storm } from "./storm";

/** A 200 whose body is not the object: half of it, a proxy's page, or nothing. */
const damaged: Family = (dice) =>
  dice.pick([
    { type: "truncate" },
    { type: "truncate" },
    { type: "garbage" },
    { type: "status", status: 200, body: "", when: "after" },
  ]);

/** The same, or an object that lacks its id. */
const nameless: Family = (dice) =>
  dice.chance(0.5) ? damaged(dice) : { type: "status", status: 201, body: { id: null }, when: "after" };

describe("R4: 200 with a damaged body", () => {
  it.each(madeKinds)("eight %s at once leave exactly one object each", async (_, declaration) => {
    const isLink = declaration.kind === "edge";
    await withSeeds(seedsFor(declaration), async (seed) => {
      const weather = { seed, kinds: [declaration], family: isLink ? damaged : nameless };
      const aftermath = await storm(weather);
      await expectExactlyOne(aftermath);
      if (isRevokedWhenLost(declaration) || isLink) return;
      // All were carried out, so all are found, and nothing is sent again.
      expectAllSucceeded(aftermath);
      expect(postsOf(aftermath)).toHaveLength(8);
    });
  });
});
