import type { Property } from "./declaration";
import { isAbsent, isObject, same, type Value } from "./values";

/** The form in which two values of a property are compared: aliases resolved, sets sorted. */
export function canonical(property: Property, value: Value): Value {
  if (isAbsent(value)) return undefined;
  const { equal, unordered } = property.options;
  const resolved = equal ? equal(value) : value;
  if (unordered && Array.isArray(resolved)) {
    const keyed = resolved.map((entry) => [sortKey(entry), entry] as const);
    return keyed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, entry]) => entry);
  }
  return resolved;
}

export function equivalent(property: Property, a: Value, b: Value): boolean {
  return same(canonical(property, a), canonical(property, b));
}

function sortKey(value: Value): string {
  if (!isObject(value)) return String(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(entries);
}
