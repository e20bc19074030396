import type { Thing } from "../../kernel/declaration";
import { type Shape, shapeOf } from "../../kernel/shape";

const known = new WeakMap<Thing, ReadonlySet<string>>();

/** The values that a declaration spells out, such as the names of roles: they tell nothing of anybody, and may stand in messages. */
export function plainValues(declaration: Thing): ReadonlySet<string> {
  let values = known.get(declaration);
  if (!values) {
    const found = new Set<string>();
    for (const { schema } of Object.values(declaration.props)) collect(shapeOf(schema), found);
    values = found;
    known.set(declaration, values);
  }
  return values;
}

function collect(shape: Shape, into: Set<string>): void {
  for (const value of [...(shape.enum ?? []), shape.const]) if (typeof value === "string") into.add(value);
  const { items, properties = {}, anyOf = [], oneOf = [], additionalProperties } = shape;
  const below = [...Object.values(properties), ...anyOf, ...oneOf];
  if (items) below.push(items);
  if (typeof additionalProperties === "object") below.push(additionalProperties);
  for (const inner of below) collect(inner, into);
}
