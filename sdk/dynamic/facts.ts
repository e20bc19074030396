import { spellings } from "../../provider/kernel/spelling";

/** What the classes must know of a declaration, so that a program loads neither the kernel nor the client. */
export interface Facts {
  token: string;
  /** Outputs that are no arguments: each must be named to become an output. */
  outputs: string[];
  secrets?: string[];
  /** The argument whose default is the resource's name. */
  named?: string;
  ownKey?: boolean;
  /** The properties that the import id is made of, in its order. */
  id: string[];
  /** The id itself, where there is only one such object. */
  only?: string;
  /** Those of them that no program always gives, so that they are outputs: known wherever the id is known. */
  toldById?: string[];
  /** A link between other objects, or a row that is there without us. The others get an id of their own. */
  kind?: "edge" | "existing";
  /** By part of the id: the argument that may be given in its stead. */
  instead?: Record<string, string>;
  /** By property: how the API reads it. */
  spelling?: Record<string, keyof typeof spellings>;
  /** Of a row: what can be managed of it. */
  fields?: string[];
  /** Of a link: arguments that the API never tells. */
  untold?: string[];
  /** Other objects that this one is as well, as `<Token> <id>` with properties in braces. */
  also?: string[];
  /** By former name of a property: the present one. Spelt out here, for a program reads no types of the provider's. */
  was?: Readonly<Record<string, string>>;
}

const kinds = new Map<string, Facts>();

/** Every class makes its kind known when it is loaded: an entry of the state may be of any. */
export function introduce(facts: Facts): void {
  kinds.set(facts.token, facts);
}

export function factsOf(token: string): Facts | undefined {
  return kinds.get(token);
}

/** The names by which what lives in an object tells where it lives, such as `projectId`. */
export function namesOfHomes(): Set<string> {
  const homes = [...kinds.values()].filter(({ kind }) => kind === undefined);
  return new Set(homes.flatMap(({ id }) => id.slice(-1)));
}

/** A property as the API reads it; undefined where it says nothing. */
export function spelled({ spelling }: Facts, name: string, value: unknown): string | undefined {
  if (typeof value !== "string" || value === "") return undefined;
  const rule = spelling?.[name];
  const canonical = rule ? spellings[rule](value) : value;
  return typeof canonical === "string" && canonical !== "" ? canonical : undefined;
}

/**
 * The keys of the object that has these properties: one for each way of naming it, its id first. None as long as a
 * part is not known.
 */
export function keysOf(facts: Facts, properties: Record<string, unknown>): string[] {
  let keys = [""];
  for (const part of facts.id) {
    const other = facts.instead?.[part];
    const ways = [
      spelled(facts, part, properties[part]),
      ...(other ? [marked(other, spelled(facts, other, properties[other]))] : []),
    ].filter((way) => way !== undefined);
    keys = keys.flatMap((key) => ways.map((way) => `${key}/${way}`));
  }
  return keys.map((key) => keyOf(facts.token, facts.only ?? key.slice(1)));
}

export function keyOf(token: string, id: string): string {
  return `${token} ${id}`;
}

function marked(name: string, value: string | undefined): string | undefined {
  return value === undefined ? undefined : `${name}=${value}`;
}

/** The parts of an id, by name; undefined where it has another form. */
export function partsOf({ id: names, only }: Facts, id: unknown): Record<string, string> | undefined {
  if (typeof id !== "string") return undefined;
  if (only !== undefined) return id === only ? {} : undefined;
  const parts = id.split("/");
  if (parts.length !== names.length || parts.includes("")) return undefined;
  return Object.fromEntries(names.map((name, index) => [name, parts[index] ?? ""]));
}
