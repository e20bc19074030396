import { isAbsent, isObject, type Properties, unknownValue, type Value } from "../../provider/kernel/values";
import { asset, type Bag, type Json, unknown } from "./structs";

/** Plain arguments as the engine sends them: a file's text as an asset, and without what is absent. */
export function bagFrom(properties: Properties): Bag {
  const entries = Object.entries(properties).filter(([, value]) => !isAbsent(value));
  return Object.fromEntries(entries.map(([name, value]) => [name, jsonFrom(value, name)]));
}

function jsonFrom(value: Value, name = ""): Json {
  if (value === unknownValue) return unknown;
  if (isAbsent(value)) return null;
  if (Array.isArray(value)) return value.map((one) => jsonFrom(one));
  if (!isObject(value)) return value;
  const bag = bagFrom(value);
  return name === "source" ? asset(bag) : bag;
}
