import { sleep } from "../../provider/api/clock";
import type { Session } from "../../provider/lifecycle/session/session";
import type { Bag } from "../dynamic/shell";
import { changed, endsWithDestroy, everyKind, firstUpdate, kindsThat } from "../kernel/facts";
import { type Declaration, newProject } from "../lifecycle/house";
import { type Workshop, workshop } from "../support/workshop";
import { Dice } from "./dice";
import { withSeeds } from "./reckoning";
import {
  deleted,
  expectAsItWas,
  type Fate,
  type Kept,
  refreshed,
  shellOf,
  updated,
  vanish,
} from "./support-reads";
import { addUsers, anotherWish } from "./wishes";

const seeds = 8;
const steps = 8;

const models = ["gpt-4o", "gpt-5.1", "gpt-5-mini"];

/** One run, that makes, changes and ends objects of one collection while listings are twenty seconds behind. */
class Run {
  readonly #session: Session;
  #nth = 0;
  readonly alive: Kept[] = [];
  readonly ended: Kept[] = [];

  constructor(
    private readonly place: Workshop,
    private readonly declaration: Declaration,
    private readonly wishes: Bag[],
    private readonly dice: Dice,
  ) {
    this.#session = place.session();
  }

  async step(): Promise<void> {
    const { dice } = this;
    const choice = dice.between(1, 4);
    if (choice === 1 || this.alive.length === 0) await this.#make();
    else if (choice === 2) await this.#change(dice.pick(this.alive));
    else if (choice === 3 && endsWithDestroy(this.declaration)) await this.#end(dice.pick(this.alive));
    else await sleep(this.place.clock, dice.between(0, 15_000));
  }

  async #make(): Promise<void> {
    const args = this.wishes[this.#nth++];
    if (!args) return;
    const { declaration } = this;
    const state = await shellOf({ declaration }, this.#session).create(args);
    this.alive.push({ declaration, args, state });
  }

  async #change(it: Kept): Promise<void> {
    const change = firstUpdate(this.declaration)?.change;
    if (!change) return;
    const news = changed(it.args, change);
    const state = await updated(it, news, this.#session);
    if (state === "dropped" || state instanceof Error) throw state;
    Object.assign(it, { args: news, state });
  }

  async #end(it: Kept): Promise<void> {
    expect(await deleted(it, this.#session)).toBe("dropped");
    this.alive.splice(this.alive.indexOf(it), 1);
    this.ended.push(it);
  }

  /** Whatever the listings say, the run knows what it did. */
  async look(): Promise<void> {
    const fates = await Promise.all(this.alive.map((it) => refreshed(it, this.#session)));
    for (const [index, fate] of fates.entries()) {
      const it = this.alive[index];
      if (it) expectAsItWas(it, fate);
    }
    const gone = await Promise.all(this.ended.map((it) => refreshed(it, this.#session)));
    expect(gone).toEqual(this.ended.map(() => "dropped"));
  }
}

async function wishesFor(place: Workshop, declaration: Declaration, count: number): Promise<Bag[]> {
  const users = addUsers(place, count);
  const home = { projectId: await newProject(place) };
  const wishes: Bag[] = [];
  for (let nth = 0; nth < count; nth++) {
    const args: Bag = await anotherWish(place, declaration, home, nth, users);
    // What is there already cannot be given another name.
    if (declaration.kind === "existing") args.model = models[nth];
    wishes.push(args);
  }
  return wishes;
}

describe("R13: listings are twenty seconds behind what the run itself has done", () => {
  it.each(everyKind)(
    "and every %s is as the run left it, whenever it is looked at",
    async (_, declaration) => {
      await withSeeds(seeds, async (seed) => {
        const dice = new Dice(seed);
        const place = workshop();
        const wishes = await wishesFor(place, declaration, 3);
        place.emulator.advance(600);
        place.emulator.lag({ listSeconds: 20 });
        const run = new Run(place, declaration, wishes, dice);
        for (let step = 0; step < steps; step++) {
          await run.step();
          if (dice.chance(0.7)) await run.look();
        }
        await run.look();
      });
    },
  );
});

const erased = kindsThat(({ kind }) => kind !== "existing");

describe("R13: listings do not show yet what the run before this one has made", () => {
  it.each(erased)("and no %s is taken for gone because others really are", async (_, declaration) => {
    await withSeeds(seeds, async (seed) => {
      const dice = new Dice(seed);
      const place = workshop();
      const wishes = await wishesFor(place, declaration, 6);
      const make = async (args: Bag): Promise<Kept> => {
        const state = await shellOf({ declaration }, place.session()).create(args);
        return { declaration, args, state };
      };
      const lost: Kept[] = [];
      for (const args of wishes.splice(0, dice.between(0, 3))) lost.push(await make(args));
      place.emulator.advance(600);
      for (const it of lost) await vanish(place, it);
      place.emulator.lag({ listSeconds: 20 });
      const young: Kept[] = [];
      for (const args of wishes.splice(0, dice.between(1, 3))) young.push(await make(args));
      await sleep(place.clock, dice.between(0, 8_000));

      const session = place.session();
      const look = async (it: Kept): Promise<Fate> => {
        await sleep(place.clock, dice.between(0, 3_000));
        return refreshed(it, session);
      };
      const [seen, missed] = await Promise.all([Promise.all(young.map(look)), Promise.all(lost.map(look))]);
      for (const [index, fate] of seen.entries()) {
        const it = young[index];
        if (it) expectAsItWas(it, fate);
      }
      expect(missed).toEqual(lost.map(() => "dropped"));
    });
  });
});
