import { allOf, anyOf, anything, type Field, type Form, type Kind, limitNames, nothing } from "./form";

/** As much of JSON Schema as the official document and zod's own output use. */
export interface JsonSchema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  enum?: unknown[];
  const?: unknown;
  nullable?: boolean;
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: JsonSchema | boolean;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  minimum?: number;
  exclusiveMinimum?: number | boolean;
}

export interface Reading {
  /** The schema that a reference leads to. */
  resolve?(ref: string): JsonSchema;
  /** The API's spelling of a field. */
  rename?(name: string): string;
  /** References that are being read: one of them inside itself is not followed again. */
  inside?: readonly string[];
}

const kindOfType: Record<string, Kind> = {
  string: "text",
  number: "number",
  integer: "number",
  boolean: "boolean",
  array: "list",
  object: "object",
};

export function formOfSchema(schema: JsonSchema, reading: Reading = {}): Form {
  const { $ref, anyOf: any, oneOf, allOf: all, ...own } = schema;
  const parts: Form[] = [];
  if ($ref) {
    if (reading.inside?.includes($ref)) return anything;
    const inside = [...(reading.inside ?? []), $ref];
    parts.push(formOfSchema(reading.resolve?.($ref) ?? {}, { ...reading, inside }));
  }
  parts.push(...(all ?? []).map((member) => formOfSchema(member, reading)));
  const variants = any ?? oneOf;
  if (variants) parts.push(anyOf(variants.map((member) => formOfSchema(member, reading))));
  if (own.type || own.properties || own.enum || own.const !== undefined) parts.push(formOfOwn(own, reading));
  if (parts.length === 0) return own.nullable ? { ...anything, nullable: true } : anything;
  return parts.length === 1 && parts[0] ? parts[0] : allOf(parts);
}

function formOfOwn(schema: JsonSchema, reading: Reading): Form {
  const types = [schema.type ?? typeOf(schema)].flat();
  if (types.length > 1) return anyOf(types.map((type) => formOfOwn({ ...schema, type }, reading)));
  const [type = "object"] = types;
  if (type === "null") return nothing;
  const kind = schema.format === "binary" ? "file" : (kindOfType[type] as Kind);
  const values = schema.enum ?? (schema.const === undefined ? undefined : [schema.const]);
  const texts = values?.filter((value) => typeof value === "string").sort();
  return {
    kinds: [kind],
    nullable: schema.nullable === true || values?.includes(null) === true,
    texts: kind === "text" && texts && texts.length > 0 ? texts : undefined,
    whole: kind === "number" ? type === "integer" : undefined,
    limits: limitsOf(schema),
    items: kind === "list" ? formOfSchema(schema.items ?? {}, reading) : undefined,
    ...(kind === "object" ? content(schema, reading) : {}),
  };
}

function typeOf({ enum: values, const: value, properties }: JsonSchema): string {
  if (properties) return "object";
  return typeof (value ?? values?.find((entry) => entry !== null));
}

function content(schema: JsonSchema, reading: Reading): Pick<Form, "fields" | "map"> {
  const { properties, additionalProperties: others, required = [] } = schema;
  if (!properties || Object.keys(properties).length === 0) {
    return { map: typeof others === "object" ? formOfSchema(others, reading) : anything };
  }
  const fields = Object.entries(properties).map(([name, field]): [string, Field] => [
    reading.rename?.(name) ?? name,
    { required: required.includes(name), form: formOfSchema(field, reading) },
  ]);
  return { fields: Object.fromEntries(fields) };
}

/** The limits that mean something: zod writes the bounds of what a computer can count to at every whole number. */
function limitsOf(schema: JsonSchema): Form["limits"] {
  const stated = Object.entries(inTodaysWords(schema)).filter(
    ([name, value]) =>
      (limitNames as readonly string[]).includes(name) && Math.abs(Number(value)) !== Number.MAX_SAFE_INTEGER,
  );
  return Object.fromEntries(stated);
}

/** The document still says in places, as JSON Schema once did, that its minimum is exclusive. */
function inTodaysWords(schema: JsonSchema): object {
  if (schema.exclusiveMinimum !== true) return schema;
  const { minimum, ...others } = schema;
  return { ...others, exclusiveMinimum: minimum };
}
