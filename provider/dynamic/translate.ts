import { isObject, type Properties, unknownValue, type Value } from "../kernel/values";

/** How the engine writes, in every place of a value, that it is not known yet. */
const sentinels = new Set([
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);
const sentinel = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const signature = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

/** Out of the engine's encoding: unknowns become {@link unknownValue}, secrets their plain values. */
function fromEngine(value: unknown): Value {
  if (typeof value === "string") return sentinels.has(value) ? unknownValue : value;
  if (Array.isArray(value)) return value.map(fromEngine);
  if (isObject(value)) {
    if (value[signature] === secretSignature) return fromEngine(value.value);
    return propertiesFromEngine(value);
  }
  return value as Value;
}

export function propertiesFromEngine(value: object): Properties {
  const entries = Object.entries(value).map(([name, entry]): [string, Value] => [name, fromEngine(entry)]);
  return Object.fromEntries(entries);
}

/** What the engine can hold: it refuses `undefined` anywhere, and writes unknowns as a text of its own. */
export function toEngine(value: Properties): Record<string, unknown> {
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined && entry !== null);
  return Object.fromEntries(entries.map(([name, entry]) => [name, entryToEngine(entry)]));
}

function entryToEngine(value: Value): unknown {
  if (value === unknownValue) return sentinel;
  if (Array.isArray(value)) return value.map((entry) => entryToEngine(entry) ?? null);
  return isObject(value) ? toEngine(value) : value;
}
