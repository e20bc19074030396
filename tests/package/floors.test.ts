import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type RunningEmulator, startEmulator } from "../../tools/program/emulator";
import {
  dynamicTypes,
  facts,
  fetched,
  hashOfTarball,
  installedProgram,
  long,
  makeAll,
  must,
  place,
  run,
  tarball,
} from "./room";

const nodeFloor = facts.engines.node.replace(/[^\d.]/g, "");
const sdkFloor = String(facts.peerDependencies["@pulumi/pulumi"]).replace(/[^\d.]/g, "");
const exactNodeFloor = [...nodeFloor.split("."), "0", "0"].slice(0, 3).join(".");

/** The packages that npm's package \`node\` installs: the same file, without its script. */
const nodePackage = `node${process.platform === "darwin" && process.arch === "arm64" ? "-bin" : ""}-${process.platform}-${process.arch}`;
const nodes: Record<string, string> = { [`Node ${process.versions.node}`]: process.execPath };

let program: string;
let folder: string;

beforeAll(async () => {
  program = await installedProgram();
  folder = place(program, "floors", {
    "package.json": { private: true },
    "all.cjs": makeAll("pulumi-openai/dynamic"),
    "handlers.cjs": `console.log(typeof require("pulumi-openai/dynamic").handlers.Project.create);`,
    "pretend.cjs": `Object.defineProperty(process.versions, "node", { value: process.env.PRETEND });`,
  });
  const wanted: Record<string, string> = { "Node 20": "20", "Node floor": exactNodeFloor, "Node 22": "22" };
  if (!process.version.startsWith("v24.")) wanted["Node 24"] = "24";
  const alias = (range: string) => `node-${range}@npm:${nodePackage}@${range}`;
  const home = await fetched("nodes", Object.values(wanted).map(alias));
  for (const [name, range] of Object.entries(wanted))
    nodes[name] = join(home, `node_modules/node-${range}/bin/node`);
  if (process.version.startsWith("v24.")) nodes["Node 24"] = process.execPath;
}, long);

const under = (node: string, ...args: string[]) =>
  run(String(nodes[node]), args, { cwd: folder, within: program });

const emulatorMain = () => join(program, "node_modules/pulumi-openai/dist/emulator/main.js");

describe.each(["Node floor", "Node 22", "Node 24"])("Under %s", (node) => {
  it("one resource of every class can be made", async () => {
    const { code, stdout, stderr } = await under(node, "all.cjs");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(JSON.parse(stdout)).toEqual(dynamicTypes);
  });

  it("the handlers load", async () => {
    expect(await under(node, "handlers.cjs")).toEqual({ code: 0, stdout: "function\n", stderr: "" });
  });

  it("the emulator starts", async () => {
    const source = `
      const { spawn } = require("node:child_process");
      const child = spawn(process.execPath, [${JSON.stringify(emulatorMain())}], { stdio: ["ignore", "pipe", "inherit"] });
      child.stdout.once("data", (line) => { process.stdout.write(line); child.kill(); });
      child.once("exit", (code) => { process.exitCode = code; });`;
    const { code, stdout, stderr } = await under(node, "-e", source);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^listening on http:\/\/127\.0\.0\.1:\d+\/v1\n$/);
  });
});

describe("An older Node gets a sentence and no riddle:", () => {
  it("the least one that works is the one that package.json names", () => {
    expect(exactNodeFloor).toBe("22.19.0");
  });

  it.each([
    ["the classes", ["-e", `require("pulumi-openai/dynamic")`]],
    ["the handlers", ["handlers.cjs"]],
  ])("%s say it under Node 20", async (_, args) => {
    const { code, stdout, stderr } = await under("Node 20", ...args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(
      /^Error: pulumi-openai needs Node 22\.19 or newer, and this is Node 20\.\d+\.\d+\. Install a newer Node and run the command again\.$/m,
    );
    expect(stderr.match(/^\w*Error\b/gm)).toEqual(["Error"]);
    expect(stderr).not.toContain("node_modules/zod");
  });

  it("the command says it under Node 20, and nothing else", async () => {
    const { code, stdout, stderr } = await under("Node 20", emulatorMain(), "--port", "0");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(
      /^openai-emulator needs Node 22\.19 or newer, and this is Node 20\.\d+\.\d+\. Install a newer Node and run the command again\.\n$/,
    );
  });

  it.each([
    ["18.20.8", false],
    ["22.9.0", false],
    ["22.18.9", false],
    ["22.19.0", true],
    ["23.0.0", true],
    ["100.0.0", true],
  ])("Node %s is enough: %s", async (version, enough) => {
    const how = { cwd: folder, within: program, env: { PRETEND: version } };
    const pretending = (...args: string[]) => run(process.execPath, ["-r", "./pretend.cjs", ...args], how);
    const said = `needs Node 22.19 or newer, and this is Node ${version}.`;
    const classes = await pretending("-e", `require("pulumi-openai/dynamic")`);
    const command = await pretending(emulatorMain(), "--help");
    expect([classes.code, classes.stderr.includes(said)]).toEqual(enough ? [0, false] : [1, true]);
    expect([command.code, command.stderr.includes(said)]).toEqual(enough ? [0, false] : [1, true]);
  });
});

describe("Pulumi's SDK in the oldest version that the package accepts", () => {
  let old: string;
  let emulator: RunningEmulator;

  beforeAll(async () => {
    old = await fetched("sdk-floor", [tarball, `@pulumi/pulumi@${sdkFloor}`], hashOfTarball());
    place(old, "program", { "all.cjs": makeAll("pulumi-openai/dynamic") });
    emulator = await startEmulator(old);
  }, long);

  afterAll(async () => emulator?.stop());

  it("is the one that is tested here", () => {
    const manifest = readFileSync(join(old, "node_modules/@pulumi/pulumi/package.json"), "utf8");
    expect(JSON.parse(manifest).version).toBe(sdkFloor);
  });

  it("makes one resource of every class", async () => {
    const output = await must(process.execPath, ["all.cjs"], { cwd: join(old, "program"), within: old });
    expect(JSON.parse(output)).toEqual(dynamicTypes);
  });

  it("takes the inputs that Read returns, so that a refresh shows the next update what was changed by hand", async () => {
    const engine = resolve("tests/package/ask-dynamic-provider.cjs");
    const args = [engine, emulator.url, "sk-admin-test"];
    const answer = JSON.parse(await must(process.execPath, args, { cwd: join(old, "program"), within: old }));
    expect(answer.properties).toMatchObject({ name: "by hand" });
    expect(answer.inputs).toMatchObject({
      name: "by hand",
      __provider: `exports.handler = () => require("pulumi-openai/dynamic").handlers.Project;`,
    });
  });
});
