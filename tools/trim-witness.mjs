#!/usr/bin/env node
// Cuts the official OpenAPI document down to what the witness tests compare declarations with: the operations
// on the paths of the catalog's kinds, and the schemas that these reach, without prose. The emulator has an
// excerpt of its own; this one is kept apart, so that no mistake is made in both.
// Usage: node tools/trim-witness.mjs <official.json> tests/witness/openapi.json
import { readFileSync, writeFileSync } from "node:fs";
import { bundled } from "./bundled.mjs";

/** A path without the names of its ids, which the document may call otherwise. */
const anonymous = (path) => path.replace(/\{\w+\}/g, "{}");

const { catalog } = bundled("provider/resources/catalog.ts");
const ours = catalog.flatMap(({ at, end, props }) => [
  ...Object.values(at),
  ...[end, ...Object.values(props).map(({ options }) => options.via)].flatMap((call) =>
    call?.post ? [at.item + call.post] : [],
  ),
]);
const asked = new Set(ours.map(anonymous));

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
if (!source || !target) {
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
// What is missing here, the witness says that it does not know.
const operations = Object.fromEntries(
  Object.keys(official.paths)
    .filter((path) => asked.has(anonymous(path)))
    .sort()
    .map((path) => {
      const methods = Object.entries(official.paths[path]).filter(([key]) => isMethod(key));
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
