import { memoName, upgradeState } from "../../provider/kernel/upgrade";
import { isObject } from "../../provider/kernel/values";
import { factsOf, keysOf, namesOfHomes, partsOf, spelled } from "./facts";
import type { StateResource } from "./last-state";

/** A resource of the last state with what a hint may say of it: ids, names and simple values, nothing else. */
export interface Entry {
  urn: string;
  token: string;
  type: string;
  name: string;
  id: string;
  keys: string[];
  /** The argument whose default is the name, as it was. */
  title?: string;
  lease?: string;
  restoreTo?: Record<string, string | number | boolean>;
  untold?: Record<string, string | number | boolean>;
  /** What may be given in the stead of parts of its id, such as a model's name. */
  instead?: Record<string, string | number | boolean>;
  /** Its outputs hold a secret that no answer of the API will carry again. */
  secret?: boolean;
  /** What a replaced resource had before: nobody can tell whether it was ended since. */
  left?: boolean;
  isSecret: boolean;
}

/** The last state, ordered by what is asked of it. */
export interface LastState {
  byUrn(urn: string): Entry | undefined;
  named(token: string, name: string): Entry[];
  /** Those that have the object with this key. */
  having(key: string): readonly Entry[];
  ofKind(token: string): readonly Entry[];
  /** Logical names of others that live in the object. */
  livingIn(entry: Entry, most: number): string[];
}

export function lastStateOf(resources: StateResource[]): LastState {
  const urns = new Map<string, Entry>();
  const keys = new Map<string, Entry[]>();
  const kinds = new Map<string, Entry[]>();
  const homes = new Map<string, string[]>();
  const homeNames = namesOfHomes();
  for (const written of resources) {
    const resource = { ...written, outputs: upgraded(written) };
    const outputs = plain(resource.outputs).value;
    for (const name of homeNames) {
      if (typeof outputs[name] === "string") put(homes, `${name}=${outputs[name]}`, resource.urn);
    }
    const entry = entryOf(resource);
    if (!entry) continue;
    urns.set(entry.urn, entry);
    put(kinds, entry.token, entry);
    for (const key of entry.keys) put(keys, key, entry);
    const left = leftBehind(entry, outputs);
    for (const key of left?.keys ?? []) if (left) put(keys, key, left);
  }
  const names = new Map(resources.map(({ urn, name }) => [urn, name]));
  return {
    byUrn: (urn) => urns.get(urn),
    named: (token, name) => (kinds.get(token) ?? []).filter((entry) => entry.name === name),
    having: (key) => keys.get(key) ?? [],
    ofKind: (token) => kinds.get(token) ?? [],
    livingIn({ urn, token, id }, most) {
      const facts = factsOf(token);
      // A link has nothing living in it: its ends belong to others.
      const last = facts?.kind === undefined ? facts?.id.at(-1) : undefined;
      const value = last && facts && partsOf(facts, id)?.[last];
      // Another resource that holds the very same object does not live in it.
      const isOther = (other: string) =>
        other !== urn && !(urns.get(other)?.token === token && urns.get(other)?.id === id);
      const inside = (homes.get(`${last}=${value}`) ?? []).filter(isOther);
      return inside.slice(0, most).map((other) => names.get(other) ?? "");
    },
  };
}

/** As it would be if today's version had written it. One that a later version has written is an error, and no help. */
function upgraded({ token, outputs }: StateResource): Bag {
  return isObject(outputs) ? upgradeState(factsOf(token)?.was ?? {}, outputs) : {};
}

function put<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/** Undefined where the state does not tell which object it is. */
function entryOf({ urn, type, token, name, outputs }: StateResource): Entry | undefined {
  const facts = factsOf(token);
  if (!facts) return undefined;
  const told = [...facts.id, ...(facts.untold ?? [])];
  const { value: properties, isSecret } = plain(outputs, [...told, "restoreTo"]);
  const parts = facts.id.map((part) => spelled(facts, part, properties[part]));
  if (parts.includes(undefined)) return undefined;
  const lease = isObject(properties[memoName]) ? properties[memoName].lease : undefined;
  const title = facts.named === undefined ? undefined : properties[facts.named];
  const restoreTo = isObject(properties.restoreTo) ? everySimple(properties.restoreTo) : undefined;
  const untold = facts.untold && onlySimple(properties, facts.untold);
  const instead = facts.instead && onlySimple(properties, Object.values(facts.instead));
  const secret = (facts.secrets ?? []).some((name) => properties[name] !== undefined);
  return {
    urn,
    token,
    type,
    name,
    id: facts.only ?? parts.join("/"),
    keys: keysOf(facts, properties),
    ...(typeof title === "string" ? { title } : {}),
    ...(typeof lease === "string" ? { lease } : {}),
    ...(restoreTo ? { restoreTo } : {}),
    ...(untold ? { untold } : {}),
    ...(instead ? { instead } : {}),
    ...(secret ? { secret } : {}),
    isSecret,
  };
}

/**
 * The link or row that a replaced resource had before. Until the engine has ended it, as after a run that was cut off, it is
 * told nowhere else: what waits for its deletion is not among a stack's outputs.
 */
function leftBehind(entry: Entry, outputs: Bag): Entry | undefined {
  const facts = factsOf(entry.token);
  const from = isObject(outputs[memoName]) ? outputs[memoName].from : undefined;
  if (!facts || !isObject(from) || typeof from.id !== "string") return undefined;
  const parts = partsOf(facts, from.id);
  if (!parts) return undefined;
  const { urn, token, type, name, isSecret } = entry;
  const keys = keysOf(facts, { ...(isObject(from.instead) ? from.instead : {}), ...parts });
  return {
    ...{ urn, token, type, name, id: from.id, isSecret, keys, left: true },
    ...(typeof from.lease === "string" ? { lease: from.lease } : {}),
    ...(isObject(from.restoreTo) ? { restoreTo: everySimple(from.restoreTo) } : {}),
  };
}

type Bag = Record<string, unknown>;

/** How the engine marks a secret on the wire. */
const signature = "4dabf18193072939515e22adb298388d";
const secret = "1b47061264138c4ac30d75fd1eb44270";

/** The properties without marks, and whether one of those that will be told was marked. */
function plain(outputs: Bag, told: string[] = []): { value: Bag; isSecret: boolean } {
  let isSecret = false;
  const value: Bag = {};
  for (const [name, property] of Object.entries(outputs)) {
    const isMarked = isObject(property) && property[signature] === secret;
    value[name] = isMarked ? property.value : property;
    if (isMarked && told.includes(name)) isSecret = true;
  }
  return { value, isSecret };
}

function everySimple(bag: Bag): Record<string, string | number | boolean> {
  return onlySimple(bag, Object.keys(bag));
}

function onlySimple(bag: Bag, names: string[]): Record<string, string | number | boolean> {
  const simple: Record<string, string | number | boolean> = {};
  for (const name of names) {
    const value = bag[name];
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean")
      simple[name] = value;
  }
  return simple;
}
