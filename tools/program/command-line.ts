import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

/** A Pulumi command line that is installed here. */
export interface CommandLine {
  version: string;
  /** The file, or the name by which PATH finds it. */
  path: string;
}

const bin = resolve(".tools/bin");

/** The one that `make setup` builds or links; where there is none, that of PATH. */
export const defaultCommandLine = existsSync(`${bin}/pulumi`) ? `${bin}/pulumi` : "pulumi";

/** The default one first, then the oldest promised one, where `make test` has built it beside. */
export function commandLines(): CommandLine[] {
  const module = readFileSync("tools/pulumi-cli-oldest/go.mod", "utf8");
  const oldest = /^require github\.com\/pulumi\/pulumi\/pkg\/v3 v(\S+)$/m.exec(module)?.[1];
  if (!oldest) throw new Error("tools/pulumi-cli-oldest/go.mod names no version of pkg/v3");
  const found = [defaultCommandLine, `${bin}/pulumi-${oldest}`]
    .filter((path) => path === defaultCommandLine || existsSync(path))
    .map((path) => ({ version: versionOf(path), path }));
  return found.filter(
    ({ version }, index) => found.findIndex((other) => other.version === version) === index,
  );
}

function versionOf(path: string): string {
  const printed = execFileSync(path, ["version"], {
    encoding: "utf8",
    env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" },
  });
  return printed.trim().replace(/^v/, "");
}
