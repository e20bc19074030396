// schema.json, sdk/dynamic/resources.ts, docs/reference and tables of other pages from the catalog. The generated SDKs
// follow in tools/sdkgen.
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { buildSync } from "esbuild";

const bundle = ".build/emit.cjs";
mkdirSync(".build", { recursive: true });
buildSync({
  entryPoints: ["provider/emit/main.ts"],
  bundle: true,
  platform: "node",
  format: "cjs",
  outfile: bundle,
  logLevel: "error",
});
execFileSync(process.execPath, [bundle, "."], { stdio: "inherit" });
execFileSync("npx", ["biome", "format", "--write", "sdk/dynamic/resources.ts"], {
  stdio: ["ignore", "ignore", "inherit"],
});
