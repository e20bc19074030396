import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { version } from "../../package.json";

type Demand = typeof import("../../sdk/dynamic/own-dependency").demandOwnDependency;

/** As the engine starts a program: with its address, which nothing here calls. */
function attach(engine = "127.0.0.1:1"): void {
  const { runtime }: typeof import("@pulumi/pulumi") = require("@pulumi/pulumi");
  runtime.resetOptions("project", "stack", 1, engine, engine, false, "");
}

/** The check as a new process would make it. */
function fresh(engine?: string): Demand {
  let demand: Demand | undefined;
  jest.isolateModules(() => {
    attach(engine);
    demand = require("../../sdk/dynamic/own-dependency").demandOwnDependency;
  });
  if (!demand) throw new Error("not loaded");
  return demand;
}

const folders: string[] = [];

/** A program's folder with what is installed in it. */
function programWith(found: string | undefined): string {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-openai-program-"));
  folders.push(folder);
  if (found !== undefined) install(folder, found);
  return folder;
}

function install(folder: string, found: string): void {
  const own = join(folder, "node_modules", "pulumi-openai");
  mkdirSync(own, { recursive: true });
  writeFileSync(join(own, "package.json"), JSON.stringify({ name: "pulumi-openai", version: found }));
}

afterEach(() => {
  jest.restoreAllMocks();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function standIn(folder: string): void {
  jest.spyOn(process, "cwd").mockReturnValue(folder);
}

it("a program that has this version among its own dependencies is let through", () => {
  standIn(programWith(version));
  expect(fresh()).not.toThrow();
});

it("a program in a folder below the installed package is let through", () => {
  const folder = programWith(version);
  const below = join(folder, "infra", "prod");
  mkdirSync(below, { recursive: true });
  standIn(below);
  expect(fresh()).not.toThrow();
});

it("a program that cannot find the package is told to add it", () => {
  const folder = programWith(undefined);
  standIn(folder);
  expect(fresh()).toThrow(
    `pulumi-openai ${version} runs this program, but from ${folder} no pulumi-openai is found. ` +
      "Add pulumi-openai to this program's own dependencies, in the same version, and install.",
  );
});

it("a program that would find another version is told which", () => {
  const folder = programWith("0.0.7");
  standIn(folder);
  expect(fresh()).toThrow(
    `pulumi-openai ${version} runs this program, but from ${folder} version 0.0.7 is found. ` +
      "Add pulumi-openai to this program's own dependencies, in the same version, and install.",
  );
});

it("the first resource of a program makes the check, whatever its kind", () => {
  standIn(programWith(undefined));
  jest.isolateModules(() => {
    attach();
    const { VectorStore }: typeof import("../../sdk/dynamic") = require("../../sdk/dynamic");
    expect(() => new VectorStore("store", {})).toThrow("no pulumi-openai is found");
  });
});

it("the check is made once a process: it does not slow down the thousandth resource", () => {
  standIn(programWith(version));
  const demand = fresh();
  demand();
  standIn(programWith(undefined));
  expect(demand).not.toThrow();
});

it("a check that failed is made again", () => {
  const folder = programWith(undefined);
  standIn(folder);
  const demand = fresh();
  expect(demand).toThrow("no pulumi-openai is found");
  const installed = programWith(version);
  standIn(installed);
  expect(demand).not.toThrow();
});

it("without an engine there is nothing to check: no provider runs", () => {
  standIn(programWith(undefined));
  expect(fresh("")).not.toThrow();
});

it("in a unit test with Pulumi's mocks there is nothing to check, whatever folder it runs from", () => {
  standIn(programWith("0.0.7"));
  jest.isolateModules(() => {
    attach("");
    const { runtime }: typeof import("@pulumi/pulumi") = require("@pulumi/pulumi");
    runtime.setMocks({
      newResource: ({ name, inputs }) => ({ id: `${name}-id`, state: inputs }),
      call: ({ inputs }) => inputs,
    });
    const { VectorStore }: typeof import("../../sdk/dynamic") = require("../../sdk/dynamic");
    expect(() => new VectorStore("store", {})).not.toThrow();
  });
});
