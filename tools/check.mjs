// `make check`: every step runs, so that all failures are seen at once; the first one is shown whole.
import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { delimiter, resolve } from "node:path";

const generated = ["schema.json", "sdk", "docs/reference", "docs/deletion.md", "README.md"];
// As in tools/setup/binary.sh: other flags would compile everything a second time.
const goFlags = ["-mod=readonly", "-buildvcs=false", "-tags", "osusergo,grpcnotrace"];
const goFiles = readdirSync("tools", { recursive: true })
  .filter((file) => file.endsWith(".go"))
  .map((file) => `tools/${file}`);

const readingSteps = [
  { name: "types", command: ["tsc", "--noEmit"] },
  { name: "format and lint", command: ["biome", "check", "--error-on-warnings"] },
  {
    name: "import rules",
    command: [
      "depcruise",
      "--config",
      ".dependency-cruiser.cjs",
      "provider",
      "emulator",
      "sdk/dynamic",
      "tests",
    ],
  },
  { name: "unused code", command: ["knip"] },
  {
    name: "go format",
    command: ["gofmt", "-l", ...goFiles],
    silent: "these files are not formatted: run gofmt -w",
  },
  { name: "go vet", command: ["go", "vet", ...goFlags, "."], cwd: "tools/sdkgen" },
  { name: "go test", command: ["go", "test", ...goFlags, "."], cwd: "tools/sdkgen" },
];

// These write into the checkout or look at what was written: after the others, in this order.
const writingSteps = [
  { name: "generate", command: ["make", "--no-print-directory", "generate"] },
  {
    name: "generated files are committed",
    after: "generate",
    command: ["git", "status", "--porcelain", "--untracked-files=all", "--", ...generated],
    silent: "these generated files differ from the commit: run make generate and commit them",
  },
];

// Where the machine has little else to do, two tools at a time save a third of the waiting.
const atOnce = 2;
const linesOfLater = 20;
const logs = ".build/check";
mkdirSync(logs, { recursive: true });

const started = Date.now();
const failures = [];
const waiting = [...readingSteps];
await Promise.all(Array.from({ length: atOnce }, worker));
for (const step of writingSteps) await take(step);

failures.forEach(report);
const count = readingSteps.length + writingSteps.length;
const summary = failures.length
  ? `${failures.length} of ${count} steps failed`
  : `${count} steps, all passed`;
console.log(`check: ${summary} (${seconds(started)})`);
process.exitCode = failures.length ? 1 : 0;

async function worker() {
  for (let step = waiting.shift(); step; step = waiting.shift()) await take(step);
}

async function take(step) {
  const begun = Date.now();
  const missing = failures.find((failure) => failure.step.name === step.after);
  const { code, output } = missing
    ? { code: 1, output: `Not known, because the step "${step.after}" failed.` }
    : await run(step);
  const failed = code !== 0 || (step.silent && output.trim() !== "");
  console.log(`[check] ${failed ? "FAILED" : "passed"}  ${step.name}  (${seconds(begun)})`);
  if (failed) failures.push({ step, output });
}

function run({ command: [program, ...args], cwd }) {
  return new Promise((done) => {
    const chunks = [];
    const child = spawn(program, args, {
      cwd,
      env: {
        ...process.env,
        PATH: `${resolve("node_modules/.bin")}${delimiter}${process.env.PATH}`,
        GOWORK: "off",
        // Asked from inside make, the inner make would otherwise take the outer one's flags.
        MAKEFLAGS: "",
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    child.stdout.on("data", (chunk) => chunks.push(chunk));
    child.stderr.on("data", (chunk) => chunks.push(chunk));
    child.on("error", (error) => done({ code: 1, output: `${program} did not start: ${error.message}` }));
    child.on("close", (code) => done({ code, output: Buffer.concat(chunks).toString() }));
  });
}

function report({ step, output }, index) {
  const log = `${logs}/${step.name.replaceAll(" ", "-")}.log`;
  writeFileSync(log, output);
  const lines = output.trimEnd().split("\n");
  const shown = index === 0 ? lines : lines.slice(0, linesOfLater);
  console.log(`\n---- ${step.name}: ${step.silent ?? step.command.slice(0, 8).join(" ")}`);
  console.log(shown.join("\n"));
  if (shown.length < lines.length) console.log(`... and ${lines.length - shown.length} lines more in ${log}`);
}

function seconds(since) {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}
