import { isObject, type Value } from "../kernel/values";

/** Every text in a value, at whatever depth. */
export function textsIn(value: Value): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isObject(value) ? Object.values(value).flatMap(textsIn) : [];
}
