import type { Properties } from "../../provider/kernel/values";
import type { Session } from "../../provider/lifecycle/session/session";
import { changed, endsWithDestroy, everyKind, firstUpdate } from "../kernel/facts";
import type { Declaration } from "../lifecycle/house";
import { type Workshop, workshop } from "../support/workshop";
import { Dice } from "./dice";
import { withSeeds } from "./reckoning";
import { roads } from "./road";
import {
  created,
  deleted,
  expectAsItWas,
  type Fate,
  type Kept,
  keptAfter,
  refreshed,
  runThrough,
  updated,
} from "./support-reads";
import { crowdOf, everyOne } from "./wishes";

/** One for each road; the full number in `make soak`. */
const seeds = process.env.SOAK ? 100 : Object.keys(roads).length;
const crowd = 8;
const longest = 2 * 3_600_000;

/** Whatever fails says which call it was, with placeholders in place of the ids. */
function expectNamesItsCall({ declaration: { token } }: Pick<Kept, "declaration">, fate: unknown): void {
  if (!(fate instanceof Error)) return;
  const named = /\b(GET|POST|DELETE) (\/\w+|\/\{\w+\})+/.test(fate.message);
  if (!named) throw new Error(`${token}: this names no call: ${fate.message}`);
}

/** Works on all at once, as an engine does; nothing may take for ever. */
async function atOnce<In, Out>(
  place: Workshop,
  list: readonly In[],
  work: (one: In) => Promise<Out>,
): Promise<Out[]> {
  const began = place.clock.now();
  const results = await Promise.all(list.map(work));
  expect(place.clock.now() - began).toBeLessThan(longest);
  place.emulator.advance(600);
  return results;
}

/** Each object is somebody's; an error leaves one at most, and says so. */
async function expectNoOrphans(
  place: Workshop,
  declaration: Declaration,
  before: string[],
  made: { args: Properties; state?: { id: string }; error?: Error }[],
): Promise<void> {
  const ids = made.flatMap(({ state }) => (state ? [state.id] : []));
  const wishes = made.map(({ args }) => args);
  const after = await everyOne(place, declaration, wishes);
  const errors = made.flatMap(({ error }) => (error ? [error] : []));
  const orphans = after.filter((id) => !before.includes(id) && !ids.includes(id));
  expect({
    twice: ids.filter((id, index) => ids.indexOf(id) !== index),
    gone: ids.filter((id) => !after.includes(id)),
    orphans: Math.max(0, orphans.length - errors.length),
  }).toEqual({ twice: [], gone: [], orphans: 0 });
}

describe("R24: over a bad line", () => {
  it.each(everyKind)(
    "eight %s are made, read, changed and destroyed, or it is said which call failed",
    async (_, declaration) => {
      await withSeeds(seeds, async (seed) => {
        const dice = new Dice(seed);
        const place = workshop();
        const wishes = await crowdOf(place, declaration, crowd);
        const before = await everyOne(place, declaration, wishes);
        const road = Object.values(roads)[seed % Object.keys(roads).length];
        const bad = (): Session => runThrough(place, road ? road(dice, place.clock) : (sent, on) => on(sent));

        const session = bad();
        const made = await atOnce(place, wishes, async (args) => ({
          args,
          ...(await created(declaration, args, session)),
        }));
        for (const { error } of made) expectNamesItsCall({ declaration }, error);
        await expectNoOrphans(place, declaration, before, made);
        const whole = new Set(made.flatMap(({ state, error }) => (state && !error ? [state] : [])));
        let kept = made.flatMap(({ args, state }): Kept[] => (state ? [{ declaration, args, state }] : []));

        const reading = bad();
        for (const [index, fate] of (await atOnce(place, kept, (it) => refreshed(it, reading))).entries()) {
          expectNamesItsCall({ declaration }, fate);
          expect(fate).not.toBe("dropped");
          const it = kept[index];
          // What was made in part may show more than the run has heard of.
          if (it && whole.has(it.state) && !(fate instanceof Error)) expectAsItWas(it, fate);
        }

        const change = firstUpdate(declaration)?.change ?? {};
        const changing = bad();
        const changes = (it: Kept): Promise<Fate> => updated(it, changed(it.args, change), changing);
        const updates = await atOnce(place, kept, changes);
        for (const fate of updates) expectNamesItsCall({ declaration }, fate);
        kept = kept.map((it, index) => keptAfter(it, updates[index] ?? "dropped"));

        const ending = bad();
        const ends = await atOnce(place, kept, (it) => deleted(it, ending));
        for (const [index, fate] of ends.entries()) {
          expectNamesItsCall({ declaration }, fate);
          const it = kept[index];
          if (it && fate === "dropped" && endsWithDestroy(declaration))
            expect(await refreshed(it, place.session())).toBe("dropped");
        }
      });
    },
  );
});
