import { sleep } from "../../../provider/api/clock";
import { SmallEngine } from "../../support/small-engine";
import { type Workshop, workshop } from "../../support/workshop";
import { Dice } from "../dice";
import { addUsers } from "../wishes";
import { held, inventory } from "./inventory";
import { ChangingProgram } from "./program";
import { weathered } from "./weather";

const hour = 3_600_000;
const people = 4;
/** So many commands in bad weather, then one in good weather, and all is counted. */
const between = 6;
/** Share of the exchanges that go wrong. */
const share = 0.01;

/** What was counted. */
export interface Tally {
  commands: number;
  failed: number;
  calls: number;
  /** Exchanges that went wrong. */
  faults: number;
  /** Objects that live and that no state holds, that a state holds and do not live, and that a state holds twice. */
  orphans: string[];
  lost: string[];
  duplicates: string[];
}

/** A stack whose program changes from day to day, in an organization where one exchange in a hundred goes wrong. */
export async function soak(seed: number, hours: number): Promise<Tally> {
  const dice = new Dice(seed);
  const place = workshop();
  const users = addUsers(place, people);
  const program = new ChangingProgram(dice, users);
  let isFair = false;
  const inWeather = () => weathered(place, dice, share, () => tally.faults++);
  const there: Workshop = { ...place, session: () => (isFair ? place.session() : inWeather()) };
  const engine = new SmallEngine(there, { seed });
  const before = await inventory(place, [], users);
  const tally: Tally = { commands: 0, failed: 0, calls: 0, faults: 0, orphans: [], lost: [], duplicates: [] };
  const run = async (command: Promise<{ errors: string[] }>): Promise<void> => {
    const { errors } = await command;
    tally.commands++;
    tally.calls += place.calls().length;
    if (errors.length > 0) tally.failed++;
    if (isFair && errors.length > 0) throw new Error(`in good weather: ${errors.join("\n")}`);
  };

  const add = (list: string[], names: string[]) => list.push(...names.filter((name) => !list.includes(name)));
  const count = async () => {
    const { entries } = engine.snapshot;
    const alive = await inventory(place, entries, users);
    const { objects, also } = held(entries);
    const known = new Set([...before, ...objects, ...also]);
    add(
      tally.orphans,
      [...alive].filter((name) => !known.has(name)),
    );
    add(
      tally.lost,
      objects.filter((name) => !alive.has(name)),
    );
    add(
      tally.duplicates,
      objects.filter((name, index) => objects.indexOf(name) !== index),
    );
  };

  const end = place.clock.now() + hours * hour;
  while (place.clock.now() < end) {
    for (let nth = 0; nth < between; nth++) {
      if (dice.chance(0.6)) program.change();
      if (dice.chance(0.3)) await run(engine.refresh());
      if (dice.chance(0.2)) await run(engine.preview(program.program));
      await run(engine.up(program.program, { continueOnError: dice.chance(0.5) }));
      await sleep(place.clock, dice.between(1, 20) * 60_000);
    }
    isFair = true;
    await run(engine.up(program.program));
    await run(engine.refresh());
    await count();
    isFair = false;
  }
  isFair = true;
  await run(engine.destroy());
  await count();
  return tally;
}
