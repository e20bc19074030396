import type { z } from "zod";
import type { CredentialKind, End, ListRules, Paths, Settling, Sunset, ThingPaths, When } from "./life";
import type { Path } from "./path";
import { isOptional } from "./shape";
import type { Properties, Value } from "./values";

export type { CredentialKind, End, ListRules, Paths, Settling, Sunset, When } from "./life";

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

/** What can be looked at: read, listed, named as the parent of something else. Nothing is said of making or ending it. */
export interface Thing {
  readonly token: string;
  /** One sentence for people: what the object is. */
  readonly about: string;
  /** The API reference page that the facts come from. */
  readonly page: string;
  readonly credential: CredentialKind;
  /** item: a member of a collection with an id of its own; edge: a link whose identity is the tuple of ids;
   * existing: there without us, taken over and put back; run: work that is started, watched and cancelled. */
  readonly kind: "item" | "edge" | "existing" | "run";
  readonly at: ThingPaths;
  readonly beta?: string;
  /** Template of the import id over property names; a constant where there is only one such object. */
  readonly id: string;
  /** The property that tells the object from the others of its collection: the last one of the id. */
  readonly key?: string;
  /** The property that says when the object was made, in Unix seconds. */
  readonly born?: string;
  /** Absent: nothing lists them. */
  readonly list?: ListRules;
  /**
   * How one is read. item: by its own path; listed: there is no such path, it is found in a complete listing; together: one
   * listing answers for all that are asked for in a run, and only what it misses is asked for by its own path.
   */
  readonly read: "item" | "listed" | "together";
  /** Too big to be listed for the sake of one object. */
  readonly big: boolean;
  readonly when: When;
  readonly either: readonly (readonly [string, string])[];
  readonly sunset?: Sunset;
  readonly props: Readonly<Record<string, Property>>;
  /** Other objects that this one is as well, each as `<Token> <id>`; none as long as a part of an id is not known. */
  also(live: Properties): string[];
}

/** A thing that a program manages: what is made, changed and ended besides. */
export interface Declaration extends Thing {
  /** What a reader must know before using it: consequences, limits, irreversible steps. */
  readonly notes: readonly string[];
  /** What destroying does and what stays: the rest of a sentence that begins with "Destroying". */
  readonly destroying: string;
  readonly at: Paths;
  /** The create reply has another shape: only the path ids are taken from it. */
  readonly replies: "object" | "nothing";
  readonly end: End;
  readonly recognise: readonly string[];
  readonly settle?: Settling;
  readonly examples: readonly Example[];
  refuses(args: Properties): Refusal[];
}

/** A rule across arguments that does not hold. */
export interface Refusal {
  at: Path;
  reason: string;
}

/** What is sent when an optional argument disappears from the program, where it is not simply a value. */
export const replace: unique symbol = Symbol("replace: removing the argument replaces the object");
export const keep: unique symbol = Symbol("keep: removing the argument changes nothing");
export const former: unique symbol = Symbol(
  "former: the value before the stack took the setting over is sent",
);
export type Clear = typeof replace | typeof keep | typeof former | Value;

/** Where a property stands in the API's JSON, if not under its own name in snake_case. */
export interface WireForm {
  /** Name in request bodies. */
  write?: string;
  /** Dotted path in replies. */
  read?: string;
  /** The value to send for the argument's value. */
  send?(value: Value): Value;
}

/** A call of its own that carries a property instead of the update body. */
type Via =
  /** Not accepted on create: sent by an update right after it. */
  | "update"
  /**
   * A POST below the item's path whenever the value changes; `body` maps wire names to arguments. `renews`: the secret that
   * it gives anew, which also serves where the first one went with a lost answer.
   */
  | { post: string; body?: Record<string, string>; renews?: string };

export interface PropertyOptions {
  /** Names that it had in older versions: what a state or a program has under one of them is its value. */
  was?: readonly string[];
  /** `false`: the API never returns it, so refresh keeps what the program set. */
  echoed?: boolean;
  /** The API treats the list as a set: order is no difference. */
  unordered?: boolean;
  /** Changes by itself: never drift. */
  volatile?: boolean;
  secret?: boolean;
  /** Counted from the moment it is sent, so that saying it twice says something else. */
  fromNow?: boolean;
  wire?: string | WireForm;
  via?: Via;
  /** Demanded by the API but optional here: the default is the resource's logical name. */
  named?: boolean;
  /** A value in replies that means "not set". */
  absent?: Value;
  /** The things that the property names, where we know them. */
  of?: Thing;
  /** The same for the fields of an object, or of each object in a list. */
  ofFields?: Readonly<Record<string, Thing>>;
  /** What the named object must be like: arguments of its own. */
  whose?: Properties;
  /** A sample value, for the documentation of ids. */
  example?: string;
  /** Shows the value of this other property with its middle blotted out. */
  redacts?: string;
  /** Of a content: the property that names the file. */
  filename?: string;
  /** `[]` and `{}` are the same to the API as nothing at all: no difference, and not sent on create. */
  empty?: "absent";
  /** Of an argument that never leaves: another place, where another object lives. Coming to be known is no move. */
  moves?: true;
  /** Of an output that changes by our own updates: the arguments whose change, once it is sent, changes it too. */
  after?: readonly string[];
  /** Of an output that no reply carries: whether the moment in this other property has passed. */
  passed?: string;
  /**
   * Of what the API answers with its defaults filled in: whether `live` can be the answer to `said`. Then the program's
   * own spelling stays, and saying it for the first time is no difference. `live` is absent where the API is silent.
   */
  agrees?(said: Value, live: Value): boolean;
  /** Canonical form: two values with the same one are no difference. */
  equal?(value: Value): Value;
}

export type WordName = "parent" | "mutable" | "fixed" | "content" | "computed" | "once" | "ours" | "constant";

/** A property as the rest of the kernel sees it, whatever its value's type. */
export interface Property {
  readonly word: WordName;
  readonly schema: z.ZodType;
  readonly about: string;
  readonly options: PropertyOptions;
  readonly clear: Clear;
}

/** Names of the properties in a template such as `{projectId}/{keyId}`. */
export function namesIn(template: string): string[] {
  return [...template.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");
}

/** Whether the program gives the property, rather than the API or the declaration. */
export function isArgument(property: Property): boolean {
  return property.word !== "computed" && property.word !== "once" && property.word !== "constant";
}

/** Whether another value makes another object. */
export function makesAnother({ word, options }: Property): boolean {
  return word === "parent" || word === "fixed" || word === "content" || options.moves === true;
}

/** Demanded to make the object and never returned: an imported object lacks it, and takes note of the program's. */
export function isLostOnImport(property: Property): boolean {
  return property.word === "content" || (isRequired(property) && property.options.echoed === false);
}

export function isRequired(property: Property): boolean {
  return isArgument(property) && !property.options.named && !isOptional(property.schema);
}
