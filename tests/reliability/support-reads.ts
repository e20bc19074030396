import type { WireRequest, WireResponse } from "../../provider/api/wire";
import type { Properties } from "../../provider/kernel/values";
import { Session } from "../../provider/lifecycle/session/session";
import { type Bag, initFailedOf, Shell, type State } from "../dynamic/shell";
import { everyKind, firstUpdate, livesInProject, livesInProjectOfKey } from "../kernel/facts";
import { argsOf, type Declaration, Project, removeByHand } from "../lifecycle/house";
import { addProjectKey, type Home, slowDown, withRealParents } from "../support/fixtures";
import { type Workshop, workshop } from "../support/workshop";
import type { Dice } from "./dice";

/** A resource as the engine keeps it, with the arguments of the program that made it. */
export interface Kept {
  declaration: Declaration;
  args: Bag;
  state: State;
}

/** One object of a kind, old enough that nobody has to wait for it. */
export async function keep(
  place: Workshop,
  declaration: Declaration,
  { home = {}, also = {}, args }: { home?: Home; also?: Bag; args?: Bag } = {},
): Promise<Kept> {
  const said: Bag = { ...(args ?? (await argsOf(place, declaration, home))), ...also };
  if (declaration.credential === "project" && home.apiKey !== undefined) said.apiKey = home.apiKey;
  const state = await new Shell(declaration.token, () => place.session()).create(said);
  place.emulator.advance(600);
  place.calls();
  return { declaration, args: said, state };
}

export const shellOf = ({ declaration }: { declaration: Declaration }, session: Session): Shell =>
  new Shell(declaration.token, () => session);

/** What became of a resource: its new state, that the engine drops it, or an error, after which the old state stays. */
export type Fate = State | "dropped" | Error;

async function fateOf(work: Promise<State | undefined>): Promise<Fate> {
  try {
    return (await work) ?? "dropped";
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}

export const refreshed = (it: Kept, session: Session): Promise<Fate> =>
  fateOf(shellOf(it, session).refresh(it.state));

/** Done, or the error after which the engine keeps the resource. */
export const deleted = (it: Kept, session: Session): Promise<Fate> =>
  fateOf(
    shellOf(it, session)
      .delete(it.state)
      .then(() => undefined),
  );

export const updated = (it: Kept, news: Bag, session: Session): Promise<Fate> =>
  fateOf(shellOf(it, session).update(it.state, news));

/** What the engine keeps of a resource that is made: also of one that exists and is not finished. */
export async function created(
  declaration: Declaration,
  args: Bag,
  session: Session,
): Promise<{ state?: State; error?: Error }> {
  const shell = shellOf({ declaration }, session);
  const inputs = await shell.inputs(args);
  try {
    return { state: await shell.create(args) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (!("properties" in error)) return { error };
    const { state } = await initFailedOf(Promise.reject(error), inputs);
    return { state, error };
  }
}

/** The resource as the engine keeps it after this: an error changes nothing, unless it hands over a state. */
export function keptAfter(it: Kept, fate: Fate): Kept {
  if (fate === "dropped") return it;
  if (!(fate instanceof Error)) return { ...it, state: fate };
  const outputs = "properties" in fate ? (fate.properties as Bag) : it.state.outputs;
  return { ...it, state: { ...it.state, outputs } };
}

/** Somebody removes it, over the API where that has a call for it. */
export const vanish = (place: Workshop, { declaration, state, args }: Kept): Promise<void> =>
  removeByHand(place, {
    declaration,
    args: {},
    saved: { id: state.id, live: state.outputs as Properties, memo: {} },
    ...(typeof args.apiKey === "string" ? { apiKey: args.apiKey } : {}),
  });

/** What a refresh must leave as it was. */
function steady({ declaration, state }: Kept): Bag {
  const entries = Object.entries(state.outputs);
  return Object.fromEntries(entries.filter(([name]) => !declaration.props[name]?.options.volatile));
}

/** The refresh found the object, as it was. */
export function expectAsItWas(it: Kept, fate: Fate): void {
  const name = `${it.declaration.token} ${it.state.id}`;
  if (fate === "dropped") throw new Error(`${name} was dropped from the state`);
  if (fate instanceof Error) throw new Error(`${name}: ${fate.message}`);
  expect(fate.id).toBe(it.state.id);
  expect(fate.inputs).toEqual(it.state.inputs);
  expect(fate.outputs).toMatchObject(steady(it));
}

/** A run whose requests pass through somebody in between. */
export function runThrough(
  place: Workshop,
  between: (
    request: WireRequest,
    on: (request: WireRequest) => Promise<WireResponse>,
  ) => Promise<WireResponse>,
): Session {
  const { raw, surroundings } = place.session();
  const { wire } = surroundings;
  return new Session(raw, {
    ...surroundings,
    wire: (request, signal) => between(request, (sent) => wire(sent, signal)),
  });
}

/** The same answer with another status and body: its headers, with the server's time, stay. */
export function withBody({ headers }: WireResponse, status: number, body: unknown): WireResponse {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return {
    status,
    headers,
    body: (async function* () {
      yield Buffer.from(text);
    })(),
  };
}

/** A place in which things have been for a while, to be entered again and again. */
export class World {
  private constructor(private readonly state: ReturnType<Workshop["emulator"]["state"]>) {}

  static async of(furnish: (place: Workshop) => Promise<unknown>): Promise<World> {
    const place = workshop();
    await furnish(place);
    return new World(place.emulator.state());
  }

  enter(): Workshop {
    const place = workshop();
    place.emulator.restore(this.state);
    // Not of the state: that jobs go on for days.
    slowDown(place);
    return place;
  }
}

/** A project, a key of it, and one of everything that can live in it. */
export interface Tree {
  projectId: string;
  apiKey: string;
  project: Kept;
  kept: Kept[];
}

/** What can be changed is made from the example that shows a change. */
export async function treeIn(place: Workshop, name: string): Promise<Tree> {
  const project = await keep(place, Project, { args: { name } });
  const projectId = project.state.id;
  const apiKey = `sk-proj-of-${name}`;
  addProjectKey(place, apiKey, projectId);
  const kept: Kept[] = [];
  for (const [, declaration] of everyKind) {
    const ofKey = livesInProjectOfKey(declaration);
    if (declaration === Project || !(ofKey || livesInProject(declaration))) continue;
    const home = { projectId, ...(ofKey ? { apiKey } : {}) };
    const sample = firstUpdate(declaration);
    const args = sample && (await withRealParents(place, declaration, sample.args, home));
    kept.push(await keep(place, declaration, { home, args, also: ofKey ? { projectId } : {} }));
  }
  return { projectId, apiKey, project, kept };
}

/** All that there is, but for what moves by being looked at. */
export function tablesOf(place: Workshop): unknown {
  const { tables } = place.emulator.state();
  const moving = ["last_used_at", "last_active_at", "updated_at", "under_way"];
  return JSON.parse(JSON.stringify(tables, (name, value) => (moving.includes(name) ? undefined : value)));
}

export function shuffled<T>(dice: Dice, list: readonly T[]): T[] {
  const ranked = list.map((item) => ({ item, rank: dice.throw() }));
  return ranked.sort((a, b) => a.rank - b.rank).map(({ item }) => item);
}
