#!/usr/bin/env node
// Cuts the official OpenAPI document down to what the witness tests compare declarations with: the operations
// on the paths of the catalog's kinds, and the schemas that these reach, without prose. The emulator has an
// excerpt of its own; this one is kept apart, so that no mistake is made in both.
// Usage: node tools/trim-witness.mjs <official.json> <out.json>
import { readFileSync, writeFileSync } from "node:fs";

const assignments = ["/organization/users/{user_id}", "/organization/groups/{group_id}"]
  .concat(["/projects/{project_id}/users/{user_id}", "/projects/{project_id}/groups/{group_id}"])
  .flatMap((principal) => [`${principal}/roles`, `${principal}/roles/{role_id}`]);

const inProjects = [
  "",
  "/archive",
  "/api_keys",
  "/api_keys/{api_key_id}",
  "/groups",
  "/groups/{group_id}",
  "/rate_limits",
  "/rate_limits/{rate_limit_id}",
  "/service_accounts",
  "/service_accounts/{service_account_id}",
  "/service_accounts/{service_account_id}/api_keys",
  "/users",
  "/users/{user_id}",
].map((below) => `/organization/projects/{project_id}${below}`);

const paths = [
  "/assistants",
  "/assistants/{assistant_id}",
  "/files",
  "/files/{file_id}",
  "/fine_tuning/jobs",
  "/fine_tuning/jobs/{fine_tuning_job_id}",
  "/fine_tuning/jobs/{fine_tuning_job_id}/cancel",
  "/organization/admin_api_keys",
  "/organization/admin_api_keys/{key_id}",
  "/organization/groups",
  "/organization/groups/{group_id}",
  "/organization/groups/{group_id}/users",
  "/organization/groups/{group_id}/users/{user_id}",
  "/organization/projects",
  ...inProjects,
  "/organization/roles",
  "/organization/roles/{role_id}",
  "/projects/{project_id}/roles",
  "/projects/{project_id}/roles/{role_id}",
  ...assignments,
  "/vector_stores",
  "/vector_stores/{vector_store_id}",
  "/vector_stores/{vector_store_id}/files",
  "/vector_stores/{vector_store_id}/files/{file_id}",
];

const prose = new Set([
  "description",
  "summary",
  "title",
  "tags",
  "operationId",
  "example",
  "examples",
  "default",
  "deprecated",
  "x-oaiMeta",
  "x-oaiTypeLabel",
  "x-oaiExpandable",
  "x-stainless-const",
]);

const [source, target] = process.argv.slice(2);
if (source === undefined || target === undefined) {
  console.error("usage: node tools/trim-witness.mjs <official.json> <out.json>");
  process.exit(1);
}
const official = JSON.parse(readFileSync(source, "utf8"));

/** A copy without prose. Names inside `properties` are data, not keywords, and all stay. */
function bare(value, namesAreData = false) {
  if (Array.isArray(value)) return value.map((item) => bare(item));
  if (value === null || typeof value !== "object") return value;
  const kept = Object.entries(value).filter(([key]) => namesAreData || !prose.has(key));
  return Object.fromEntries(
    kept.map(([key, inner]) => [key, bare(inner, !namesAreData && key === "properties")]),
  );
}

/** Of an operation: parameters, body and the good replies. */
function excerpt({ parameters, requestBody, responses, security }) {
  const good = Object.entries(responses).filter(([status]) => status.startsWith("2"));
  return bare({
    security,
    parameters: parameters?.map(({ schema, ...rest }) => ({
      ...rest,
      schema: withLargestPage(rest, schema),
    })),
    requestBody,
    responses: Object.fromEntries(good),
  });
}

/** Most maxima of `limit` are stated in words only. */
function withLargestPage({ name, description = "" }, schema) {
  const largest = /between \d+ and ([\d,]+)/.exec(description)?.[1]?.replaceAll(",", "");
  return name === "limit" && largest ? { maximum: Number(largest), ...schema } : schema;
}

const isMethod = (key) => ["get", "post", "put", "patch", "delete"].includes(key);
const operations = Object.fromEntries(
  paths.map((path) => {
    const methods = Object.entries(official.paths[path] ?? {}).filter(([key]) => isMethod(key));
    if (methods.length === 0) throw new Error(`${path} is not in ${source}`);
    return [path, Object.fromEntries(methods.map(([method, operation]) => [method, excerpt(operation)]))];
  }),
);

const schemas = {};
function reach(value) {
  if (Array.isArray(value)) return value.forEach(reach);
  if (value === null || typeof value !== "object") return;
  const name = typeof value.$ref === "string" && value.$ref.split("/").at(-1);
  if (name && schemas[name] === undefined) {
    schemas[name] = bare(official.components.schemas[name]);
    reach(schemas[name]);
  }
  Object.values(value).forEach(reach);
}
reach(operations);

const document = {
  openapi: official.openapi,
  info: { title: official.info.title, version: official.info.version },
  "x-notice":
    "An excerpt of OpenAI's OpenAPI specification (github.com/openai/openai-openapi), Copyright (c) OpenAI, " +
    "MIT License; cut to fewer operations and stripped of prose by tools/trim-witness.mjs. Do not edit by hand.",
  security: official.security,
  paths: operations,
  components: {
    schemas: Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1))),
  },
};
writeFileSync(target, `${JSON.stringify(document, null, 1)}\n`);
