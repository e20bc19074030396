import { z } from "zod";
import { fromWire, toWire } from "./names";
import { isAbsent, isObject, own, type Value } from "./values";

/**
 * The form of a property's value, as far as the wire format, schema.json and the documentation care.
 * This is the only file that looks inside a zod schema, and it does so through zod's own JSON Schema.
 */
export interface Shape {
  type?: "string" | "number" | "integer" | "boolean" | "array" | "object" | "null";
  enum?: (string | number)[];
  const?: string | number | boolean;
  description?: string;
  items?: Shape;
  properties?: Record<string, Shape>;
  required?: string[];
  /** A map: its keys are the user's own and stay as they are on the wire. */
  additionalProperties?: Shape | boolean;
  anyOf?: Shape[];
  oneOf?: Shape[];
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  pattern?: string;
}

const shapes = new WeakMap<z.ZodType, Shape>();

export function shapeOf(schema: z.ZodType): Shape {
  let shape = shapes.get(schema);
  if (!shape) {
    shape = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Shape;
    shapes.set(schema, shape);
  }
  return shape;
}

export function isOptional(schema: z.ZodType): boolean {
  return schema.safeParse(undefined).success;
}

/** The member of a union that a value is of, by its JSON type and the fields that tell variants apart; or the shape itself. */
function memberFor(shape: Shape, value: Value, name: (key: string) => string): Shape {
  const members = shape.oneOf ?? shape.anyOf;
  if (!members) return shape;
  const fits = (member: Shape) => {
    if (Array.isArray(value)) return member.type === "array";
    if (!isObject(value)) return false;
    return (
      (member.type === undefined || member.type === "object") &&
      Object.entries(member.properties ?? {}).every(
        ([key, field]) => field.const === undefined || field.const === own(value, name(key)),
      )
    );
  };
  return members.find(fits) ?? shape;
}

/** The form of the values that a list or a map holds, where such a value can stand. */
export function heldBy(shape: Shape | undefined, value: Value): Shape | undefined {
  if (!shape) return undefined;
  const { items, additionalProperties } = memberFor(shape, value, (key) => key);
  if (Array.isArray(value)) return items;
  return typeof additionalProperties === "object" ? additionalProperties : undefined;
}

/** The fields that a value can have: of a tagged union those of its member, and of every member where none fits. */
export function fieldsOf(shape: Shape | undefined, value: Value): Record<string, Shape> {
  if (!shape || !isObject(value)) return {};
  const member = memberFor(shape, value, (key) => key);
  if (member !== shape || !(shape.oneOf ?? shape.anyOf)) return member.properties ?? {};
  return Object.assign({}, ...(shape.oneOf ?? shape.anyOf ?? []).map(({ properties }) => properties));
}

function convert(shape: Shape, value: Value, direction: "send" | "receive"): Value {
  const named = (key: string) => (direction === "send" ? key : toWire(key));
  if (Array.isArray(value)) {
    const { items = {} } = memberFor(shape, value, named);
    return value.map((entry) => convert(items, entry, direction));
  }
  if (!isObject(value)) return value;
  const fields = memberFor(shape, value, named).properties;
  if (!fields) return value;
  const entries: [string, Value][] = [];
  for (const [key, entry] of Object.entries(value)) {
    const ourName = direction === "send" ? key : fromWire(key);
    const field = own(fields, ourName);
    // What the API has added since is no argument: a program could not say it.
    if (!field && direction === "receive") continue;
    entries.push([direction === "send" ? toWire(key) : ourName, convert(field ?? {}, entry, direction)]);
  }
  return Object.fromEntries(entries);
}

/** A value in the API's spelling: snake_case fields at every depth, map keys untouched. */
export function toWireValue(shape: Shape, value: Value): Value {
  return convert(shape, value, "send");
}

export function fromWireValue(shape: Shape, value: Value): Value {
  return convert(shape, value, "receive");
}

/**
 * What is there now, cut to what the program says: of an object only the fields that the program set,
 * of a map or a list everything, for their content is the program's as a whole.
 */
export function projectOnto(shape: Shape, said: Value, live: Value): Value {
  if (Array.isArray(said) && Array.isArray(live)) {
    const { items = {} } = memberFor(shape, live, (key) => key);
    return live.map((entry, index) => projectOnto(items, said[index], entry));
  }
  if (!isObject(said) || !isObject(live)) return live;
  const fields = memberFor(shape, live, (key) => key).properties;
  if (!fields) return live;
  return Object.fromEntries(
    Object.keys(said)
      .filter((key) => own(live, key) !== undefined)
      .map((key) => [key, projectOnto(own(fields, key) ?? {}, said[key], live[key])]),
  );
}

/**
 * Whether a value leaves nothing open that there is a field for, at any depth: then nobody has anything to fill in. What a
 * map or a list holds is the program's as a whole.
 */
export function saysAll(shape: Shape, value: Value): boolean {
  const member = memberFor(shape, value, (key) => key);
  if (Array.isArray(value)) return value.every((entry) => saysAll(member.items ?? {}, entry));
  if (!isObject(value)) return true;
  return Object.entries(member.properties ?? {}).every(([key, field]) => {
    const entry = own(value, key);
    return !isAbsent(entry) && saysAll(field, entry);
  });
}
