import { z } from "zod";
import type { Declaration } from "./resource";
import type { Value } from "./values";

/** What is sent when an optional argument disappears from the program, where it is not simply a value. */
export const replace: unique symbol = Symbol("replace: removing the argument replaces the object");
export const keep: unique symbol = Symbol("keep: removing the argument changes nothing");
export const former: unique symbol = Symbol(
  "former: the value before the stack took the setting over is sent",
);
export type Clear = typeof replace | typeof keep | typeof former | Value;

/** Where a property stands in the API's JSON, if not under its own name in snake_case. */
export interface Wire {
  /** Name in request bodies. */
  write?: string;
  /** Dotted path in replies. */
  read?: string;
  /** The value to send for the argument's value. */
  send?(value: Value): Value;
}

/** A call of its own that carries a property instead of the update body. */
export type Via =
  /** Not accepted on create: sent by an update right after it. */
  | "update"
  /** A POST below the item's path whenever the value changes; `body` maps wire names to arguments. */
  | { post: string; body?: Record<string, string> };

export interface PropertyOptions {
  /** `false`: the API never returns it, so refresh keeps what the program set. */
  echoed?: boolean;
  /** The API treats the list as a set: order is no difference. */
  unordered?: boolean;
  /** Changes by itself: never drift. */
  volatile?: boolean;
  secret?: boolean;
  /** Counted from the moment it is sent, so that saying it twice says something else. */
  fromNow?: boolean;
  wire?: string | Wire;
  via?: Via;
  /** Demanded by the API but optional here: the default is the resource's logical name. */
  named?: boolean;
  /** A value in replies that means "not set". */
  absent?: Value;
  /** The declaration whose objects the property names, where that is a resource of ours. */
  of?: Declaration;
  /** A sample value, for the documentation of ids. */
  example?: string;
  /** Canonical form: two values with the same one are no difference. */
  equal?(value: Value): Value;
}

export type WordName = "parent" | "mutable" | "fixed" | "computed" | "once" | "ours" | "constant";

/** A property as the rest of the kernel sees it, whatever its value's type. */
export interface Property {
  readonly word: WordName;
  readonly schema: z.ZodType;
  readonly about: string;
  readonly options: PropertyOptions;
  readonly clear: Clear;
}

/** A property that remembers its value's type, so that a declaration can be checked by the compiler. */
export interface Word<W extends WordName, S extends z.ZodType> extends Property {
  readonly word: W;
  readonly schema: S;
}

type MustClear<S extends z.ZodType> =
  undefined extends z.input<S> ? [options: PropertyOptions & { clear: Clear }] : [options?: PropertyOptions];

function word<W extends WordName, S extends z.ZodType>(
  name: W,
  schema: S,
  about: string,
  options: PropertyOptions & { clear?: Clear } = {},
): Word<W, S> {
  const { clear, ...rest } = options;
  return { word: name, schema, about, options: rest, clear: "clear" in options ? clear : keep };
}

/** Can be changed in place. An optional one says what removing it from the program sends (`clear`). */
export function mutable<S extends z.ZodType>(schema: S, about: string, ...[options]: MustClear<S>) {
  return word("mutable", schema, about, options);
}

/** Set when the object is made; another value makes another object. */
export function fixed<S extends z.ZodType>(schema: S, about: string, options?: PropertyOptions) {
  return word("fixed", schema, about, options);
}

/** Comes from the API only. */
export function computed<S extends z.ZodType>(schema: S, about: string, options?: PropertyOptions) {
  return word("computed", schema, about, options);
}

/** A secret that only some replies carry: the last one carried is kept. */
export function once<S extends z.ZodType>(schema: S, about: string, options?: PropertyOptions) {
  return word("once", schema, about, { ...options, secret: true });
}

/** An argument that never leaves: changing it only updates the state. */
export function ours<S extends z.ZodType>(schema: S, about: string, options?: PropertyOptions) {
  return word("ours", schema, about, { ...options, echoed: false });
}

/** A secret argument that the API takes and never returns. */
export function sealed<S extends z.ZodType>(schema: S, about: string, ...[options]: MustClear<S>) {
  return word("mutable", schema, about, { ...options, secret: true, echoed: false });
}

/** Always in the create body; no argument. */
export function constant<const V extends string | number | boolean>(value: V, about: string) {
  return word("constant", z.literal(value), about, { echoed: false });
}

/** An object in whose path this one lives; another parent makes another object. */
export function parent<S extends z.ZodType>(
  of: Declaration | { example: string },
  schema: S,
  about: string,
  options: PropertyOptions = {},
): Word<"parent", S> {
  return word(
    "parent",
    schema,
    about,
    "token" in of ? { ...options, of } : { ...options, example: of.example },
  );
}
