/**
 * Plain property values, as the engine, the API and the state all hold them.
 * `null` and `undefined` both mean absent; `""`, `0`, `false`, `[]`, `{}` and {@link unknownValue} are values of their own.
 */
export type Value = string | number | boolean | null | undefined | typeof unknownValue | Value[] | Properties;

export interface Properties {
  [name: string]: Value;
}

/** A value that the engine will only know after another resource has been created. */
export const unknownValue: unique symbol = Symbol.for("pulumi-openai.unknown");

export function isAbsent(value: Value): value is null | undefined {
  return value === undefined || value === null;
}

export function isObject(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function hasUnknown(value: Value): boolean {
  if (value === unknownValue) return true;
  if (Array.isArray(value)) return value.some(hasUnknown);
  if (isObject(value)) return Object.values(value).some(hasUnknown);
  return false;
}

/** The value without absent keys, at every depth. Absent elements of an array stay, for positions matter. */
export function withoutAbsent(value: Properties): Properties {
  const entries = Object.entries(value).filter(([, entry]) => !isAbsent(entry));
  return Object.fromEntries(entries.map(([key, entry]) => [key, withoutAbsentDeep(entry)]));
}

function withoutAbsentDeep(value: Value): Value {
  if (Array.isArray(value)) return value.map((entry) => (isAbsent(entry) ? null : withoutAbsentDeep(entry)));
  return isObject(value) ? withoutAbsent(value) : value;
}

/** What an object has under a key of its own: a program may call an argument `constructor`. */
export function own<T>(object: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** Deep equality: keys in any order, absent keys ignored. An unknown equals nothing, not even another unknown. */
export function same(a: Value, b: Value): boolean {
  if (a === unknownValue || b === unknownValue) return false;
  if (isAbsent(a) || isAbsent(b)) return isAbsent(a) && isAbsent(b);
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((entry, index) => same(entry, b[index]));
  }
  if (isObject(a)) {
    if (!isObject(b)) return false;
    const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
    return [...keys].every((key) => same(own(a, key), own(b, key)));
  }
  return a === b;
}

/** The value at a dotted path such as `owner.service_account.id`; absent where any step is. */
export function valueAt(value: Value, path: string): Value {
  let current = value;
  for (const step of path.split(".")) {
    if (!isObject(current)) return undefined;
    current = own(current, step);
  }
  return current;
}
