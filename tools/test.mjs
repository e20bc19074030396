// Runs the tests: `node tools/test.mjs [jest arguments]`. The last line is `N passed, N failed`, counted by jest.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";

const resultFile = ".build/jest.json";
mkdirSync(".build", { recursive: true });

const chosen = process.argv.slice(2);
const verdicts = [verdictOf(chosen)];
// A server may describe a role's assignment in three forms; whatever is tested of assignments holds with each.
const rows = ["contract", "dynamic", "lifecycle", "ownership", "reliability"].map((name) => `tests/${name}`);
if (chosen.length === 0) {
  for (const form of ["empty", "principal"]) {
    console.log(`[test] role assignments once more, where the server describes their sources as: ${form}`);
    const { skipped: _, ...verdict } = verdictOf([...rows, "-t", "RoleAssignment"], {
      ASSIGNMENT_SOURCES: form,
    });
    verdicts.push({ ...verdict, skipped: 0 });
  }
}

for (const { complaint } of verdicts) if (complaint) console.log(complaint);
const sum = (name) => verdicts.reduce((total, verdict) => total + verdict[name], 0);
const skipped = sum("skipped");
console.log(`${sum("passed")} passed, ${sum("failed")} failed${skipped ? `, ${skipped} skipped` : ""}`);
process.exitCode = verdicts.some(({ complaint, failed }) => complaint || failed) ? 1 : 0;

function verdictOf(args, environment = {}) {
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
      ...args,
    ],
    // jest writes its report to stderr: on one stream the count below stays the last line.
    { stdio: ["inherit", process.stdout.fd, process.stdout.fd], env: { ...process.env, ...environment } },
  );
  return verdict(run, readResult());
}

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
