import type { z } from "zod";
import { isOptional } from "./shape";
import type { Properties, Value } from "./values";
import type { Property, Word, WordName } from "./words";

/** Which of the two keys a call needs: the organization's admin key or a project's key. */
export type CredentialKind = "admin" | "project";

export interface Paths {
  /** Where new objects are posted. */
  create: string;
  /** Where one object is read, changed and deleted. */
  item: string;
  /** The collection that lists them. */
  list: string;
}

export interface ListRules {
  /** How the next page is asked for: after the reply's `last_id`, its last item's id, or its `next`. */
  page: "lastId" | "lastItem" | "next";
  /** The largest page the API gives. */
  max: number;
  /** Sent with every page, so that nothing is hidden. */
  query?: Record<string, string>;
}

/** What destroying does. */
export type End =
  /** DELETE on the item. */
  | "erase"
  /** The fields that the program managed get back the values they had before. */
  | "restore"
  /** A POST below the item's path. */
  | { post: string };

/** Remote values that give an object a meaning beyond its fields. */
export interface When {
  /** As if absent. */
  gone?(live: Properties): boolean;
  /** There, but useless: the property that says so. The next update replaces the object. */
  spent?(live: Properties): string | undefined;
  /** Not ours to manage: import and change are refused, with this reason. */
  foreign?(live: Properties): string | undefined;
}

export interface Example<Args = Properties> {
  title: string;
  args: Args;
  next?: {
    change: { [K in keyof Args]?: Args[K] | typeof removed };
    expect: "update" | "replace" | "none";
  }[];
}

/** In an example's `change`: the argument disappears from the program. */
export const removed: unique symbol = Symbol("removed from the program");

export interface Declaration {
  readonly token: string;
  /** One sentence for people: what the object is. */
  readonly about: string;
  /** What a reader must know before using it: consequences, limits, irreversible steps. */
  readonly notes: readonly string[];
  /** The API reference page that the facts come from. */
  readonly page: string;
  readonly credential: CredentialKind;
  /** item: a member of a collection with an id of its own; edge: a link whose identity is the tuple of ids;
   * existing: there without us, taken over and put back. */
  readonly kind: "item" | "edge" | "existing";
  readonly at: Paths;
  readonly beta?: string;
  /** Template of the import id over property names. */
  readonly id: string;
  readonly list: ListRules;
  /** listed: there is no GET of one, it is found in a complete listing. */
  readonly read: "item" | "listed";
  /** The create reply has another shape: only the path ids are taken from it. */
  readonly replies: "object" | "nothing";
  /** Too big to be listed for the sake of one object. */
  readonly big: boolean;
  readonly end: End;
  readonly when: When;
  readonly either: readonly (readonly [string, string])[];
  readonly recognise: readonly string[];
  readonly settle?: { on: string; until: readonly Value[] };
  readonly props: Readonly<Record<string, Property>>;
  readonly examples: readonly Example[];
  refuses(args: Properties): Refusal[];
}

/** A rule across arguments that does not hold. */
export interface Refusal {
  property: string;
  reason: string;
}

type Words = Record<string, Word<WordName, z.ZodType>>;
type Argument = "parent" | "mutable" | "fixed" | "ours";
type ArgumentNames<P extends Words> = {
  [K in keyof P]: P[K]["word"] extends Argument ? K : never;
}[keyof P] &
  string;
type OptionalNames<P extends Words> = {
  [K in ArgumentNames<P>]: undefined extends z.input<P[K]["schema"]> ? K : never;
}[ArgumentNames<P>];

/** The arguments of a declaration, as a program gives them. */
export type ArgsOf<P extends Words> = {
  [K in Exclude<ArgumentNames<P>, OptionalNames<P>>]: z.input<P[K]["schema"]>;
} & { [K in OptionalNames<P>]?: z.input<P[K]["schema"]> };

interface Spec<P extends Words> {
  token: string;
  about: string;
  notes?: string[];
  page: string;
  credential: CredentialKind;
  kind?: Declaration["kind"];
  at: string | (Pick<Paths, "list"> & Partial<Paths>);
  beta?: string;
  id: string;
  list: ListRules;
  read?: Declaration["read"];
  replies?: Declaration["replies"];
  big?: boolean;
  end?: End;
  when?: When;
  either?: [keyof P & string, keyof P & string][];
  recognise?: (keyof P & string)[];
  settle?: { on: keyof P & string; until: Value[] };
  props: P;
  examples: [Example<ArgsOf<P>>, ...Example<ArgsOf<P>>[]];
  refuses?(args: Partial<ArgsOf<P>>): Refusal[];
}

/** Names of the properties in a template such as `{projectId}/{keyId}`. */
export function namesIn(template: string): string[] {
  return [...template.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");
}

/** Whether the program gives the property, rather than the API or the declaration. */
export function isArgument(property: Property): boolean {
  return property.word !== "computed" && property.word !== "once" && property.word !== "constant";
}

export function isRequired(property: Property): boolean {
  return isArgument(property) && !property.options.named && !isOptional(property.schema);
}

/** Declares a resource: everything the shells, the lifecycle and the documentation need to know of it. */
export function resource<P extends Words>(spec: Spec<P>): Declaration {
  const props: Record<string, Property> = spec.props;
  const ids = namesIn(spec.id);
  for (const name of [...ids, ...(spec.recognise ?? []), ...(spec.either ?? []).flat()]) {
    if (!props[name]) throw new Error(`${spec.token}: "${name}" is named but not declared in props`);
  }
  const at = typeof spec.at === "string" ? { list: spec.at } : spec.at;
  return {
    notes: [],
    kind: "item",
    read: "item",
    replies: "object",
    big: false,
    end: "erase",
    when: {},
    either: [],
    recognise: [],
    refuses: () => [],
    ...spec,
    at: { create: at.list, item: `${at.list}/{${ids.at(-1)}}`, ...at },
    props,
  } as Declaration;
}
