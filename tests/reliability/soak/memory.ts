import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { sleep } from "../../../provider/api/clock";
import { Provider } from "../../support/engine/provider";
import { SmallEngine } from "../../support/small-engine";
import { workshop } from "../../support/workshop";
import { Dice } from "../dice";
import { addUsers } from "../wishes";
import { ChangingProgram } from "./program";
import { weathered } from "./weather";

const people = 4;
const share = 0.01;
const days = 20;
const every = 1_200_000;

/** Bytes that one run of the provider holds after each hour in which it has read a whole stack every twenty minutes. */
export async function heldBytes(seed: number, hours: number): Promise<number[]> {
  const dice = new Dice(seed);
  const place = workshop();
  const program = new ChangingProgram(dice, addUsers(place, people));
  for (let day = 0; day < days; day++) program.change();
  const engine = new SmallEngine(place, { seed });
  await engine.up(program.program);
  const provider = new Provider(weathered(place, dice, share, () => {}));
  const held: number[] = [];
  for (let hour = 0; hour < hours; hour++) {
    for (let minutes = 0; minutes < 3_600_000; minutes += every) {
      const { entries } = engine.snapshot;
      const reads = entries.map(({ token, id, outputs }) => provider.read(token, id, outputs));
      await Promise.allSettled(reads);
      await sleep(place.clock, every);
    }
    place.calls();
    collectGarbage();
    held.push(process.memoryUsage().heapUsed);
  }
  return held;
}

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;
