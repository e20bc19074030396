import { z } from "zod";
import {
  type Clear,
  keep,
  type Property,
  type PropertyOptions,
  replace,
  type Thing,
  type WordName,
} from "./declaration";
import { isObject, type Properties } from "./values";

/** A property that remembers its value's type, so that a declaration can be checked by the compiler. */
export interface Word<W extends WordName, S extends z.ZodType> extends Property {
  readonly word: W;
  readonly schema: S;
}

type MustClear<S extends z.ZodType, C extends Clear> =
  undefined extends z.input<S> ? [options: PropertyOptions & { clear: C }] : [options?: PropertyOptions];

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
export function mutable<S extends z.ZodType>(schema: S, about: string, ...[options]: MustClear<S, Clear>) {
  return word("mutable", schema, about, options);
}

/**
 * Set when the object is made; another value makes another object. An optional one says what removing it means:
 * `replace` where an object without it is another one, `keep` where the API chooses or tells the value by itself.
 */
export function fixed<S extends z.ZodType>(
  schema: S,
  about: string,
  ...[options]: MustClear<S, typeof keep | typeof replace>
) {
  return word("fixed", schema, about, { clear: replace, ...options });
}

/** What the program gives for a content: Pulumi's asset. The engine adds the hash. */
const asset = z
  .looseObject({
    hash: z.string().optional(),
    path: z.string().optional(),
    text: z.string().optional(),
    uri: z.string().optional(),
  })
  .refine((value) => !isArchive(value), "must be a file, a text or an address, not an archive");

/** The engine marks its assets and archives, and an archive may be made of others. */
function isArchive(value: Record<string, unknown>): boolean {
  return value[engineMark] === archiveMark || Object.hasOwn(value, "assets");
}
const engineMark = "4dabf18193072939515e22adb298388d";
const archiveMark = "0def7320c3a5731c473e5ecbe6d01bc7";

/**
 * The bytes of an object, sent as a form. Other bytes make another object; the same bytes from another place do not.
 * Needed to make the object, never returned: an imported object lacks it, and gets it without a call.
 */
export function content(about: string, options?: PropertyOptions) {
  return word("content", asset.optional(), about, {
    ...options,
    echoed: false,
    equal: (value) => (isObject(value) ? (value.hash ?? withoutMark(value)) : value),
  });
}

function withoutMark({ path, text, uri }: Properties): Properties {
  return { path, text, uri };
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

/** Always in the create body; no argument. */
export function constant<const V extends string | number | boolean>(value: V, about: string) {
  return word("constant", z.literal(value), about, { echoed: false });
}

/** An object in whose path this one lives, by its id; another parent makes another object. */
export function parent(of: Thing, about: string, options?: PropertyOptions) {
  return word("parent", z.string().min(1), about, { clear: replace, ...options, of });
}
