import { accessSync, constants, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  classes,
  dynamicTypes,
  facts,
  installedProgram,
  long,
  makeAll,
  must,
  place,
  readJson,
  room,
} from "./room";

let program: string;
let folder: string;

beforeAll(async () => {
  program = await installedProgram();
  folder = place(program, "loading", { "package.json": { private: true } });
}, long);

/** Runs a piece of a program and gives what it printed, read as JSON. */
async function printed(name: string, source: string): Promise<unknown> {
  const home = place(folder, name.replace(/\W/g, "-"), { [name]: source });
  return JSON.parse(await must(process.execPath, [name], { cwd: home, within: program }));
}

const plugin = [...classes, "Provider", "config", "types"];
const settings = ["adminApiKey", "apiKey", "baseUrl", "organization", "project"];

describe("In CommonJS", () => {
  const required = (path: string, what = "Object.keys(found)") =>
    printed("program.cjs", `const found = require("${path}"); console.log(JSON.stringify(${what}));`);

  it.each([
    ["pulumi-openai", plugin],
    ["pulumi-openai/dynamic", [...classes, "handlers"]],
    ["pulumi-openai/emulator", ["createEmulator", "seedKeys"]],
    ["pulumi-openai/types", ["enums", "input", "output"]],
    ["pulumi-openai/config", settings],
  ])("require finds all of %s", async (path, names) => {
    expect(await required(path)).toEqual(expect.arrayContaining(names));
  });

  it("require finds the schema and the package.json", async () => {
    expect(await required("pulumi-openai/schema.json", "[found.name, found.version]")).toEqual([
      "openai",
      facts.version,
    ]);
    expect(await required("pulumi-openai/package.json", "[found.name, found.version]")).toEqual([
      "pulumi-openai",
      facts.version,
    ]);
  });

  it("the plugin's classes are of the plugin's types", async () => {
    expect(
      await required("pulumi-openai", `${JSON.stringify(classes)}.map((name) => found[name].__pulumiType)`),
    ).toEqual(classes.map((name) => `openai:index:${name}`));
  });

  it("what is not exported cannot be reached", async () => {
    await expect(required("pulumi-openai/dist/provider/dynamic")).rejects.toThrow(
      "ERR_PACKAGE_PATH_NOT_EXPORTED",
    );
  });

  it("one resource of every class can be made", async () => {
    expect(await printed("program.cjs", makeAll("pulumi-openai/dynamic"))).toEqual(dynamicTypes);
  });

  it("every class has a handler, and all that handlers need comes with the package", async () => {
    expect(
      await required(
        "pulumi-openai/dynamic",
        `${JSON.stringify(classes)}.filter((name) => typeof found.handlers[name].create !== "function")`,
      ),
    ).toEqual([]);
  });
});

describe("In ES modules", () => {
  const imported = (names: string[], path: string, more = "") =>
    printed(
      "program.mjs",
      `import { ${names.join(", ")} } from "${path}"; ${more}
       console.log(JSON.stringify(Object.entries({ ${names.join(", ")} }).filter(([, found]) => found != null).map(([name]) => name)));`,
    );

  it.each([
    ["pulumi-openai", plugin],
    ["pulumi-openai/dynamic", [...classes, "handlers"]],
    ["pulumi-openai/emulator", ["createEmulator", "seedKeys"]],
    ["pulumi-openai/types", ["enums", "input", "output"]],
  ])("every name of %s can be imported by itself", async (path, names) => {
    expect(await imported(names, path)).toEqual(names);
  });

  it("the settings can be imported by themselves", async () => {
    const source = `import * as config from "pulumi-openai/config"; console.log(JSON.stringify(Object.keys(config)));`;
    expect(await printed("program.mjs", source)).toEqual(expect.arrayContaining(settings));
  });

  it("the schema and the package.json can be imported", async () => {
    const source = `
      import schema from "pulumi-openai/schema.json" with { type: "json" };
      import manifest from "pulumi-openai/package.json" with { type: "json" };
      console.log(JSON.stringify([schema.name, manifest.name]));`;
    expect(await printed("program.mjs", source)).toEqual(["openai", "pulumi-openai"]);
  });

  it("an imported class is the one that CommonJS gets", async () => {
    const source = `
      import { createRequire } from "node:module";
      import { Project, VectorStore } from "pulumi-openai/dynamic";
      const required = createRequire(import.meta.url)("pulumi-openai/dynamic");
      console.log(JSON.stringify([required.Project === Project, required.VectorStore === VectorStore, Project.name]));`;
    expect(await printed("program.mjs", source)).toEqual([true, true, "Project"]);
  });

  it("one resource of every class can be made", async () => {
    const made = makeAll("pulumi-openai/dynamic")
      .replace(/const (\w+) = require\((.*)\);/g, "import * as $1 from $2;")
      .replaceAll("openai[name]", "openai[name]");
    expect(made).toContain("import * as openai");
    expect(await printed("program.mjs", made)).toEqual(dynamicTypes);
  });
});

describe("A program that only declares resources", () => {
  const heavy = ["zod", "undici", "hono", "ajv", "commander"];
  const loaded = (source: string) =>
    printed(
      "program.cjs",
      `${source}
       const files = Object.keys(require.cache);
       console.log(JSON.stringify(${JSON.stringify(heavy)}.filter((name) => files.some((file) => file.includes("/node_modules/" + name + "/")))));`,
    );

  it("loads no schema library, no HTTP client and no server", async () => {
    expect(await loaded(`const { Project } = require("pulumi-openai/dynamic"); new Project("a");`)).toEqual(
      [],
    );
  });

  it("loads them when the engine asks for a handler, or the program for the emulator", async () => {
    const all = `require("pulumi-openai/dynamic").handlers.Project; require("pulumi-openai/emulator");`;
    expect(await loaded(all)).toEqual(expect.arrayContaining(["zod", "undici", "hono"]));
  });
});

describe("The commands of the package", () => {
  it("are installed as executable files that name their interpreter", () => {
    const bin = readJson(join(room, "program/node_modules/pulumi-openai/package.json")).bin as Record<
      string,
      string
    >;
    expect(Object.keys(bin)).toContain("openai-emulator");
    for (const [name, target] of Object.entries(bin)) {
      const command = join(program, "node_modules/.bin", name);
      accessSync(command, constants.X_OK);
      expect(readFileSync(command, "utf8")).toBe(
        readFileSync(join(program, "node_modules/pulumi-openai", target), "utf8"),
      );
      expect(readFileSync(command, "utf8")).toMatch(/^#!(\/usr\/bin\/env node|\/bin\/sh)\n/);
    }
  });
});
