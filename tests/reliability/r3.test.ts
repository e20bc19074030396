import { expectExactlyOne, madeKinds, seedsFor, withSeeds } from "./reckoning";
import { type Family, storm } from "./storm";

/** A server that fails may do so after its work or before; a gateway in front of it says so with a page. */
const failing: Family = (dice) => ({
  type: "status",
  status: dice.pick([500, 502, 503, 504]),
  when: dice.chance(0.75) ? "after" : "before",
  ...(dice.chance(0.3) ? { body: "<html><h1>Bad gateway</h1></html>" } : {}),
  ...(dice.chance(0.3) ? { headers: { "retry-after": "1", "x-should-retry": "true" } } : {}),
});

describe("R3: 500, 502, 503 or 504 after the create was carried out", () => {
  it.each(madeKinds)("eight %s at once leave exactly one object each", async (_, declaration) => {
    await withSeeds(seedsFor(declaration), async (seed) => {
      await expectExactlyOne(await storm({ seed, kinds: [declaration], family: failing }));
    });
  });
});
