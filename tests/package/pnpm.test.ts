import { join } from "node:path";
import {
  dynamicTypes,
  facts,
  fetched,
  hashOfTarball,
  long,
  makeAll,
  must,
  place,
  prepared,
  sdkVersion,
  tarball,
  write,
} from "./room";

let workspace: string;

beforeAll(async () => {
  const tool = await fetched("pnpm", ["pnpm@12"]);
  const sdk = { "@pulumi/pulumi": sdkVersion() };
  const wanted = [hashOfTarball(), sdkVersion(), "strictDepBuilds"].join(" ");
  workspace = await prepared("pnpm-workspace", wanted, async (folder) => {
    write(folder, {
      "package.json": { private: true },
      "pnpm-workspace.yaml":
        "packages: [own, nested]\nstoreDir: ../pnpm-store\ncacheDir: ../pnpm-cache\nstrictDepBuilds: false\n",
    });
    place(folder, "own", {
      "package.json": { name: "own", dependencies: { ...sdk, "pulumi-openai": `file:${tarball}` } },
    });
    place(folder, "nested", {
      "package.json": { name: "nested", dependencies: { ...sdk, kit: "file:../kit" } },
    });
    place(folder, "kit", {
      "package.json": {
        name: "kit",
        version: "1.0.0",
        dependencies: { "pulumi-openai": `file:${tarball}` },
        peerDependencies: { "@pulumi/pulumi": "*" },
      },
      "index.js": `module.exports = require("pulumi-openai/dynamic");`,
    });
    const pnpm = join(tool, "node_modules/pnpm/bin/pnpm.mjs");
    const args = ["install", "--prefer-offline", "--no-frozen-lockfile"];
    await must(process.execPath, [pnpm, ...args], { cwd: folder, env: { NODE_OPTIONS: "" } });
  });
}, long);

/** Runs a program of the workspace, from its own folder unless told otherwise. */
const printed = async (name: string, source: string, cwd = join(workspace, name)) => {
  write(join(workspace, name), { "program.cjs": source });
  const file = join(workspace, name, "program.cjs");
  return (await must(process.execPath, [file], { cwd, within: workspace })).trim();
};

/** The check is made where an engine has started the program; this one has an address and is never called. */
const complaint = (openai: string) => `
process.env.PULUMI_NODEJS_ENGINE = "127.0.0.1:1";
const { Project } = require("${openai}");
try {
  new Project("a");
  console.log("made");
} catch (error) {
  console.log(error.message);
}`;

describe("Installed by pnpm, which shows a program only its own dependencies,", () => {
  it("the classes work when the program depends on the package", async () => {
    expect(JSON.parse(await printed("own", makeAll("pulumi-openai/dynamic")))).toEqual(dynamicTypes);
  });

  it("the handlers load when the program depends on the package", async () => {
    const source = `console.log(typeof require("pulumi-openai/dynamic").handlers.Project.create)`;
    expect(await printed("own", source)).toBe("function");
  });

  it("the command is there when the program depends on the package", async () => {
    const command = join(workspace, "own/node_modules/.bin/openai-emulator");
    expect(await must(command, ["--help"], { cwd: join(workspace, "own"), within: workspace })).toContain(
      "Usage: openai-emulator",
    );
  });

  it("a package that is only somebody else's dependency says what to do", async () => {
    expect(await printed("nested", complaint("kit"))).toBe(
      `pulumi-openai ${facts.version} runs this program, but from ${join(workspace, "nested")} no pulumi-openai is found. ` +
        "Add pulumi-openai to this program's own dependencies, in the same version, and install.",
    );
  });

  it("another version found from the program's folder is named", async () => {
    const elsewhere = place(workspace, "elsewhere", { "package.json": { name: "elsewhere" } });
    place(elsewhere, "node_modules/pulumi-openai", {
      "package.json": {
        name: "pulumi-openai",
        version: "9.9.9",
        exports: { "./package.json": "./package.json" },
      },
    });
    expect(await printed("own", complaint("pulumi-openai/dynamic"), elsewhere)).toBe(
      `pulumi-openai ${facts.version} runs this program, but from ${elsewhere} version 9.9.9 is found. ` +
        "Add pulumi-openai to this program's own dependencies, in the same version, and install.",
    );
  });

  it("the same version found from the program's folder is enough", async () => {
    const elsewhere = place(workspace, "same", { "package.json": { name: "same" } });
    place(elsewhere, "node_modules/pulumi-openai", {
      "package.json": { name: "pulumi-openai", version: facts.version },
    });
    expect(await printed("own", complaint("pulumi-openai/dynamic"), elsewhere)).toBe("made");
  });
});
