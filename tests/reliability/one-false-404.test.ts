import type { Bag } from "../dynamic/shell";
import { everyKind, kindsThat } from "../kernel/facts";
import { listsInstead, notFoundBody, pageOfOthers } from "../lifecycle/false-answers";
import { endOf, itemOf, newProject } from "../lifecycle/house";
import { type Workshop, workshop } from "../support/workshop";
import { Dice } from "./dice";
import { withSeeds } from "./reckoning";
import { deleted, expectAsItWas, type Kept, keep, refreshed, tablesOf, vanish } from "./support-reads";
import { addUsers, anotherWish } from "./wishes";

const seeds = 15;

const notFound = { type: "status", status: 404, body: notFoundBody } as const;

describe.each(everyKind)("one false 404 to the deletion of a %s", (_, declaration) => {
  it.each(["at once", "after the run has seen it"])("ends nothing and forgets nothing (%s)", async (when) => {
    const place = workshop();
    const it = await keep(place, declaration);
    const session = place.session();
    if (when !== "at once") expectAsItWas(it, await refreshed(it, session));
    const before = tablesOf(place);
    place.emulator.fault({ match: endOf(declaration), action: notFound });
    const fate = await deleted(it, session);
    expect(fate).toHaveProperty("message", expect.stringContaining("is still there"));
    expect(tablesOf(place)).toEqual(before);
    expect(await deleted(it, session)).toBe("dropped");
  });
});

/** Members of one collection, with a GET of their own. Links here are in a collection each. */
const told = kindsThat(({ read, big, kind }) => read !== "listed" && !big && kind === "item");
const five = 5;

/** Some of them are there, some are gone. */
async function furnished(place: Workshop, declaration: Kept["declaration"]) {
  const users = addUsers(place, five);
  const home = { projectId: await newProject(place) };
  const all: Kept[] = [];
  for (let nth = 0; nth < five; nth++) {
    const args: Bag = await anotherWish(place, declaration, home, nth, users);
    all.push(await keep(place, declaration, { args }));
  }
  return all;
}

describe.each(told)(
  "the listings of a %s miss whatever they like, and each GET may be false once",
  (_, declaration) => {
    it("and what lives is never dropped, what is gone never kept", async () => {
      const origin = workshop();
      const all = await furnished(origin, declaration);
      await withSeeds(seeds, async (seed) => {
        const dice = new Dice(seed);
        const place = workshop();
        place.emulator.restore(origin.emulator.state());
        const lost = all.filter(() => dice.chance(0.3)).slice(0, five - 1);
        for (const it of lost) await vanish(place, it);
        listsInstead(place, declaration, pageOfOthers(declaration));
        // At least one GET is true, so that the listing can be seen through.
        place.emulator.fault({
          match: { method: "GET", route: itemOf(declaration), nth: dice.between(1, five), times: 1 },
          action: notFound,
        });
        const session = place.session();
        const fates = await Promise.all(all.map((it) => refreshed(it, session)));
        for (const [index, it] of all.entries()) {
          const fate = fates[index] ?? "dropped";
          if (lost.includes(it)) expect(fate).toBe("dropped");
          else expectAsItWas(it, fate);
        }
      });
    });
  },
);
