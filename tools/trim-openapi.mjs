#!/usr/bin/env node
// Cuts the official OpenAPI document down to the operations that the emulator answers and the schemas
// that these reach. Usage: node tools/trim-openapi.mjs <official.json> <out.json>
import { readFileSync, writeFileSync } from "node:fs";

const operations = {
  "/assistants": ["get", "post"],
  "/assistants/{assistant_id}": ["get", "post", "delete"],
  "/files": ["get", "post"],
  "/files/{file_id}": ["get", "delete"],
  "/files/{file_id}/content": ["get"],
  "/fine_tuning/jobs": ["get", "post"],
  "/fine_tuning/jobs/{fine_tuning_job_id}": ["get"],
  "/fine_tuning/jobs/{fine_tuning_job_id}/cancel": ["post"],
  "/fine_tuning/jobs/{fine_tuning_job_id}/checkpoints": ["get"],
  "/fine_tuning/jobs/{fine_tuning_job_id}/events": ["get"],
  "/fine_tuning/jobs/{fine_tuning_job_id}/pause": ["post"],
  "/fine_tuning/jobs/{fine_tuning_job_id}/resume": ["post"],
  "/models": ["get"],
  "/models/{model}": ["get", "delete"],
  "/organization/admin_api_keys": ["get", "post"],
  "/organization/admin_api_keys/{key_id}": ["get", "delete"],
  "/organization/groups": ["get", "post"],
  "/organization/groups/{group_id}": ["get", "post", "delete"],
  "/organization/groups/{group_id}/roles": ["get", "post"],
  "/organization/groups/{group_id}/roles/{role_id}": ["get", "delete"],
  "/organization/groups/{group_id}/users": ["get", "post"],
  "/organization/groups/{group_id}/users/{user_id}": ["get", "delete"],
  "/organization/projects": ["get", "post"],
  "/organization/projects/{project_id}": ["get", "post"],
  "/organization/projects/{project_id}/archive": ["post"],
  "/organization/projects/{project_id}/api_keys": ["get"],
  "/organization/projects/{project_id}/api_keys/{api_key_id}": ["get", "delete"],
  "/organization/projects/{project_id}/groups": ["get", "post"],
  "/organization/projects/{project_id}/groups/{group_id}": ["get", "delete"],
  "/organization/projects/{project_id}/rate_limits": ["get"],
  "/organization/projects/{project_id}/rate_limits/{rate_limit_id}": ["post"],
  "/organization/projects/{project_id}/service_accounts": ["get", "post"],
  "/organization/projects/{project_id}/service_accounts/{service_account_id}": ["get", "post", "delete"],
  "/organization/projects/{project_id}/service_accounts/{service_account_id}/api_keys": ["post"],
  "/organization/projects/{project_id}/users": ["get", "post"],
  "/organization/projects/{project_id}/users/{user_id}": ["get", "post", "delete"],
  "/organization/roles": ["get", "post"],
  "/organization/roles/{role_id}": ["get", "post", "delete"],
  "/organization/users": ["get"],
  "/organization/users/{user_id}": ["get"],
  "/organization/users/{user_id}/roles": ["get", "post"],
  "/organization/users/{user_id}/roles/{role_id}": ["get", "delete"],
  "/projects/{project_id}/groups/{group_id}/roles": ["get", "post"],
  "/projects/{project_id}/groups/{group_id}/roles/{role_id}": ["get", "delete"],
  "/projects/{project_id}/roles": ["get", "post"],
  "/projects/{project_id}/roles/{role_id}": ["get", "post", "delete"],
  "/projects/{project_id}/users/{user_id}/roles": ["get", "post"],
  "/projects/{project_id}/users/{user_id}/roles/{role_id}": ["get", "delete"],
  "/uploads": ["post"],
  "/uploads/{upload_id}/cancel": ["post"],
  "/uploads/{upload_id}/complete": ["post"],
  "/uploads/{upload_id}/parts": ["post"],
  "/vector_stores": ["get", "post"],
  "/vector_stores/{vector_store_id}": ["get", "post", "delete"],
  "/vector_stores/{vector_store_id}/file_batches": ["post"],
  "/vector_stores/{vector_store_id}/file_batches/{batch_id}": ["get"],
  "/vector_stores/{vector_store_id}/file_batches/{batch_id}/cancel": ["post"],
  "/vector_stores/{vector_store_id}/file_batches/{batch_id}/files": ["get"],
  "/vector_stores/{vector_store_id}/files": ["get", "post"],
  "/vector_stores/{vector_store_id}/files/{file_id}": ["get", "post", "delete"],
  "/vector_stores/{vector_store_id}/files/{file_id}/content": ["get"],
  "/vector_stores/{vector_store_id}/search": ["post"],
};

// Documentation that no validator reads; it is most of the file.
const dropped = new Set(["x-oaiMeta", "examples", "x-oaiTypeLabel", "x-stainless-const"]);

const [source, target] = process.argv.slice(2);
if (source === undefined || target === undefined) {
  console.error("usage: node tools/trim-openapi.mjs <official.json> <out.json>");
  process.exit(1);
}
const official = JSON.parse(readFileSync(source, "utf8"));

/** A copy without the dropped keys. Names inside `properties` are data, not keywords, and all stay. */
function trimmed(value, namesAreData = false) {
  if (Array.isArray(value)) return value.map((item) => trimmed(item));
  if (value === null || typeof value !== "object") return value;
  const kept = Object.entries(value).filter(([key]) => namesAreData || !dropped.has(key));
  return Object.fromEntries(
    kept.map(([key, inner]) => [key, trimmed(inner, !namesAreData && key === "properties")]),
  );
}

const paths = {};
for (const [path, methods] of Object.entries(operations)) {
  paths[path] = {};
  for (const method of methods) {
    const operation = official.paths[path]?.[method];
    if (operation === undefined) throw new Error(`${method} ${path} is not in ${source}`);
    paths[path][method] = trimmed(operation);
  }
}

const components = {
  schemas: {},
  responses: {},
  securitySchemes: trimmed(official.components.securitySchemes),
};
function reach(value) {
  if (Array.isArray(value)) return value.forEach(reach);
  if (value === null || typeof value !== "object") return;
  if (typeof value.$ref === "string") {
    const [, , kind, name] = value.$ref.split("/");
    if (components[kind][name] === undefined) {
      components[kind][name] = trimmed(official.components[kind][name]);
      reach(components[kind][name]);
    }
  }
  Object.values(value).forEach(reach);
}
reach(paths);
for (const kind of ["schemas", "responses"]) {
  components[kind] = Object.fromEntries(
    Object.entries(components[kind]).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

const document = {
  openapi: official.openapi,
  info: official.info,
  "x-notice":
    "An excerpt of OpenAI's OpenAPI specification (github.com/openai/openai-openapi), Copyright (c) OpenAI, " +
    "MIT License; cut to fewer operations and stripped of examples by tools/trim-openapi.mjs. Do not edit by hand.",
  servers: official.servers,
  security: official.security,
  paths,
  components,
};
writeFileSync(target, `${JSON.stringify(document, null, 1)}\n`);
