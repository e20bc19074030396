import type { Call } from "../../api/call";
import { readPath } from "../../kernel/codec";
import type { ListRules, Thing } from "../../kernel/declaration";
import { collectionOf, formatPath } from "../../kernel/identity";
import { isObject, own, type Properties, same, type Value, valueAt } from "../../kernel/values";
import { listingName } from "./object-name";

/** Where the collection below these parents is listed, and how. */
export function placeOf(
  declaration: Thing,
  ids: Properties,
): { rules: ListRules; place: Pick<Call, "path" | "template" | "beta" | "about"> } {
  const { template, rules } = collectionOf(declaration);
  const path = formatPath(declaration, template, ids);
  return {
    rules,
    place: { path, template, beta: declaration.beta, about: listingName(declaration, ids) },
  };
}

/** Where an item of a listing carries the last id of the path. */
export function keyOfItems(declaration: Thing): string {
  const { key = "id", props } = declaration;
  const property = props[key];
  return property ? readPath(key, property) : key;
}

/**
 * What is remembered of an item of a listing: the fields that the declaration reads. Collections can be large and replies
 * long, and nobody asks for the rest.
 */
export function declaredFields(thing: Thing): (item: Properties) => Properties {
  const read = Object.entries(thing.props).map(([name, property]) => readPath(name, property));
  const paths = [keyOfItems(thing), ...read].map((path) => path.split("."));
  return (item) => picked(item, paths);
}

function picked(value: Properties, paths: readonly string[][]): Properties {
  const kept: Properties = {};
  for (const name of new Set(paths.flatMap(([first = ""]) => first))) {
    const inner = own(value, name);
    if (inner === undefined) continue;
    const below = paths.filter(([first]) => first === name).map(([, ...rest]) => rest);
    const isRead = below.some((rest) => rest.length === 0);
    kept[name] = isObject(inner) && !isRead ? picked(inner, below) : inner;
  }
  return kept;
}

/** The item of a listing that the last id of the path names. */
export function findItem(declaration: Thing, ids: Properties, items: Properties[]): Properties | undefined {
  const { key } = declaration;
  return key === undefined ? undefined : findBy(declaration, key, ids[key], items);
}

export function findBy(
  declaration: Thing,
  name: string,
  value: Value,
  items: Properties[],
): Properties | undefined {
  const property = declaration.props[name];
  if (!property) return undefined;
  const plain = (raw: Value) => (property.options.equal ? property.options.equal(raw) : raw);
  return items.find((item) => same(plain(valueAt(item, readPath(name, property))), plain(value)));
}

/** Whether both name the same item of one collection. */
export function isSameItem(declaration: Thing, a: Properties, b: Properties): boolean {
  const { key = "", props } = declaration;
  const plain = props[key]?.options.equal ?? ((value: Value) => value);
  return same(plain(a[key]), plain(b[key]));
}
