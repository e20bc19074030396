import fc from "fast-check";
import type { Declaration, Property } from "../../provider/kernel/declaration";
import { isArgument } from "../../provider/kernel/declaration";
import { type Shape, shapeOf } from "../../provider/kernel/shape";
import type { Properties, Value } from "../../provider/kernel/values";

/** Arguments of every shape that a declaration allows, valid by construction. */
export function argumentsOf(declaration: Declaration): fc.Arbitrary<Properties> {
  const names = Object.keys(declaration.props).filter((name) =>
    isArgument(declaration.props[name] as Property),
  );
  const fields = Object.fromEntries(
    names.map((name) => {
      const { schema, options } = declaration.props[name] as Property;
      const value = valueLike(shapeOf(schema));
      const optional = options.named || schema.safeParse(undefined).success;
      return [name, optional ? fc.option(value, { nil: undefined, freq: 3 }) : value];
    }),
  );
  return fc.record(fields) as fc.Arbitrary<Properties>;
}

export function valueLike(shape: Shape): fc.Arbitrary<Value> {
  const members = shape.oneOf ?? shape.anyOf;
  if (members) return fc.oneof(...members.map(valueLike));
  if (shape.const !== undefined) return fc.constant(shape.const);
  if (shape.enum) return fc.constantFrom(...shape.enum);
  switch (shape.type) {
    case "integer":
      return fc.integer({ min: shape.minimum ?? -1000, max: Math.min(shape.maximum ?? 100_000, 100_000) });
    case "boolean":
      return fc.boolean();
    case "array":
      return fc.array(valueLike(shape.items ?? {}), { minLength: shape.minItems ?? 0, maxLength: 4 });
    case "object": {
      const { properties, required = [] } = shape;
      if (!properties)
        return fc.dictionary(fc.stringMatching(/^[A-Za-z_]{1,8}$/), fc.string({ maxLength: 8 }), {
          maxKeys: 4,
        });
      const fields = Object.entries(properties).map(([name, field]) => [name, valueLike(field)] as const);
      return fc.record(Object.fromEntries(fields), { requiredKeys: required }) as fc.Arbitrary<Value>;
    }
    default:
      return shape.pattern ? fc.constant("https://example.com/x") : fc.stringMatching(/^[a-z_]{1,12}$/);
  }
}
