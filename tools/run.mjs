// Runs a TypeScript program of tools/: `node tools/run.mjs tools/demo/main.ts`.
import { spawnSync } from "node:child_process";
import { basename, dirname, join } from "node:path";
import { buildSync } from "esbuild";

const [entry, ...args] = process.argv.slice(2);
const outfile = join(".build", `${basename(dirname(entry))}-${basename(entry, ".ts")}.cjs`);
buildSync({
  entryPoints: [entry],
  bundle: true,
  packages: "external",
  platform: "node",
  format: "cjs",
  outfile,
  logLevel: "error",
});
process.exitCode = spawnSync(process.execPath, [outfile, ...args], { stdio: "inherit" }).status ?? 1;
