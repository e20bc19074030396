// What takes too long for every run of the tests: `node tools/soak.mjs [parts]`, with SOAK_MINUTES for the days.
import { spawnSync } from "node:child_process";

const node = process.execPath;
const parts = {
  // The fault matrix with 100 seeds for every kind, the largest files, and messages of no sense.
  matrix: [
    [
      node,
      "tools/test.mjs",
      "tests/reliability",
      "tests/ownership",
      "tests/api/memory",
      "tests/plugin/values",
      "--testPathIgnorePatterns",
      "r32",
    ],
    { SOAK: "1" },
  ],
  // Two days of virtual time after the other (R32), for as long as was asked for.
  days: [[node, "tools/test.mjs", "tests/reliability/r32.test.ts"], {}],
  // The real command line at seven calls a minute.
  limits: [[node, "tools/run.mjs", "tools/bench/main.ts", "sockets", "--show"], {}],
};

const chosen = process.argv.slice(2);
const unknown = chosen.find((name) => !(name in parts));
if (unknown) {
  console.error(`[soak] there is no "${unknown}", only ${Object.keys(parts).join(", ")}`);
  process.exit(1);
}
const failed = [];
for (const [name, [[program, ...args], environment]] of Object.entries(parts)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  console.log(`[soak] ${name}`);
  const { status } = spawnSync(program, args, { stdio: "inherit", env: { ...process.env, ...environment } });
  if (status !== 0) failed.push(name);
}
console.log(failed.length > 0 ? `[soak] failed: ${failed.join(", ")}` : "[soak] all passed");
process.exitCode = failed.length > 0 ? 1 : 0;
