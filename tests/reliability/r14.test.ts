import { kindsThat } from "../kernel/facts";
import { notFoundBody } from "../lifecycle/false-answers";
import { itemOf } from "../lifecycle/house";
import { type Workshop, workshop } from "../support/workshop";
import { Dice } from "./dice";
import { type Misbehaviour, type Page, pagedRun } from "./pager";
import { withSeeds } from "./reckoning";
import { expectAsItWas, type Kept, keep, refreshed, vanish } from "./support-reads";

const seeds = 15;
/** The attempts of one call, and a pause before a second witness. */
const longestWait = 60_000;

const listed = kindsThat(({ big }) => !big);

/** What becomes of a later page where the listing cannot be completed, and does not look as if it were. */
const broken: ((page: Page) => ReturnType<Misbehaviour>)[] = [
  () => "cut",
  () => ({ status: 500, body: "" }),
  () => ({ status: 200, body: "<html>One moment</html>" }),
  () => ({ status: 400, body: notFoundBody }),
  () => ({ status: 404, body: notFoundBody }),
  ({ body }) => ({ ...body, has_more: true, data: [], last_id: null, next: null }),
  ({ body }) => ({ ...body, has_more: true, data: null }),
  ({ body }) => ({ ...body, data: [{ object: "x" }] }),
  ({ before }) => before,
];

/** The listing looks complete, and is not. */
const shrunk: ((page: Page) => ReturnType<Misbehaviour>)[] = [
  ({ body }) => ({ ...body, data: [], has_more: false, next: null }),
  ({ body, items }) => ({ ...body, data: items.slice(1), has_more: false, next: null }),
  ({ body }) => ({ ...body, has_more: false, next: null }),
];

const onPage =
  (which: number, what: (page: Page) => ReturnType<Misbehaviour>): Misbehaviour =>
  (page) =>
    page.number === Math.min(which, page.of) ? what(page) : page.body;

/** On the data plane the object itself is asked first: it denies itself once, so that the listing has to speak. */
function doubt(place: Workshop, { declaration }: Kept): void {
  if (declaration.credential === "admin") return;
  place.emulator.fault({
    match: { method: "GET", route: itemOf(declaration) },
    action: { type: "status", status: 404, body: notFoundBody },
  });
}

describe("R14: page 2 of a listing drops, repeats its cursor, promises more without one, or shrinks", () => {
  it.each(listed)("and no %s is dropped because of it", async (_, declaration) => {
    const origin = workshop();
    const it = await keep(origin, declaration);
    await withSeeds(seeds, async (seed) => {
      const dice = new Dice(seed);
      const place = workshop();
      place.emulator.restore(origin.emulator.state());
      const misbehave = onPage(dice.between(2, 4), dice.pick(broken));
      let isWhole = false;
      const session = pagedRun(place, declaration, dice, (page) => (isWhole ? page.body : misbehave(page)));
      doubt(place, it);
      const started = place.clock.now();
      const fate = await refreshed(it, session);
      expect(place.clock.now() - started).toBeLessThanOrEqual(longestWait);
      if (!(fate instanceof Error)) expectAsItWas(it, fate);
      // What was broken is not remembered.
      isWhole = true;
      expectAsItWas(it, await refreshed(it, session));
    });
  });

  it.each(listed)("and no %s that is really gone is called so by it", async (_, declaration) => {
    const origin = workshop();
    const it = await keep(origin, declaration);
    await vanish(origin, it);
    await withSeeds(seeds, async (seed) => {
      const dice = new Dice(seed);
      const place = workshop();
      place.emulator.restore(origin.emulator.state());
      const misbehave = onPage(dice.between(2, 4), dice.pick(broken));
      let isWhole = false;
      const session = pagedRun(place, declaration, dice, (page) => (isWhole ? page.body : misbehave(page)));
      expect(await refreshed(it, session)).toBeInstanceOf(Error);
      isWhole = true;
      expect(await refreshed(it, session)).toBe("dropped");
    });
  });

  it.each(listed)("and no %s is dropped by one listing that ends too early", async (_, declaration) => {
    const origin = workshop();
    const it = await keep(origin, declaration);
    await withSeeds(seeds, async (seed) => {
      const dice = new Dice(seed);
      const place = workshop();
      place.emulator.restore(origin.emulator.state());
      const misbehave = onPage(dice.between(1, 4), dice.pick(shrunk));
      const session = pagedRun(place, declaration, dice, (page) =>
        page.listing === 1 ? misbehave(page) : page.body,
      );
      expectAsItWas(it, await refreshed(it, session));
    });
  });
});
