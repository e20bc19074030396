import { withSeeds } from "../reliability/reckoning";
import {
  type Entry,
  type Outcome,
  type Program,
  type RunOptions,
  SmallEngine,
} from "../support/small-engine";
import { type Workshop, workshop } from "../support/workshop";

/** A stack in a world of its own, and what the world was like before its first run. */
export interface Scene {
  place: Workshop;
  engine: SmallEngine;
  before: Tables;
}

/** Who made something once more has not changed what may be done. */
const meaningless = {
  seq: undefined,
  last_used_at: undefined,
  created_at: undefined,
  added_at: undefined,
  last_active_at: undefined,
  // Of a webhook endpoint that is adopted nobody knows the secret: it gets another one.
  ...{
    updated_at: undefined,
    secret_hash: undefined,
    old_secret_hash: undefined,
    signing_secret_hint: undefined,
  },
};

export type Tables = Record<string, string[]>;

/** Everything that the server holds, as far as a difference means something. */
export function tablesOf(place: Workshop): Tables {
  const tables: Record<string, object[]> = place.emulator.state().tables;
  return Object.fromEntries(
    Object.entries(tables).map(([name, rows]) => [
      name,
      rows
        .map((row) =>
          JSON.stringify({ ...row, ...meaningless, ...("principal_id" in row ? { id: "" } : {}) }),
        )
        .sort(),
    ]),
  );
}

/** A step that went through. */
export async function succeed(work: Promise<Outcome>): Promise<string[]> {
  const { errors, killed, steps } = await work;
  expect({ errors, killed }).toEqual({ errors: [], killed: false });
  return steps;
}

/** A step that failed: what it said. */
export async function fail(work: Promise<Outcome>): Promise<string> {
  const { errors } = await work;
  expect(errors).not.toEqual([]);
  return errors.join("\n");
}

export async function beKilled(work: Promise<Outcome>): Promise<void> {
  const { errors, killed } = await work;
  expect({ errors, killed }).toEqual({ errors: [], killed: true });
}

/** The state holds exactly what the program says, and the next preview has nothing to do. */
export async function expectSettled({ engine }: Pick<Scene, "engine">, program: Program): Promise<void> {
  expect(engine.snapshot.entries.map(nameOf).sort()).toEqual(program.map(({ name }) => name).sort());
  expect(await succeed(engine.preview(program))).toEqual([]);
}

const nameOf = ({ name, pendingDelete, pendingReplacement }: Entry): string =>
  `${name}${pendingDelete ? " (pending delete)" : ""}${pendingReplacement ? " (pending replacement)" : ""}`;

export async function expectDestroyed(scene: Scene, options: RunOptions = {}): Promise<void> {
  await succeed(scene.engine.destroy(options));
  expect(scene.engine.snapshot.entries).toEqual([]);
  expect(tablesOf(scene.place)).toEqual(scene.before);
}

/** What the server holds once a stack of nothing but this program is there, in a world like the scene's. */
export async function tablesWith<T>(
  set: (place: Workshop) => Promise<T>,
  program: (given: T) => Program,
): Promise<Tables> {
  const place = workshop();
  const given = await set(place);
  place.emulator.advance(600);
  await succeed(new SmallEngine(place).up(program(given)));
  return tablesOf(place);
}

/** A scene for each seed; `set` makes what is there before the stack. */
export async function scenes<T>(
  count: number,
  set: (place: Workshop) => Promise<T>,
  play: (scene: Scene, given: T) => Promise<void>,
  hints = true,
): Promise<void> {
  await withSeeds(count, async (seed) => {
    const place = workshop();
    const given = await set(place);
    place.emulator.advance(600);
    place.calls();
    const engine = new SmallEngine(place, { seed, hints });
    await play({ place, engine, before: tablesOf(place) }, given);
  });
}
