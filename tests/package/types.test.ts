import { join, relative, resolve } from "node:path";
import { fetched, installedProgram, type Json, long, place, run } from "./room";

const good = `
import * as pulumi from "@pulumi/pulumi";
import * as plugin from "pulumi-openai";
import * as config from "pulumi-openai/config";
import { Project, ProjectServiceAccount, ServiceAccountApiKey, VectorStore } from "pulumi-openai/dynamic";
import { createEmulator, Emulator } from "pulumi-openai/emulator";
import { enums, input } from "pulumi-openai/types";

const residency: enums.ProjectResidency = enums.ProjectResidency.EU_STORAGE_PROCESSING;
const project = new Project("team", { name: "team", residency });
export const bare: Project = new Project("bare");
const inProject: pulumi.ResourceOptions = { deletedWith: project };
const { projectId } = project;
const account = new ProjectServiceAccount("bot", { projectId, role: "member" }, inProject);
const key = new ServiceAccountApiKey("key", {
  projectId,
  serviceAccountId: account.serviceAccountId,
  allPermissions: true,
});
const expiresAfter: input.VectorStoreExpiresAfterArgs = { anchor: "last_active_at", days: 30 };
const store = new VectorStore("store", { apiKey: key.value, projectId, expiresAfter }, { ...inProject, protect: true });
export const value: pulumi.Output<string | undefined> = key.value;
export const days: pulumi.Output<number | undefined> = store.expiresAfter.apply((after) => after && after.days);
export const status: pulumi.Output<enums.VectorStoreStatus> = store.status;
export function nameOf(resource: unknown): pulumi.Output<string> | undefined {
  return Project.isInstance(resource) ? resource.name : undefined;
}

const provider = new plugin.Provider("openai", { baseUrl: config.baseUrl });
const imported = new plugin.Project("old", { name: "old" }, { provider, import: "proj_1" });
export const oldName: pulumi.Output<string> = imported.name;
export const found: plugin.VectorStore = plugin.VectorStore.get("found", "vs_1");
const emulator: Emulator = createEmulator({ seed: 2 });
export const url: Promise<string> = emulator.listen().then((server) => server.url);
`;

/** Each of these lines is exactly one error, of the kind that stands behind it. */
const bad = `
import * as plugin from "pulumi-openai";
import { Project, ProjectRole, ServiceAccountApiKey, VectorStore } from "pulumi-openai/dynamic";
import { enums } from "pulumi-openai/types";
new Project("misspelt", { residensy: "EU_STORAGE_PROCESSING" }); // TS2561
new Project("unknown", { colour: "red" }); // TS2353
new Project("wrong", { residency: "MARS" }); // TS2322
new VectorStore("nested", { expiresAfter: { anchor: "created_at", days: 1 } }); // TS2322
new Project("import", {}, { import: "proj_1" }); // TS2353
new Project("provider", {}, { provider: new plugin.Provider("openai") }); // TS2353
new ServiceAccountApiKey("nothing"); // TS2554
new ProjectRole("missing", { permissions: [] }); // TS2345
new Project("admin", { apiKey: "sk-1" }); // TS2353
new VectorStore("number", { apiKey: 1 }); // TS2322
Project.get("lookup", "proj_1"); // TS2339
export const planet = enums.ProjectResidency.MARS; // TS2339
export const text: string = new Project("output").name; // TS2322
new plugin.Project("misspelt", { residensy: "EU_STORAGE_PROCESSING" }); // TS2561
`;

const module_ = `
import { Project, VectorStore } from "pulumi-openai/dynamic";
import { createEmulator } from "pulumi-openai/emulator";
import { enums } from "pulumi-openai/types";
import { Provider } from "pulumi-openai";
export const store: VectorStore = new VectorStore("store", {}, { dependsOn: new Project("project") });
export const made = [createEmulator(), enums.ProjectStatus, new Provider("openai")];
new Project("misspelt", { residensy: "EU_STORAGE_PROCESSING" }); // TS2561
`;

const errorsIn = (name: string, source: string) =>
  source.split("\n").flatMap((line, index) => {
    const code = / \/\/ (TS\d+)$/.exec(line)?.[1];
    return code ? [`${name}:${index + 1} ${code}`] : [];
  });

const compilers: Record<string, string> = { "TypeScript 6": "node_modules/typescript" };
let program: string;
let folder: string;

beforeAll(async () => {
  program = await installedProgram();
  folder = place(program, "types", { "package.json": { private: true } });
  const old = await fetched("typescript-5.9", ["typescript@5.9"]);
  compilers["TypeScript 5.9"] = join(old, "node_modules/typescript");
}, long);

/** Compiles a program and gives its errors as `file:line code`, and the files that were read for it. */
async function compile(compiler: string, name: string, compilerOptions: Json, files: Record<string, string>) {
  const tsconfig = { compilerOptions: { noEmit: true, ...compilerOptions }, files: Object.keys(files) };
  const home = place(folder, name.replace(/\W+/g, "-"), { ...files, "tsconfig.json": tsconfig });
  const path = resolve(String(compilers[compiler]));
  const args = [join(path, "bin/tsc"), "-p", ".", "--listFiles", "--pretty", "false"];
  const { stdout } = await run(process.execPath, args, { cwd: home, within: program });
  const lines = stdout.split("\n");
  const errors = lines.flatMap((line) => {
    const found = /^(.+?)\((\d+),\d+\): error (TS\d+)/.exec(line) ?? /^()()error (TS\d+)/.exec(line);
    return found ? [`${found[1]}:${found[2]} ${found[3]}`] : [];
  });
  const read = lines.filter((line) => line.startsWith("/") && !line.startsWith(`${path}/`));
  return { errors, outside: read.filter((file) => relative(program, file).startsWith("..")), read };
}

const modern = { target: "es2022", strict: true, skipLibCheck: true, types: ["node"] };
const programs = { "good.ts": good, "bad.ts": bad };
const expected = errorsIn("bad.ts", bad);
const modes: [string, string, Json, boolean][] = [
  ["TypeScript 6", "node16", { module: "node16", moduleResolution: "node16" }, true],
  ["TypeScript 6", "nodenext", { module: "nodenext", moduleResolution: "nodenext" }, true],
  ["TypeScript 6", "bundler", { module: "esnext", moduleResolution: "bundler" }, true],
  ["TypeScript 5.9", "node16", { module: "node16", moduleResolution: "node16" }, true],
  ["TypeScript 5.9", "nodenext", { module: "nodenext", moduleResolution: "nodenext" }, true],
  ["TypeScript 5.9", "bundler", { module: "esnext", moduleResolution: "bundler" }, true],
  ["TypeScript 5.9", "node", { module: "commonjs", moduleResolution: "node" }, false],
];

describe("A program's types are found, and its mistakes too, with", () => {
  it.each(modes)(
    "%s and moduleResolution %s",
    async (compiler, mode, options, esm) => {
      const files = { ...programs, ...(esm ? { "module.mts": module_ } : {}) };
      const { errors, outside } = await compile(
        compiler,
        `${compiler} ${mode}`,
        { ...modern, ...options },
        files,
      );
      expect(errors.sort()).toEqual([...expected, ...(esm ? errorsIn("module.mts", module_) : [])].sort());
      expect(outside).toEqual([]);
    },
    long,
  );
});

describe("A program with the options that `pulumi new typescript` writes", () => {
  // No skipLibCheck: the declaration files of every package that the program reaches are checked with its own options.
  const template = {
    strict: true,
    target: "es2020",
    module: "commonjs",
    moduleResolution: "node",
    sourceMap: true,
    experimentalDecorators: true,
    pretty: true,
    noFallthroughCasesInSwitch: true,
    noImplicitReturns: true,
    forceConsistentCasingInFileNames: true,
  };
  it(
    "compiles, and is told of no mistake inside the packages",
    async () => {
      const source = `
        import * as plugin from "pulumi-openai";
        import { Project } from "pulumi-openai/dynamic";
        export const ids = [new Project("a").projectId, new plugin.Project("b").projectId];`;
      const { errors, read } = await compile("TypeScript 5.9", "template", template, { "index.ts": source });
      const places = errors.map((line) => line.replace(/:\d+/, ""));
      expect([...new Set(places)].slice(0, 5)).toEqual([]);
      expect(read.filter((file) => file.includes("/node_modules/zod/")).slice(0, 1)).toEqual([]);
    },
    long,
  );
});
