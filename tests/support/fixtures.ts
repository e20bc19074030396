import { createHash } from "node:crypto";
import { transitionKinds } from "../../emulator/behaviour/transitions";
import { routes, tables } from "../../emulator/routes/catalog";
import type { Table } from "../../emulator/state/table";
import { decode } from "../../provider/kernel/codec";
import {
  type Declaration,
  namesIn,
  type PropertyOptions,
  type Thing,
} from "../../provider/kernel/declaration";
import { exampleId, formatId, parseId } from "../../provider/kernel/identity";
import { isObject, type Properties, same, type Value } from "../../provider/kernel/values";
import { Operation } from "../../provider/lifecycle/session/operation";
import { catalog } from "../../provider/resources/catalog";
import { project } from "../../provider/resources/project";
import { create } from "./entries";
import type { Workshop } from "./workshop";

/** Where samples live, if not in a project of their own: the project, and a key of it. */
export interface Home {
  projectId?: string;
  apiKey?: string;
}

/** Arguments of one object of a kind: its first example, with real objects in place of those that it names. */
export function sampleArgs(place: Workshop, declaration: Declaration, home?: Home): Promise<Properties> {
  return withRealParents(place, declaration, declaration.examples[0]?.args ?? {}, home);
}

/** From now on no run comes to its end within a week, so that destroying one has something to end. */
export function slowDown({ emulator }: Workshop): void {
  for (const { kind, at } of catalog) {
    if (kind !== "run") continue;
    const what = paramOf(at.item)?.replace(/_id$/, "");
    const proceeds = transitionKinds.find((known) => known === what);
    if (!proceeds) throw new Error(`the emulator does not let a ${what} proceed`);
    emulator.transitions({ kind: proceeds, mode: "seconds", n: 9 * 86_400 });
  }
}

/** The arguments of an example with ids of real objects in place of its sample ids. */
export async function withRealParents(
  place: Workshop,
  declaration: Declaration,
  args: Properties,
  home: Home = {},
): Promise<Properties> {
  const real = await new Household(place, home).argumentsOf(declaration, args);
  place.calls();
  return real;
}

/** The objects that one sample needs, in one project. Each is made from its own sample, and made once. */
class Household {
  readonly #made = new Map<string, string>();

  constructor(
    readonly place: Workshop,
    readonly home: Home,
  ) {
    if (home.projectId !== undefined) this.#made.set(project.token, home.projectId);
  }

  async argumentsOf(declaration: Declaration, args: Properties): Promise<Properties> {
    const nth = countSample(this.place, declaration);
    return inFields(args, (name, said) => this.#real(declaration.props[name]?.options ?? {}, said, nth));
  }

  /** A value with real ids in it, however deep they are. */
  async #real({ of, ofFields, whose }: PropertyOptions, said: Value, nth: number): Promise<Value> {
    if (Array.isArray(said)) return inTurn(said, (one) => this.#real({ of, ofFields, whose }, one, nth));
    if (ofFields && isObject(said))
      return inFields(said, (field, value) => this.#real({ of: ofFields[field] }, value, nth));
    if (!of || typeof said !== "string" || !isSampleId(of, said)) return said;
    const made = catalog.find((one) => one === of);
    return made ? this.#idOf(made, said, whose) : this.#found(of, nth);
  }

  async #idOf(of: Declaration, said: string, whose: Properties = {}): Promise<string> {
    const key = of === project ? of.token : `${of.token} ${said}`;
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    const args = await this.argumentsOf(of, exampleOf(of, whose));
    const apiKey = of.credential === "project" ? this.home.apiKey : undefined;
    const { id } = await create(this.place.session(), of, args, apiKey);
    const own = lastOf(id);
    this.#made.set(key, own);
    return own;
  }

  /** Nothing in a program makes a person. A second sample is of somebody else: nobody can be in the same place twice. */
  async #found(of: Thing, nth: number): Promise<Value> {
    const ids = await everyId(this.place, of, {});
    // The first is the owner of the keys, whose turn comes last.
    return ids[(nth + 1) % ids.length];
  }
}

/** The first example that is like what is asked for. */
function exampleOf({ token, examples }: Declaration, whose: Properties): Properties {
  const found = examples.find(({ args }) =>
    Object.entries(whose).every(([name, value]) => same(args[name], value)),
  );
  if (!found) throw new Error(`no example of ${token} is like ${JSON.stringify(whose)}`);
  return found.args;
}

/** Ids of all objects in the collection that the arguments lead to, by a run of its own. */
export async function everyId(place: Workshop, declaration: Thing, args: Properties): Promise<string[]> {
  const session = place.session();
  const { items } = await session.collections.all(new Operation(session, declaration), args);
  return items.map((item) => formatId(declaration, decode(declaration, item, args)));
}

const lastOf = (id: string): string => id.split("/").at(-1) ?? "";

/** A built-in object, such as the role `role-api-project-owner`, is real as it stands. */
function isSampleId(of: Thing, id: string): boolean {
  const prefix = (text: string) => text.match(/^[a-z]+[_-]/)?.[0];
  return prefix(id) === prefix(lastOf(exampleId(of)));
}

async function inFields(
  fields: Properties,
  work: (name: string, value: Value) => Promise<Value>,
): Promise<Properties> {
  const done: Properties = {};
  for (const [name, value] of Object.entries(fields)) done[name] = await work(name, value);
  return done;
}

async function inTurn(values: Value[], work: (value: Value) => Promise<Value>): Promise<Value[]> {
  const done: Value[] = [];
  for (const value of values) done.push(await work(value));
  return done;
}

const samples = new WeakMap<Workshop, Map<string, number>>();

/** How many samples of a kind a workshop has seen before. */
function countSample(place: Workshop, { token }: Declaration): number {
  const counts = samples.get(place) ?? new Map<string, number>();
  samples.set(place, counts);
  const before = counts.get(token) ?? 0;
  counts.set(token, before + 1);
  return before;
}

/** Somebody at OpenAI removes an object that the API has no DELETE for: its row disappears from the state. */
export function removeRow(place: Workshop, declaration: Declaration, id: string): void {
  const state = place.emulator.state();
  const tables: Record<string, { id: string; project_id?: string | null }[]> = state.tables;
  const { name } = tableOf(declaration);
  const { projectId } = parseId(declaration, id);
  const isIt = (row: { id: string; project_id?: string | null }) =>
    row.id === lastOf(id) && (projectId === undefined || (row.project_id ?? row.id) === projectId);
  const rows = tables[name] ?? [];
  const kept = rows.filter((row) => !isIt(row));
  if (kept.length !== rows.length - 1)
    throw new Error(`${declaration.token} ${id} is not one row of ${name}`);
  tables[name] = kept;
  place.emulator.restore(state);
}

/** The emulator's name of a path of a declaration: it may call the ids in it otherwise. */
export function route(template: string): string {
  const form = (path: string) => path.replace(/\{\w+\}/g, "{}");
  const found = routes.find((one) => form(one.route) === form(template));
  if (!found) throw new Error(`the emulator does not serve ${template}`);
  return found.route;
}

/** The emulator's name of the last id in a path. */
const paramOf = (template: string): string | undefined => namesIn(route(template)).at(-1);

/** The table whose rows the path of one object names. */
function tableOf({ token, at }: Declaration): Table {
  const param = paramOf(at.item);
  const found = tables.find((table: Table) => table.param === param);
  if (!found) throw new Error(`no table of the emulator has the rows of a ${token}`);
  return found;
}

/** A key that works from now on, beside the seeded ones. */
export function addAdminKey(place: Workshop, key: string, organization = "org-emulator"): void {
  const state = place.emulator.state();
  const rows = state.tables.admin_keys;
  rows.push({
    id: `key_admin_${rows.length}`,
    seq: 1_000_000 + rows.length,
    organization_id: organization,
    hash: hashOf(key),
    redacted_value: "sk-...",
    owner_user_id: "user-alice",
  });
  place.emulator.restore(state);
}

export function addProjectKey(place: Workshop, key: string, projectId = "proj_default"): void {
  const state = place.emulator.state();
  const rows = state.tables.project_keys;
  rows.push({
    id: `key_project_${rows.length}`,
    seq: 1_100_000 + rows.length,
    project_id: projectId,
    name: "added",
    hash: hashOf(key),
    redacted_value: "sk-...",
    created_at: 1_700_000_000,
    last_used_at: null,
    expires_at: null,
    scopes: [],
    owner: { type: "user", id: "user-alice" },
  });
  place.emulator.restore(state);
}

const hashOf = (key: string) => createHash("sha256").update(key).digest("hex");
