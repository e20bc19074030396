// What the specification of August 2026 lacks of operations and schemas that it otherwise has: fields that
// only the official client's types know, and limits that the specification states in prose.
import type { Accepts, Schema } from "./schema";

const lifetime = { type: "integer", minimum: 1 };
const projectUserRole = { type: "string", enum: ["owner", "member"] };
const nullable = (schema: Schema): Schema => ({ anyOf: [schema, { type: "null" }] });

/** Whole operations: POST on a project's API key is newer than the specification. */
export const addedOperations: Record<string, Accepts> = {
  "POST /organization/projects/{project_id}/api_keys/{api_key_id}": {
    body: {
      type: "object",
      properties: { expires_in_seconds: lifetime, scopes: { type: "array", items: { type: "string" } } },
      minProperties: 1,
    },
  },
  // By the specification's prose `metadata=null`, which its schema would refuse, finds jobs without any.
  "GET /fine_tuning/jobs": {
    query: {
      after: { type: "string" },
      limit: { type: "integer" },
      metadata: { anyOf: [{ type: "object", additionalProperties: { type: "string" } }, { const: "null" }] },
    },
  },
};

/** Properties added to, or replaced in, a schema of the specification. */
export const addedProperties: Record<string, Record<string, Schema>> = {
  // In the specification the file's bytes are a string; here it is read already and has a name as well.
  CreateFileRequest: { file: { type: "object" } },
  // The document's own example sends the bytes as the text of a field.
  AddUploadPartRequest: { data: { type: ["object", "string"] } },
  // The official client's types take all purposes of files.
  CreateUploadRequest: {
    purpose: { type: "string", enum: ["assistants", "batch", "fine-tune", "vision", "user_data", "evals"] },
  },
  ProjectCreateRequest: { geography: nullable({ type: "string" }) },
  ProjectUpdateRequest: { geography: nullable({ type: "string" }) },
  // Any string by the specification, which names these two in prose.
  ProjectUserCreateRequest: { role: projectUserRole },
  ProjectUserUpdateRequest: { role: nullable(projectUserRole) },
  ProjectServiceAccountCreateRequest: { expires_in_seconds: nullable(lifetime) },
  CreateProjectServiceAccountApiKeyBody: { expires_in_seconds: nullable(lifetime) },
  ProjectRateLimitUpdateRequest: Object.fromEntries(
    [
      "max_requests_per_1_minute",
      "max_tokens_per_1_minute",
      "max_images_per_1_minute",
      "max_audio_megabytes_per_1_minute",
      "max_requests_per_1_day",
      "batch_1_day_max_input_tokens",
    ].map((field) => [field, { type: "integer", minimum: 0 }]),
  ),
};

/** Schemas that stand in for the specification's. */
export const replacedSchemas: Record<string, Schema> = {
  // The limits are prose in the specification.
  Metadata: nullable({
    type: "object",
    maxProperties: 16,
    propertyNames: { maxLength: 64 },
    additionalProperties: { type: "string", maxLength: 512 },
  }),
  // The specification speaks of itself in a draft of JSON Schema that is older than the rest of it.
  CompoundFilter: {
    type: "object",
    properties: {
      type: { type: "string", enum: ["and", "or"] },
      filters: {
        type: "array",
        items: {
          oneOf: [
            { $ref: "#/components/schemas/ComparisonFilter" },
            { $ref: "#/components/schemas/CompoundFilter" },
          ],
        },
      },
    },
    required: ["type", "filters"],
  },
  // The three *_STORAGE_PROCESSING of JP, IN and AU are newer than the specification.
  PublicProjectResidency: {
    type: "string",
    enum: [
      "GLOBAL",
      "US_STORAGE_PROCESSING",
      "EU_STORAGE_PROCESSING",
      "JP_STORAGE",
      "JP_STORAGE_PROCESSING",
      "KR_STORAGE",
      "CA_STORAGE",
      "SG_STORAGE",
      "IN_STORAGE",
      "IN_STORAGE_PROCESSING",
      "AU_STORAGE",
      "AU_STORAGE_PROCESSING",
      "GB_STORAGE",
      "AE_STORAGE",
      "AE_STORAGE_PROCESSING",
    ],
  },
};
