import { createHash } from "node:crypto";
import { seedKeys } from "../../emulator";
import type { Session } from "../../provider/lifecycle/session/session";
import { changed, endsWithDestroy, everyKind, firstUpdate, kindsThat } from "../kernel/facts";
import { argsOf, everyObject } from "../lifecycle/house";
import { withRealParents } from "../support/fixtures";
import { type Workshop, workshop } from "../support/workshop";
import { Dice } from "./dice";
import { withSeeds } from "./reckoning";
import {
  created,
  deleted,
  expectAsItWas,
  type Fate,
  type Kept,
  keep,
  keptAfter,
  refreshed,
  runThrough,
  shuffled,
  updated,
  World,
} from "./support-reads";

const seeds = 100;
const atOnce = 2000;

/** Which keys stop working. */
const revocations = [[seedKeys.admin], [seedKeys.project], [seedKeys.admin, seedKeys.project]];

interface DoomedRun {
  session: Session;
  /** How long the run went on without its keys. */
  lasted(): number;
  /** The keys work again, for whoever looks at what is left. */
  pardon(): void;
}

/** A run of which some keys are revoked after so many requests. */
function doomedRun(place: Workshop, keys: readonly string[], after: number): DoomedRun {
  const hashes = keys.map((key) => createHash("sha256").update(key).digest("hex"));
  const { admin_keys, project_keys } = place.emulator.state().tables;
  const dead = <Row extends { hash: string }>(rows: Row[]) =>
    rows.filter(({ hash }) => hashes.includes(hash));
  const left = <Row extends { hash: string }>(rows: Row[]) =>
    rows.filter(({ hash }) => !hashes.includes(hash));
  let requests = 0;
  let at: number | undefined;
  const session = runThrough(place, (request, on) => {
    if (requests++ === after) {
      at = place.clock.now();
      const state = place.emulator.state();
      state.tables.admin_keys = left(state.tables.admin_keys);
      state.tables.project_keys = left(state.tables.project_keys);
      place.emulator.restore(state);
    }
    return on(request);
  });
  return {
    session,
    lasted: () => (at === undefined ? 0 : place.clock.now() - at),
    pardon() {
      const state = place.emulator.state();
      state.tables.admin_keys = [...dead(admin_keys), ...left(state.tables.admin_keys)];
      state.tables.project_keys = [...dead(project_keys), ...left(state.tables.project_keys)];
      place.emulator.restore(state);
    },
  };
}

/** The error says which key does not work, and shows none. */
function expectUnauthorized({ message }: Error): void {
  expect(message).toContain("was answered with 401");
  expect(message).toMatch(/openai:(adminApiKey|apiKey) \(or the environment variable/);
  expect(message).not.toMatch(/sk-(admin|proj)-(test|other)/);
}

type Deed = (it: Kept, session: Session) => Promise<Fate>;

const deeds: Record<string, Deed> = {
  refresh: refreshed,
  update: (it, session) => {
    const change = firstUpdate(it.declaration)?.change;
    return change ? updated(it, changed(it.args, change), session) : refreshed(it, session);
  },
  delete: (it, session) => (endsWithDestroy(it.declaration) ? deleted(it, session) : refreshed(it, session)),
};

describe("R10: a key is revoked in the middle of a run", () => {
  let world: World;
  const all: Kept[] = [];

  beforeAll(async () => {
    world = await World.of(async (place) => {
      for (const [, declaration] of everyKind) {
        const sample = firstUpdate(declaration);
        const args = sample && (await withRealParents(place, declaration, sample.args));
        all.push(await keep(place, declaration, { args }));
      }
    });
  });

  it("it ends at once with errors: what was done is kept, and nothing else is dropped or changed", async () => {
    const refused = new Map<string, number>();
    await withSeeds(seeds, async (seed) => {
      const dice = new Dice(seed);
      const place = world.enter();
      const { session, lasted, pardon } = doomedRun(place, dice.pick(revocations), dice.between(0, 12));
      const plan = shuffled(dice, all)
        .slice(0, 12)
        .map((it) => ({ it, deed: dice.pick(Object.keys(deeds)) }));
      const fates: Fate[] = [];
      const sideBySide = dice.chance(0.5);
      const work = plan.map(
        ({ it, deed }) =>
          () =>
            (deeds[deed] ?? refreshed)(it, session),
      );
      if (sideBySide) fates.push(...(await Promise.all(work.map((start) => start()))));
      else for (const start of work) fates.push(await start());
      expect(lasted()).toBeLessThan(atOnce);
      pardon();
      for (const [index, { it, deed }] of plan.entries()) {
        const fate = fates[index] ?? "dropped";
        if (fate instanceof Error) {
          expectUnauthorized(fate);
          refused.set(deed, (refused.get(deed) ?? 0) + 1);
        }
        const later = await refreshed(keptAfter(it, fate), place.session());
        if (fate === "dropped")
          expect([it.declaration.token, deed, later]).toEqual([it.declaration.token, "delete", "dropped"]);
        else expectAsItWas(keptAfter(it, fate), later);
      }
    });
    for (const deed of Object.keys(deeds)) expect(refused.get(deed)).toBeGreaterThan(seeds);
  });
});

const made = kindsThat(({ kind }) => kind !== "existing");

describe("R10: a key is revoked while something is made", () => {
  it.each(made)("a %s is made and kept, or was not made", async (_, declaration) => {
    const origin = workshop();
    const args = await argsOf(origin, declaration);
    const before = await everyObject(origin, declaration, args);
    const keys = [seedKeys.admin, seedKeys.project];
    for (let after = 0; after < 4; after++) {
      const place = workshop();
      place.emulator.restore(origin.emulator.state());
      const { session, lasted, pardon } = doomedRun(place, keys, after);
      const fate = await created(declaration, args, session);
      expect(lasted()).toBeLessThan(atOnce);
      pardon();
      const ids = (await everyObject(place, declaration, args)).filter((id) => !before.includes(id));
      expect(ids).toEqual(fate.state ? [fate.state.id] : []);
      if (fate.error) expectUnauthorized(fate.error);
    }
  });
});
