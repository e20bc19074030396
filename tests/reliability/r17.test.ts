import { byHand } from "../lifecycle/house";
import { Dice } from "./dice";
import { withSeeds } from "./reckoning";
import {
  deleted,
  expectAsItWas,
  type Kept,
  refreshed,
  shuffled,
  type Tree,
  tablesOf,
  treeIn,
  World,
} from "./support-reads";

const seeds = 10;
/** One pause before a second witness, for each generation that has to be asked. */
const longestWait = 60_000;

describe("R17: a project is archived by hand while the state holds everything in it", () => {
  let world: World;
  let doomed: Tree;
  let other: Tree;

  beforeAll(async () => {
    world = await World.of(async (place) => {
      doomed = await treeIn(place, "doomed");
      other = await treeIn(place, "other");
      await byHand(place, "POST", `/organization/projects/${doomed.projectId}/archive`);
    });
  });

  it("one refresh drops all of it, and nothing of another project", async () => {
    await withSeeds(seeds, async (seed) => {
      const dice = new Dice(seed);
      const place = world.enter();
      const session = place.session();
      const all = shuffled(dice, [...doomed.kept, doomed.project, ...other.kept, other.project]);
      const started = place.clock.now();
      const fates = await Promise.all(all.map((it) => refreshed(it, session)));
      expect(place.clock.now() - started).toBeLessThanOrEqual(longestWait);
      for (const [index, it] of all.entries()) {
        const fate = fates[index];
        if (fate === undefined) throw new Error("no fate");
        if (it === other.project || other.kept.includes(it)) expectAsItWas(it, fate);
        else expect([it.declaration.token, fate]).toEqual([it.declaration.token, "dropped"]);
      }
    });
  });

  it("destroying what lived in it succeeds in any order, and changes nothing any more", async () => {
    await withSeeds(seeds, async (seed) => {
      const dice = new Dice(seed);
      const place = world.enter();
      const before = tablesOf(place);
      const session = place.session();
      const all = shuffled(dice, [...doomed.kept, doomed.project]);
      if (dice.chance(0.5)) {
        const fates = await Promise.all(all.map((it) => deleted(it, session)));
        expect(named(all, fates)).toEqual(
          named(
            all,
            all.map(() => "dropped"),
          ),
        );
      } else {
        for (const it of all)
          expect([it.declaration.token, await deleted(it, session)]).toEqual([
            it.declaration.token,
            "dropped",
          ]);
      }
      expect(tablesOf(place)).toEqual(before);
    });
  });
});

const named = (all: Kept[], fates: unknown[]) =>
  all.map(({ declaration }, index) => [declaration.token, fates[index]]);
