import { sleep } from "../../provider/api/clock";
import type { Properties } from "../../provider/kernel/values";
import { type Bag, Shell } from "../dynamic/shell";
import { changed, endsWithDestroy, firstUpdate, kindsThat, livesInProject, namesOf } from "../kernel/facts";
import { argsOf, type Declaration, everyObject, Project, route } from "../lifecycle/house";
import { withRealParents } from "../support/fixtures";
import { workshop } from "../support/workshop";
import { Dice } from "./dice";
import { withSeeds } from "./reckoning";
import { deleted, expectAsItWas, type Kept, refreshed, updated, vanish } from "./support-reads";

const seeds = 5;
/** An object is young for two minutes; the last look may begin just before that. */
const longestWait = 150_000;

const made = kindsThat(({ kind }) => kind !== "existing");
const changeable = kindsThat(
  (declaration) => declaration.kind !== "existing" && firstUpdate(declaration) !== undefined,
);

/** An object that was just made. What it needs is known everywhere; it is not. */
async function newborn(declaration: Declaration, dice: Dice, said?: Properties) {
  const place = workshop();
  const args: Bag = said ? await withRealParents(place, declaration, said) : await argsOf(place, declaration);
  place.emulator.advance(600);
  // From here on the emulator knows when things were made; reads are behind once it is there.
  place.emulator.lag({ listSeconds: 60 });
  const state = await new Shell(declaration.token, () => place.session()).create(args);
  const it: Kept = { declaration, args, state };
  const seconds = dice.between(2, 30);
  place.emulator.lag({ readSeconds: seconds, listSeconds: dice.between(0, seconds) });
  return { place, it, seconds };
}

describe.each(made)("R12: in the first half minute of a %s reads answer 404", (_, declaration) => {
  it("and it is made and finished all the same", async () => {
    await withSeeds(seeds, async (seed) => {
      const dice = new Dice(seed);
      const place = workshop();
      const args = await argsOf(place, declaration);
      const before = await everyObject(place, declaration, args);
      place.emulator.advance(600);
      place.emulator.lag({ readSeconds: dice.between(2, 30) });
      const state = await new Shell(declaration.token, () => place.session()).create(args);
      const after = await everyObject(place, declaration, args);
      expect(after.filter((id) => !before.includes(id))).toEqual([state.id]);
    });
  });

  it("and a refresh waits until it shows itself as it was", async () => {
    await withSeeds(seeds, async (seed) => {
      const dice = new Dice(seed);
      const { place, it, seconds } = await newborn(declaration, dice);
      await sleep(place.clock, dice.between(0, 1000 * seconds));
      const started = place.clock.now();
      expectAsItWas(it, await refreshed(it, place.session()));
      expect(place.clock.now() - started).toBeLessThanOrEqual(longestWait);
    });
  });

  it("and one that somebody removed at once is waited for, but not without end", async () => {
    const { place, it } = await newborn(declaration, new Dice(1));
    place.emulator.lag({});
    await vanish(place, it);
    const started = place.clock.now();
    expect(await refreshed(it, place.session())).toBe("dropped");
    expect(place.clock.now() - started).toBeLessThanOrEqual(longestWait);
  });
});

describe.each(made)("R12: in the first half minute of a %s its deletion", (_, declaration) => {
  it("is not taken for done where the object lives on", async () => {
    await withSeeds(seeds, async (seed) => {
      const dice = new Dice(seed);
      const { place, it, seconds } = await newborn(declaration, dice);
      await sleep(place.clock, dice.between(0, 1000 * seconds));
      const started = place.clock.now();
      const fate = await deleted(it, place.session());
      expect(place.clock.now() - started).toBeLessThanOrEqual(longestWait);
      // From here on everybody knows everything.
      place.emulator.lag({});
      if (fate instanceof Error) expectAsItWas(it, await refreshed(it, place.session()));
      else if (endsWithDestroy(declaration)) expect(await refreshed(it, place.session())).toBe("dropped");
    });
  });
});

/** What of it the state keeps is the only one that works. */
const keys = kindsThat((declaration) => namesOf(declaration, "once").some((name) => name === "value"));

it.each(keys)(
  "R12: a %s whose value was lost is not taken for revoked while it works",
  async (_, declaration) => {
    await withSeeds(seeds, async (seed) => {
      const place = workshop();
      const args = await argsOf(place, declaration);
      const before = await everyObject(place, declaration, args);
      place.emulator.advance(600);
      place.emulator.lag({ readSeconds: new Dice(seed).between(6, 30) });
      const match = { method: "POST", route: route(declaration.at.create) } as const;
      place.emulator.fault({ match, action: { type: "reset-after" } });
      const shell = new Shell(declaration.token, () => place.session());
      const ids = await shell.create(args).then(
        ({ id }) => [id],
        ({ message }: Error) => [message],
      );
      const after = await everyObject(place, declaration, args);
      const made = after.filter((id) => !before.includes(id));
      expect(made.filter((id) => !ids.some((text) => text.includes(id)))).toEqual([]);
    });
  },
);

describe.each(changeable)("R12: in the first half minute of a %s its update", (_, declaration) => {
  it("is done, or is an error that loses nothing, and then the next one does it", async () => {
    await withSeeds(seeds, async (seed) => {
      const sample = firstUpdate(declaration);
      const { place, it } = await newborn(declaration, new Dice(seed), sample?.args);
      const news = changed(it.args, sample?.change ?? {});
      const fate = await updated(it, news, place.session());
      const then: Kept = fate instanceof Error || fate === "dropped" ? it : { ...it, state: fate };
      place.emulator.lag({});
      const next = await updated(then, news, place.session());
      if (next instanceof Error || next === "dropped") throw next;
      expectAsItWas({ ...it, state: next }, await refreshed({ ...it, state: next }, place.session()));
    });
  });
});

const children = kindsThat((declaration) => livesInProject(declaration) && declaration !== Project);

describe.each(children)("R12: a server that does not know a new project yet", (_, declaration) => {
  it(`is given time before a ${declaration.token} of the project is refused`, async () => {
    await withSeeds(seeds, async (seed) => {
      const place = workshop();
      place.emulator.lag({ parentSeconds: new Dice(seed).between(2, 30) });
      const session = place.session();
      const project = await new Shell("Project", () => session).create({ name: "new" });
      const args = await argsOf(place, declaration, { projectId: project.id });
      const started = place.clock.now();
      const state = await new Shell(declaration.token, () => session).create(args);
      expect(place.clock.now() - started).toBeLessThanOrEqual(longestWait);
      expect(await everyObject(place, declaration, args)).toContain(state.id);
    });
  });
});
