import { readPath } from "../../kernel/codec";
import { type Declaration, namesIn } from "../../kernel/declaration";
import { type Properties, same, type Value, valueAt } from "../../kernel/values";

/** Where an item of a listing carries the last id of the path. */
export function keyOfItems(declaration: Declaration): string {
  const name = namesIn(declaration.id).at(-1) ?? "";
  const property = declaration.props[name];
  return property ? readPath(name, property) : name;
}

/** The item of a listing that the last id of the path names. */
export function findItem(
  declaration: Declaration,
  ids: Properties,
  items: Properties[],
): Properties | undefined {
  const name = namesIn(declaration.id).at(-1) ?? "";
  return findBy(declaration, name, ids[name], items);
}

export function findBy(
  declaration: Declaration,
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
export function isSameItem(declaration: Declaration, a: Properties, b: Properties): boolean {
  const name = namesIn(declaration.id).at(-1) ?? "";
  const plain = declaration.props[name]?.options.equal ?? ((value: Value) => value);
  return same(plain(a[name]), plain(b[name]));
}
