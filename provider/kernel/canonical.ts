import type { Property } from "./declaration";
import { isAbsent, isObject, own, same, type Value } from "./values";

/** The form in which two values of a property are compared: aliases resolved, sets and keys sorted at every depth. */
export function canonical(property: Property, value: Value): Value {
  if (isLeftOut(property, value)) return undefined;
  const { equal, unordered } = property.options;
  const resolved = sorted(equal ? equal(value) : value);
  if (unordered && Array.isArray(resolved)) {
    const keyed = resolved.map((entry) => [sortKey(entry), entry] as const);
    return keyed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, entry]) => entry);
  }
  return resolved;
}

export function equivalent(property: Property, a: Value, b: Value): boolean {
  return same(canonical(property, a), canonical(property, b));
}

/** Whether a value says nothing: it is absent, or empty where the API makes no difference between the two. */
export function isLeftOut({ options }: Property, value: Value): boolean {
  if (isAbsent(value) || options.empty !== "absent") return isAbsent(value);
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) && Object.keys(value).length === 0;
}

/** The value with the keys of its objects in one order, so that its text does not depend on who wrote it. */
function sorted(value: Value): Value {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  const keys = Object.keys(value).filter((key) => !isAbsent(own(value, key)));
  return Object.fromEntries(keys.sort().map((key) => [key, sorted(own(value, key))]));
}

/** A text that tells values apart, `1` from `"1"` too. */
function sortKey(value: Value): string {
  return JSON.stringify(value) ?? String(value);
}
