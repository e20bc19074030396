// Runs the tests: `node tools/test.mjs [jest arguments]`. The last line is `N passed, N failed`, counted by jest.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";

const resultFile = ".build/jest.json";
mkdirSync(".build", { recursive: true });
// An old result must not speak for a run that died.
rmSync(resultFile, { force: true });

const run = spawnSync(
  process.execPath,
  [
    // The mocks of HTTP are ES modules; with this flag jest can require() them.
    "--experimental-vm-modules",
    "--disable-warning=ExperimentalWarning",
    "node_modules/jest/bin/jest.js",
    "--json",
    `--outputFile=${resultFile}`,
    ...process.argv.slice(2),
  ],
  // jest writes its report to stderr: on one stream the count below stays the last line.
  { stdio: ["inherit", process.stdout.fd, process.stdout.fd] },
);

const { passed, failed, skipped, complaint } = verdict(run, readResult());
if (complaint) console.log(complaint);
console.log(`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ""}`);
process.exitCode = complaint || failed ? 1 : 0;

function readResult() {
  try {
    return JSON.parse(readFileSync(resultFile, "utf8"));
  } catch {
    return undefined;
  }
}

function verdict({ status, signal, error }, result) {
  if (!result) {
    const how = error ? error.message : signal ? `by ${signal}` : `with exit code ${status}`;
    return { passed: 0, failed: 0, skipped: 0, complaint: `jest ended without a result, ${how}.` };
  }
  const passed = result.numPassedTests;
  // A file that does not load has no tests that could fail: it counts as one.
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
  const skipped = result.numPendingTests + result.numTodoTests;
  let complaint;
  if (passed + failed === 0) complaint = "No test ran.";
  else if (result.wasInterrupted) complaint = "The run was interrupted.";
  else if (status !== 0 && failed === 0)
    complaint = `jest failed with exit code ${status}, though no test did.`;
  return { passed, failed, skipped, complaint };
}
