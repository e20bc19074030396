import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Form } from "./form";
import { formOfSchema, type JsonSchema } from "./json-schema";
import { anonymous, type Method, type Operation, type Testimony } from "./testimony";

interface Content {
  content?: Record<string, { schema: JsonSchema }>;
}

interface OperationObject {
  security?: Record<string, string[]>[];
  parameters?: { name: string; in: string; schema: JsonSchema & { maximum?: number } }[];
  requestBody?: Content;
  responses: Record<string, Content>;
}

interface OpenApiDocument {
  security: Record<string, string[]>[];
  paths: Record<string, Record<string, OperationObject>>;
  components: { schemas: Record<string, JsonSchema> };
}

/** What the official OpenAPI document says. */
export function openApiTestimony(): Testimony {
  const document: OpenApiDocument = JSON.parse(readFileSync(join(__dirname, "openapi.json"), "utf8"));
  const paths = new Map(Object.entries(document.paths).map(([path, item]) => [anonymous(path), item]));
  return {
    witness: "openapi",
    statesLimits: true,
    find(method: Method, path: string) {
      const operation = paths.get(anonymous(path))?.[method.toLowerCase()];
      return operation && read(document, operation);
    },
  };
}

function read(document: OpenApiDocument, operation: OperationObject): Operation {
  const resolve = (ref: string) => document.components.schemas[ref.split("/").at(-1) ?? ""] ?? {};
  const form = (schema: JsonSchema | undefined) => schema && formOfSchema(schema, { resolve });
  const { requestBody, parameters = [], responses, security = document.security } = operation;
  const [media, body] = Object.entries(requestBody?.content ?? {})[0] ?? [];
  const reply = form(Object.values(responses)[0]?.content?.["application/json"]?.schema);
  return {
    body: form(body?.schema),
    multipart: media === undefined ? undefined : media === "multipart/form-data",
    reply,
    credential: security.some((scheme) => "AdminApiKeyAuth" in scheme) ? "admin" : "project",
    listing: listingOf(reply, parameters),
  };
}

function listingOf(
  reply: Form | undefined,
  parameters: NonNullable<OperationObject["parameters"]>,
): Operation["listing"] {
  const item = reply?.fields?.data?.form.items;
  if (!item || !reply.fields?.has_more) return undefined;
  const query = parameters.filter((parameter) => parameter.in === "query");
  return {
    item,
    // A listing with `next` wants that; otherwise the last item's id always works, and `last_id` where it is there.
    pages: reply.fields.next ? ["next"] : reply.fields.last_id ? ["lastId", "lastItem"] : ["lastItem"],
    max: query.find(({ name }) => name === "limit")?.schema.maximum,
    query: query.map(({ name }) => name),
  };
}
