import { sleep } from "../../provider/api/clock";
import type { RawSettings } from "../../provider/api/settings";
import type { Declaration } from "../../provider/kernel/declaration";
import { collectionOf, formatPath } from "../../provider/kernel/identity";
import type { Properties } from "../../provider/kernel/values";
import { Session } from "../../provider/lifecycle/session/session";
import { type Bag, Shell, type State } from "../dynamic/shell";
import { everyObject, newProject, noted, route, type Sent } from "../lifecycle/house";
import { create } from "../support/entries";
import { type Workshop, workshop } from "../support/workshop";
import { Dice } from "./dice";
import { addUsers, anotherWish } from "./wishes";

type Fault = Parameters<Workshop["emulator"]["fault"]>[0];
type Action = Fault["action"];

/** One member of a family of faults; chance decides which. */
export type Family = (dice: Dice) => Action;

/** One resource of a program. */
interface Wish {
  declaration: Declaration;
  args: Properties;
  /** Which of the programs that run side by side wants it. */
  program: number;
}

export interface Outcome extends Wish {
  state?: State;
  error?: Error;
  /** How often the engine called Create for it. */
  attempts: number;
}

export interface Aftermath {
  place: Workshop;
  outcomes: Outcome[];
  /** Ids that were there before the programs ran: other people's. */
  before: string[];
  after: string[];
  /** The calls as the programs sent them, */
  sent: Sent[];
  /** and as the server saw them. */
  journal: ReturnType<Workshop["emulator"]["requests"]>;
  /** When the programs began, in virtual milliseconds. */
  began: number;
  said: string[];
}

const crowd = 8;

export interface Weather {
  seed: number;
  kinds: readonly Declaration[];
  family: Family;
  /** How often the engine calls Create again after an error. */
  retries?: number;
  /** Share of the creates that are hit, */
  share?: number;
  /** and the call of a kind after which none is. */
  until?: number;
  /** Settings of the programs, other than a workshop's. */
  settings?: (place: Workshop) => RawSettings;
  /** Arguments that are not the API's. */
  extra?: (declaration: Declaration) => Bag;
}

/** All that create sends to the path where objects of its kind are made. */
export function postsOf({ sent, outcomes }: Aftermath): Sent[] {
  const paths = outcomes.map(({ declaration, args }) => formatPath(declaration, declaration.at.create, args));
  return sent.filter(({ call }) => paths.some((path) => call === `POST ${path}`));
}

/** Eight resources made at once by one program or two, while the answers to their creates get lost. */
export async function storm(weather: Weather): Promise<Aftermath> {
  const { seed, kinds } = weather;
  const dice = new Dice(seed);
  const place = workshop();
  const wishes = await wishesOf(place, dice, kinds);
  await othersBefore(place, dice, wishes);
  const before = await everyId(place, wishes);
  for (const declaration of new Set(wishes.map((wish) => wish.declaration))) {
    installFaults(place, dice, declaration, weather);
  }
  place.calls();
  const began = place.clock.now();
  const settings = weather.settings?.(place);
  const programs = [0, 1].map(() => noted(place, shaken(place.session(settings), dice)));
  const starts = wishes.map(() => (dice.chance(0.5) ? 0 : dice.between(0, 30_000)));
  const outcomes = await Promise.all(
    wishes.map(async (wish, index): Promise<Outcome> => {
      await sleep(place.clock, starts[index] ?? 0);
      const { session } = programs[wish.program] ?? noted(place);
      return engineCreate(session, wish, weather);
    }),
  );
  place.emulator.clearFaults();
  // What was given up long ago may still be carried out; nothing may be under way when all is counted.
  await sleep(place.clock, 600_000);
  const journal = place.emulator.requests();
  const sent = programs.flatMap((program) => program.sent);
  const after = await everyId(place, wishes);
  return { place, outcomes, before, after, sent, journal, began, said: place.said };
}

/** What the engine does: Create, and where it is told to, Create again after each error. */
async function engineCreate(
  session: Session,
  wish: Wish,
  { retries = 0, extra = () => ({}) }: Weather,
): Promise<Outcome> {
  const shell = new Shell(wish.declaration.token, () => session);
  const program = { ...wish.args, ...extra(wish.declaration) };
  for (let attempts = 1; ; attempts++) {
    try {
      return { ...wish, attempts, state: await shell.create(program) };
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      if (attempts > retries) return { ...wish, attempts, error };
    }
  }
}

/** A run whose pauses chance shakes. */
function shaken({ raw, surroundings }: Session, dice: Dice): Session {
  return new Session(raw, { ...surroundings, random: () => dice.throw() });
}

async function wishesOf(place: Workshop, dice: Dice, kinds: readonly Declaration[]): Promise<Wish[]> {
  const users = kinds.some(({ props }) => "userId" in props) ? addUsers(place, crowd) : [];
  const home = kinds.some(({ props }) => props.projectId) ? { projectId: await newProject(place) } : {};
  const wishes: Wish[] = [];
  for (let nth = 0; nth < crowd; nth++) {
    const declaration = dice.pick(kinds);
    const earlier = wishes.filter((wish) => wish.declaration === declaration);
    // Two who want the same are of one program: those of two programs nobody could tell apart.
    if (earlier.length > 0 && dice.chance(0.5)) wishes.push(dice.pick(earlier));
    else {
      const args = await anotherWish(place, declaration, home, nth, users);
      wishes.push({ declaration, args, program: dice.chance(0.25) ? 1 : 0 });
    }
  }
  return wishes;
}

/** Somebody has made the very same by hand, a minute ago. A link can only be made once. */
async function othersBefore(place: Workshop, dice: Dice, wishes: Wish[]): Promise<void> {
  for (const { declaration, args } of wishes) {
    if (declaration.kind !== "edge" && dice.chance(0.15)) await create(place.session(), declaration, args);
  }
  place.emulator.advance(60);
}

function installFaults(
  place: Workshop,
  dice: Dice,
  declaration: Declaration,
  { family, share = 0.6, until = crowd + 4 }: Weather,
): void {
  const of = { method: "POST", route: route(declaration.at.create) } as const;
  // Those that are sent again can be hit once more.
  for (let nth = 1; nth <= until; nth++) {
    if (dice.chance(share)) place.emulator.fault({ match: { ...of, nth }, action: family(dice) });
    else if (dice.chance(0.3)) {
      // Answered truly, but so late that others are already looking for what they have lost.
      const action = { type: "delay", ms: dice.between(1_000, 45_000), when: "after" } as const;
      place.emulator.fault({ match: { ...of, nth }, action });
    }
  }
}

/** Ids of all objects in the collections that the program uses, with their kinds. */
async function everyId(place: Workshop, wishes: Wish[]): Promise<string[]> {
  const collections = new Map<string, Wish>();
  for (const wish of wishes) {
    const { template } = collectionOf(wish.declaration);
    collections.set(`${wish.declaration.token} ${formatPath(wish.declaration, template, wish.args)}`, wish);
  }
  const ids = new Set<string>();
  for (const { declaration, args } of collections.values()) {
    for (const id of await everyObject(place, declaration, args)) ids.add(`${declaration.token} ${id}`);
  }
  return [...ids].sort();
}
