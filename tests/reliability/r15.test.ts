import type { Bag } from "../dynamic/shell";
import { kindsThat } from "../kernel/facts";
import { argsOf, everyObject, route } from "../lifecycle/house";
import { workshop } from "../support/workshop";
import { Dice } from "./dice";
import { type Misbehaviour, pagedRun, stranger } from "./pager";
import { withSeeds } from "./reckoning";
import { expectAsItWas, keep, refreshed, shellOf } from "./support-reads";

const seeds = 15;

const listed = kindsThat(({ big }) => !big);
const made = kindsThat(({ kind }) => kind !== "existing");

/** What stood on one page stands on the next one as well; so does what stood on the first, on the last. */
const twice: Misbehaviour = ({ number, of, items, before, body }) => {
  const earlier = number === 1 ? [] : dataOf(before);
  return { ...body, data: number < of ? [...earlier, ...items] : [...items, ...earlier, ...items] };
};

/** The first listing misses one page: what is on it has moved to a page that was read before. */
const moved =
  (page: number): Misbehaviour =>
  ({ number, of, listing, items, body }) => {
    if (listing > 1 || number !== Math.min(page, of) || number === of) return body;
    return { ...body, data: [stranger("passer-by", { ...items.at(-1) })] };
  };

const dataOf = ({ data }: Bag): Bag[] => (Array.isArray(data) ? data : []);

const ways: ((dice: Dice) => Misbehaviour)[] = [() => twice, (dice) => moved(dice.between(1, 3))];

describe("R15: items stand on two pages, or move while the pages are read", () => {
  it.each(listed)("and a %s is read as one, as it was", async (_, declaration) => {
    const origin = workshop();
    const it = await keep(origin, declaration);
    await withSeeds(seeds, async (seed) => {
      const dice = new Dice(seed);
      const place = workshop();
      place.emulator.restore(origin.emulator.state());
      const session = pagedRun(place, declaration, dice, dice.pick(ways)(dice));
      expectAsItWas(it, await refreshed(it, session));
    });
  });

  it.each(made)("and a %s that is adopted by its looks is found once", async (_, declaration) => {
    const origin = workshop();
    const it = await keep(origin, declaration);
    await withSeeds(seeds, async (seed) => {
      const dice = new Dice(seed);
      const place = workshop();
      place.emulator.restore(origin.emulator.state());
      const session = pagedRun(place, declaration, dice, twice);
      const state = await shellOf(it, session).create({ ...it.args, adopt: true });
      expect(state.id).toBe(it.state.id);
      expect(place.calls()).not.toContain(`POST ${route(declaration.at.create)}`);
    });
  });

  it.each(made)(
    "and a %s whose answer was lost is found once, and not made twice",
    async (_, declaration) => {
      const origin = workshop();
      const args = await argsOf(origin, declaration);
      const before = await everyObject(origin, declaration, args);
      await withSeeds(seeds, async (seed) => {
        const dice = new Dice(seed);
        const place = workshop();
        place.emulator.restore(origin.emulator.state());
        const match = { method: "POST", route: route(declaration.at.create) } as const;
        place.emulator.fault({ match, action: { type: "reset-after" } });
        const session = pagedRun(place, declaration, dice, dice.pick(ways)(dice));
        const state = await shellOf({ declaration }, session).create(args);
        const after = await everyObject(place, declaration, args);
        expect(after.filter((id) => !before.includes(id))).toEqual([state.id]);
      });
    },
  );
});
