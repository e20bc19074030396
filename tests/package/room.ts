import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { catalog } from "../../provider/resources/catalog";
import { alone } from "../../tools/program/alone";
import { installPackage } from "../../tools/program/install";

/** Everything that these tests write lies here. */
export const room = resolve(".build/package-tests");
export const tarball = resolve(".build/pulumi-openai.tgz");
export const wall = resolve("tests/package/wall.cjs");

/** For hooks that may have to install, and for tests that start compilers. */
export const long = 900_000;

export const classes = catalog.map(({ token }) => token).sort();

export type Json = Record<string, unknown>;

export function readJson(path: string): Json {
  return JSON.parse(readFileSync(path, "utf8")) as Json;
}

/** What the published package.json says about itself. */
export const facts = readJson("package.json") as {
  name: string;
  version: string;
  engines: { node: string };
  peerDependencies: Record<string, string>;
};

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface How {
  cwd: string;
  env?: Record<string, string>;
  /** The folder above which no package is found; the working directory unless given. */
  within?: string;
}

export function start(command: string, args: string[], { cwd, env = {}, within = cwd }: How): ChildProcess {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(OPENAI|PULUMI|JEST)_|^NODE_(ENV|OPTIONS|PATH)$/.test(name),
  );
  return spawn(command, args, {
    cwd,
    env: { ...Object.fromEntries(inherited), NODE_OPTIONS: `--require ${wall}`, WALL: within, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

export function ended(child: ChildProcess): Promise<Ended> {
  return new Promise((done, failed) => {
    let stdout = "";
    let stderr = "";
    child.stdout?.on("data", (chunk) => {
      stdout += chunk;
    });
    child.stderr?.on("data", (chunk) => {
      stderr += chunk;
    });
    child.once("error", failed);
    child.once("close", (code) => done({ code, stdout, stderr }));
  });
}

export async function run(command: string, args: string[], how: How): Promise<Ended> {
  return ended(start(command, args, how));
}

/** Runs what must succeed, and gives what it printed. */
export async function must(command: string, args: string[], how: How): Promise<string> {
  const { code, stdout, stderr } = await run(command, args, how);
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${code}:\n${stdout}${stderr}`);
  return stdout;
}

/** Prepares a folder unless it was prepared for just this before. */
export function prepared(
  name: string,
  wanted: string,
  prepare: (folder: string) => Promise<void>,
): Promise<string> {
  const folder = join(room, name);
  const stamp = join(folder, ".prepared");
  return alone(join(".build/package-tests", `${name}.lock`), async () => {
    if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return folder;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    await prepare(folder);
    writeFileSync(stamp, wanted);
    return folder;
  });
}

export function hashOfTarball(): string {
  return createHash("sha256").update(readFileSync(tarball)).digest("hex");
}

/** Pulumi's SDK in the version that this checkout is tested with. */
export function sdkVersion(): string {
  return String(readJson("node_modules/@pulumi/pulumi/package.json").version);
}

/** One empty program with the packed package, shared: each suite keeps to a folder of its own below it. */
export async function installedProgram(): Promise<string> {
  const folder = join(room, "program");
  await alone(".build/package-tests/program.lock", async () => {
    mkdirSync(folder, { recursive: true });
    write(folder, { "package.json": { name: "program", private: true } });
    installPackage(folder, ["@types/node@24"]);
  });
  return folder;
}

/** Packages that only the tests need, in a folder of their own, each version fetched once. */
export function fetched(name: string, packages: string[], content = ""): Promise<string> {
  return prepared(name, [...packages, content].join(" "), async (folder) => {
    write(folder, { "package.json": { private: true } });
    const options = ["--no-save", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"];
    await must("npm", ["install", ...options, ...packages], { cwd: folder, env: { NODE_OPTIONS: "" } });
  });
}

/** A new folder with these files. */
export function place(parent: string, name: string, files: Record<string, string | Json>): string {
  const folder = join(parent, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  write(folder, files);
  return folder;
}

export function write(folder: string, files: Record<string, string | Json>): void {
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
  }
}

/** A program, in CommonJS, that makes one resource of every class without an engine and prints their types. */
export const makeAll = (openai: string): string => `
const pulumi = require("@pulumi/pulumi");
const openai = require("${openai}");
const types = [];
pulumi.runtime.setMocks({
  newResource(args) {
    types.push(args.type);
    return { id: args.name + "-id", state: args.inputs };
  },
  call: (args) => args.inputs,
});
const made = ${JSON.stringify(classes)}.map((name) => new openai[name](name, {}));
const ids = made.map(({ id }) => new Promise((known) => id.apply(known)));
Promise.all(ids).then(() => console.log(JSON.stringify(types.sort())));
`;

export const dynamicTypes = classes.map((name) => `pulumi-nodejs:dynamic/openai:${name}`);
