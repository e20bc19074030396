import document from "../openapi.json";
import { addedOperations, addedProperties, replacedSchemas } from "./additions";
import type { Accepts, Schema } from "./schema";
import { webhookSchemas } from "./webhooks";

interface Parameter {
  name: string;
  in: string;
  schema: Schema;
}

interface Operation {
  parameters?: Parameter[];
  requestBody?: {
    required?: boolean;
    content?: { "application/json"?: { schema: Schema }; "multipart/form-data"?: { schema: Schema } };
  };
}

interface Specification {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

const specification = document as unknown as Specification;

function isSchema(value: unknown): value is Schema {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** The API refuses unknown fields everywhere; the specification says so only in some schemas. */
function strict(schema: Schema): Schema {
  // OpenAPI 3.0 leftovers in a 3.1 document: `nullable`, alone or as a member of allOf.
  if (Array.isArray(schema.allOf) && schema.allOf.some((part) => isSchema(part) && part.nullable === true)) {
    const parts = schema.allOf.filter((part) => isSchema(part) && part.nullable !== true);
    return { anyOf: [...parts.map(strict), { type: "null" }] };
  }
  const entries = Object.entries(schema).map(([key, value]): [string, unknown] => {
    if (key === "properties" && isSchema(value)) {
      const named = Object.entries(value).map(([name, inner]) => [
        name,
        isSchema(inner) ? strict(inner) : inner,
      ]);
      return [key, Object.fromEntries(named)];
    }
    if (Array.isArray(value))
      return [key, value.map((item: unknown) => (isSchema(item) ? strict(item) : item))];
    return [key, isSchema(value) ? strict(value) : value];
  });
  const closed = Object.fromEntries(entries);
  if (closed.properties !== undefined && closed.additionalProperties === undefined)
    closed.additionalProperties = false;
  // Of OpenAPI 3.0 too: a flag beside the bound.
  if (closed.exclusiveMinimum === true) {
    const { minimum, ...others } = closed;
    return { ...others, exclusiveMinimum: minimum };
  }
  return closed;
}

/** Named schemas that operations refer to as `openai#/components/schemas/<name>`. */
export const namedSchemas: Schema = {
  $id: "openai",
  components: {
    schemas: Object.fromEntries(
      Object.entries(specification.components.schemas).map(([name, original]) => {
        const schema = replacedSchemas[name] ?? original;
        const properties = isSchema(schema.properties) ? schema.properties : {};
        const added = addedProperties[name];
        return [
          name,
          strict(added === undefined ? schema : { ...schema, properties: { ...properties, ...added } }),
        ];
      }),
    ),
  },
};

function absolute(schema: Schema): Schema {
  return typeof schema.$ref === "string" ? { $ref: `openai${schema.$ref}` } : strict(schema);
}

function fromSpecification(operation: Operation): Accepts {
  const content = operation.requestBody?.content;
  const body = content?.["application/json"]?.schema;
  const form = content?.["multipart/form-data"]?.schema;
  const query = (operation.parameters ?? []).filter((parameter) => parameter.in === "query");
  return {
    ...(body === undefined ? {} : { body: absolute(body) }),
    ...(form === undefined ? {} : { form: absolute(form) }),
    bodyOptional: operation.requestBody?.required !== true,
    query: Object.fromEntries(query.map((parameter) => [parameter.name, absolute(parameter.schema)])),
  };
}

function handWritten({ body, query, ...rest }: Accepts): Accepts {
  return {
    ...rest,
    ...(body === undefined ? {} : { body: strict(body) }),
    ...(query === undefined ? {} : { query }),
  };
}

/** What each operation accepts, by `METHOD /template`. */
export const accepts: ReadonlyMap<string, Accepts> = new Map([
  ...Object.entries(specification.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, Accepts] => [
      `${method.toUpperCase()} ${path}`,
      fromSpecification(operation),
    ]),
  ),
  ...Object.entries({ ...webhookSchemas, ...addedOperations }).map(([name, operation]): [string, Accepts] => [
    name,
    handWritten(operation),
  ]),
]);
