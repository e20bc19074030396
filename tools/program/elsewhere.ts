import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { alone } from "./alone";
import { tarball } from "./install";

/** A program as its reader has it: in a folder of its own, with nothing above it that could lend it a package. */
export interface Elsewhere {
  folder: string;
  remove(): void;
}

/** A folder of examples/, after the `npm install` of its README. */
export function exampleElsewhere(name: string): Promise<Elsewhere> {
  return elsewhere(name, (folder) =>
    cpSync(join("examples", name), folder, {
      recursive: true,
      filter: (path) => !path.includes("node_modules"),
    }),
  );
}

/** These files, a package.json among them, after `npm install`. */
export function programElsewhere(name: string, files: Record<string, string>): Promise<Elsewhere> {
  return elsewhere(name, (folder) => {
    for (const [file, content] of Object.entries(files)) writeFileSync(join(folder, file), content);
  });
}

async function elsewhere(name: string, fill: (folder: string) => void): Promise<Elsewhere> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), `pulumi-openai-${name}-`)));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    refuseLenders(folder);
    fill(folder);
    await npmInstall(folder);
  } catch (error) {
    remove();
    throw error;
  }
  return { folder, remove };
}

/** Node and TypeScript look for packages in every folder above: one there would hide what the program forgot to name. */
function refuseLenders(folder: string): void {
  for (let above = dirname(folder); ; above = dirname(above)) {
    const lender = join(above, "node_modules");
    if (existsSync(lender)) throw new Error(`${lender} stands above ${folder}: set TMPDIR to another folder`);
    if (above === dirname(above)) return;
  }
}

interface Manifest {
  dependencies: Record<string, string>;
  devDependencies?: Record<string, string>;
}

/**
 * What the program's own package.json asks for, with the packed package in place of the published one. Programs that
 * ask for the same share one installation, of which each gets a copy: a link would lead back below this checkout.
 */
async function npmInstall(folder: string): Promise<void> {
  if (!existsSync(tarball)) throw new Error(`${tarball} is missing: run \`make build\` first`);
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
  manifest.dependencies["pulumi-openai"] = `file:${tarball}`;
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  const { dependencies, devDependencies } = manifest;
  const wanted = JSON.stringify({ private: true, dependencies, devDependencies });
  const installed = join(".build/installed", sha256(wanted).slice(0, 12));
  await alone(`${installed}.lock`, async () => {
    const content = sha256(readFileSync(tarball));
    if (!existsSync(join(installed, content))) {
      rmSync(installed, { recursive: true, force: true });
      mkdirSync(installed, { recursive: true });
      writeFileSync(join(installed, "package.json"), wanted);
      execFileSync("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"], {
        cwd: installed,
        stdio: ["ignore", "ignore", "inherit"],
      });
      writeFileSync(join(installed, content), "");
    }
    // Seven times as fast as Node's own copying.
    execFileSync("cp", ["-R", resolve(installed, "node_modules"), folder]);
  });
}

function sha256(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
