import { createRequire } from "node:module";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { version } from "pulumi-openai/package.json";

let checked = false;

/**
 * The engine runs the provider from the program's folder, so the package must be found from there, in this version:
 * a package manager that does not hoist hides one that is only somebody else's dependency. Without an engine, as in unit
 * tests with Pulumi's mocks, no provider runs, and the working directory says nothing of the program's folder.
 */
export function demandOwnDependency(folder = process.cwd()): void {
  // Not hasEngine(): that is true only after the first message to the engine.
  if (checked || pulumi.runtime.getEngine() === undefined) return;
  const found = findVersion(folder);
  if (found !== version) {
    throw new Error(
      `pulumi-openai ${version} runs this program, but from ${folder} ${found ? `version ${found}` : "no pulumi-openai"} is found. ` +
        "Add pulumi-openai to this program's own dependencies, in the same version, and install.",
    );
  }
  checked = true;
}

function findVersion(folder: string): string | undefined {
  try {
    return createRequire(join(folder, "index.js"))("pulumi-openai/package.json").version;
  } catch {
    return undefined;
  }
}
