import { mkdirSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { type RunningEmulator, startEmulator } from "../../tools/program/emulator";
import { Pulumi } from "../../tools/program/pulumi";
import {
  facts,
  hashOfTarball,
  type Json,
  long,
  must,
  prepared,
  readJson,
  sdkVersion,
  tarball,
  wall,
  write,
} from "./room";

const program = (args = `residency: "EU_STORAGE_PROCESSING"`) => `
import * as pulumi from "@pulumi/pulumi";
import { Project, ProjectServiceAccount, ServiceAccountApiKey, VectorStore } from "pulumi-openai/dynamic";
import { enums } from "pulumi-openai/types";

export const residency = enums.ProjectResidency.EU_STORAGE_PROCESSING;
const project = new Project("team", { ${args} });
const { projectId } = project;
const { serviceAccountId } = new ProjectServiceAccount("bot", { projectId });
const key = new ServiceAccountApiKey("key", { projectId, serviceAccountId, allPermissions: true });
new VectorStore("store", { apiKey: key.value, projectId }, { deletedWith: project });
export const value: pulumi.Output<string | undefined> = key.value;
`;

/** As \`pulumi new typescript\` leaves it, but without a TypeScript of its own: the SDK then uses the one inside it. */
const manifest = {
  name: "program",
  private: true,
  main: "index.ts",
  dependencies: { "@pulumi/pulumi": sdkVersion(), "pulumi-openai": `file:${tarball}` },
};

let folder: string;
let pulumi: Pulumi;
let emulator: RunningEmulator;

/** A command line for which fetching plugins is as allowed as it is for every user. */
function commandLine(environment: Record<string, string> = {}): Pulumi {
  return new Pulumi(folder, {
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "false",
    NODE_OPTIONS: `--require ${wall}`,
    WALL: folder,
    ...environment,
  });
}

const plugins = async () =>
  (JSON.parse(await pulumi.must(["about", "--json"])) as { plugins: { name: string; kind: string }[] })
    .plugins;

beforeAll(async () => {
  // The first time, \`pulumi install\` finds nothing installed; later it finds what it installed then.
  folder = await prepared("cli", `${hashOfTarball()} ${JSON.stringify(manifest)}`, async (home) => {
    folder = home;
    write(home, { "Pulumi.yaml": "name: program\nruntime: nodejs\n", "package.json": manifest });
    await commandLine().must(["install"]);
  });
  for (const leftover of [".state", "Pulumi.dev.yaml"])
    rmSync(join(folder, leftover), { recursive: true, force: true });
  mkdirSync(join(folder, ".state"));
  write(folder, { "index.ts": program() });
  emulator = await startEmulator(folder);
  pulumi = commandLine();
  await pulumi.init("dev", { "openai:baseUrl": emulator.url }, { "openai:adminApiKey": "sk-admin-test" });
}, long);

afterAll(async () => emulator?.stop());

/** Puts back what every generated SDK says about itself, with a server of the test to fetch the plugin from. */
async function withPulumiKey<T>(path: string, server: string, work: () => Promise<T>): Promise<T> {
  const file = `node_modules/pulumi-openai/${path}`;
  const before: Json = readJson(join(folder, file));
  write(folder, { [file]: { ...before, pulumi: { resource: true, name: "openai", server } } });
  try {
    return await work();
  } finally {
    write(folder, { [file]: `${JSON.stringify(before, null, 2)}\n` });
  }
}

const carriers = ["package.json", "dist/sdk/nodejs/package.json"];

describe("For a program with dynamic resources only", () => {
  it(
    "`pulumi install` succeeds, though it may fetch plugins",
    async () => {
      const { code, output } = await pulumi.run(["install"]);
      expect(output).toContain("Finished installing dependencies");
      expect({ code, output }).toEqual({
        code: 0,
        output: expect.not.stringMatching(/openai|plugin|error/i),
      });
    },
    long,
  );

  it("the language host asks for no plugin of this package", async () => {
    expect((await plugins()).filter(({ kind }) => kind === "resource")).toEqual([]);
  });

  it("no plugin was put into Pulumi's home", async () => {
    expect(JSON.parse(await pulumi.must(["plugin", "ls", "--json"]))).not.toContainEqual(
      expect.objectContaining({ name: "openai" }),
    );
  });

  it.each(carriers)(
    "both would be otherwise with a `pulumi` key in %s",
    async (path) => {
      const asked: string[] = [];
      const server = createServer((request, response) => {
        asked.push(String(request.url));
        response.writeHead(404).end();
      });
      await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      try {
        await withPulumiKey(path, url, async () => {
          expect(await plugins()).toContainEqual(
            expect.objectContaining({ name: "openai", kind: "resource" }),
          );
          expect((await pulumi.run(["install"])).code).not.toBe(0);
        });
      } finally {
        server.close();
      }
      expect(asked[0]).toContain(`pulumi-resource-openai-v${facts.version}`);
    },
    long,
  );
});

describe("A TypeScript program without a TypeScript of its own", () => {
  const preview = (args?: string) => {
    write(folder, { "index.ts": program(args) });
    return pulumi.run(["preview", "--diff"]);
  };

  it("is compiled by the one inside Pulumi's SDK", async () => {
    const source = `
      const { version } = require("@pulumi/pulumi/typescript-shim");
      const inside = Object.keys(require.cache).filter((file) => file.endsWith("/typescript.js"));
      console.log(JSON.stringify([version, inside.every((file) => file.includes("@pulumi/pulumi/vendor/"))]));`;
    write(folder, { "shim.cjs": source });
    const [version, vendored] = JSON.parse(
      await must(process.execPath, ["shim.cjs"], { cwd: folder }),
    ) as string[];
    expect(vendored).toBe(true);
    expect(version).toMatch(/^3\./);
  });

  it(
    "is previewed",
    async () => {
      const { code, output } = await preview();
      expect(output).not.toContain("Unable to compile");
      expect(output).toContain("+ 5 to create");
      expect(output).toContain("pulumi-nodejs:dynamic/openai:VectorStore: (create)");
      expect(code).toBe(0);
      expect(await emulator.calls()).toBe(0);
    },
    long,
  );

  it.each([
    [`residensy: "EU_STORAGE_PROCESSING"`, "'residensy' does not exist in type 'ProjectArgs & Adoptable'"],
    [`residency: "MARS"`, `Type '"MARS"' is not assignable`],
  ])(
    "is told that %s is a mistake",
    async (args, complaint) => {
      const { code, output } = await preview(args);
      expect(output).toContain("Unable to compile TypeScript");
      expect(output).toContain(complaint);
      expect(output.match(/error TS\d+/g)).toHaveLength(1);
      expect(code).not.toBe(0);
    },
    long,
  );
});
