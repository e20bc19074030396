#!/usr/bin/env node
// Cuts the official OpenAPI document down to the operations that the emulator answers and the schemas
// that these reach. Usage: node tools/trim-openapi.mjs <official.json> emulator/openapi.json
import { readFileSync, writeFileSync } from "node:fs";
import { bundled } from "./bundled.mjs";

// Documentation that no validator reads; it is most of the file.
const dropped = new Set(["x-oaiMeta", "examples", "x-oaiTypeLabel", "x-stainless-const"]);

const [source, target] = process.argv.slice(2);
if (!source || !target) {
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

// What the document lacks, the emulator's own schemas have; its validator refuses an operation that neither knows.
const { routes } = bundled("emulator/routes/catalog.ts");
const paths = {};
for (const { route, method } of [...routes].sort((a, b) => (a.route < b.route ? -1 : 1))) {
  const operation = official.paths[route]?.[method.toLowerCase()];
  if (operation === undefined) continue;
  paths[route] ??= {};
  paths[route][method.toLowerCase()] = trimmed(operation);
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
