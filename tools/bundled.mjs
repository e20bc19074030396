// A module of the provider or the emulator, for tools that are no TypeScript.
import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { buildSync } from "esbuild";

export function bundled(entry) {
  const outfile = resolve(".build/bundled", entry.replaceAll("/", "-").replace(/\.ts$/, ".cjs"));
  mkdirSync(".build/bundled", { recursive: true });
  buildSync({
    entryPoints: [entry],
    bundle: true,
    platform: "node",
    format: "cjs",
    outfile,
    logLevel: "error",
  });
  return createRequire(import.meta.url)(outfile);
}
