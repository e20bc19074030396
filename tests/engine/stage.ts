import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createEmulator, type Emulator, seedKeys } from "../../emulator";
import { type CommandLine, commandLines as installed } from "../../tools/program/command-line";
import { type Elsewhere, exampleElsewhere, programElsewhere } from "../../tools/program/elsewhere";
import { type Outcome, Pulumi } from "../../tools/program/pulumi";
import { engineRoom } from "../support/engine-room";

/** The real command line on one program, against an emulator inside the test's process. */
export interface Stage {
  emulator: Emulator;
  pulumi: Pulumi;
  /** Everything that any command has printed so far. */
  printed(): string;
  run(args: string[], environment?: Record<string, string>): Promise<Outcome>;
  /** The stack's state, as exported: secrets encrypted. */
  state(): Promise<string>;
  resources(): Promise<StateResource[]>;
  write(program: string): void;
  close(): Promise<void>;
}

interface StateResource {
  type: string;
  urn: string;
  id?: string;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
  initErrors?: string[];
}

/**
 * The Pulumi command lines that are installed, the default one first. `describe.each(commandLines)("on the command line
 * $version", (line) => ...)` with `stageOn(line, ...)` runs on each.
 */
export const commandLines = installed();

/** On the default command line. */
export function stage(
  name: string,
  program: string,
  settings: Record<string, string> = {},
  file = "index.js",
): Promise<Stage> {
  return stageOn(defaultLine(), name, program, settings, file);
}

/** Programs share one installation: they lie below it, as the packages of a workspace do. */
export async function stageOn(
  line: CommandLine,
  name: string,
  program: string,
  settings: Record<string, string> = {},
  file = "index.js",
): Promise<Stage> {
  const folder = join(engineRoom, line === defaultLine() ? name : `${name}-on-${line.version}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "Pulumi.yaml"), `name: ${name}\nruntime: nodejs\n`);
  writeFileSync(join(folder, file), program);
  return opened(line, folder, file, settings, { "openai:adminApiKey": seedKeys.admin });
}

/** A folder of examples/, as its reader runs it: nothing stands above it. */
export async function exampleStage(
  name: string,
  secrets: Record<string, string>,
  line = defaultLine(),
): Promise<Stage> {
  return readersStage(line, await exampleElsewhere(name), secrets);
}

/** A TypeScript program that has these dependencies and no others, where its reader has it. */
export async function readersProgramStage(
  name: string,
  program: string,
  dependencies: string[],
  line = defaultLine(),
): Promise<Stage> {
  const versions = Object.fromEntries(dependencies.map((dependency) => [dependency, "*"]));
  const place = await programElsewhere(name, {
    "package.json": JSON.stringify({ private: true, main: "index.ts", dependencies: versions }),
    "Pulumi.yaml": `name: ${name}\nruntime: nodejs\n`,
    "index.ts": program,
  });
  return readersStage(line, place, { "openai:adminApiKey": seedKeys.admin });
}

async function readersStage(
  line: CommandLine,
  { folder, remove }: Elsewhere,
  secrets: Record<string, string>,
): Promise<Stage> {
  const place = await opened(line, folder, "index.ts", {}, secrets);
  return {
    ...place,
    async close() {
      await place.close();
      remove();
    },
  };
}

function defaultLine(): CommandLine {
  const [line] = commandLines;
  if (!line) throw new Error("There is no Pulumi command line: run `make setup`.");
  return line;
}

async function opened(
  line: CommandLine,
  folder: string,
  file: string,
  settings: Record<string, string>,
  secrets: Record<string, string>,
): Promise<Stage> {
  const emulator = createEmulator();
  const server = await emulator.listen();
  const pulumi = new Pulumi(folder, {}, line.path);
  await pulumi.init("test", { "openai:baseUrl": server.url, ...settings }, secrets);
  let printed = "";
  const exported = () => pulumi.must(["stack", "export"]);
  return {
    emulator,
    pulumi,
    printed: () => printed,
    write: (program) => writeFileSync(join(folder, file), program),
    async run(args, environment) {
      const outcome = await pulumi.run(args, undefined, environment);
      printed += outcome.output;
      return outcome;
    },
    state: exported,
    async resources() {
      const { deployment } = JSON.parse(await exported()) as { deployment: { resources?: StateResource[] } };
      return (deployment.resources ?? []).filter(({ type }) => type.includes("openai:"));
    },
    close: server.close,
  };
}

export const head = `
const pulumi = require("@pulumi/pulumi");
const openai = require("pulumi-openai/dynamic");
const config = new pulumi.Config();
`;

/** A command's output without what differs from run to run: ids, times, progress. */
export function settled(output: string): string {
  return (
    output
      .split("\n")
      .filter(
        (line) =>
          line.trim() !== "" &&
          !/^@ |^Duration|creating \(0s\)\s*$|^Resources:|^\s+[-+~] \d+ |^\s+\d+ |View |Updating|Previewing|Refreshing|Destroying/.test(
            line,
          ),
      )
      // Which states of a line the engine shows on the way to its last one depends on how busy the machine is; what
      // the stack's own line says stands under Diagnostics too.
      .filter((line) => !/^[\s~+-]*pulumi:pulumi:Stack \S+-test( |$)/.test(line))
      .filter((line) => !/(creating|refreshing|updating|deleting) \(\d/.test(line) || line.includes("**"))
      .map((line) =>
        line
          .replace(/req_\w+/g, "<request>")
          .replace(/\b([a-z]+(?:_[a-z]+)*)[-_][A-Za-z0-9]{24}\b/g, "<$1 id>")
          .replace(/\(\d+(\.\d+)?s\)/g, "(<time>)")
          .replace(/127\.0\.0\.1:\d+/g, "<server>")
          .trimEnd(),
      )
      // In which order the engine prints what happens side by side is its own affair.
      .sort()
      .join("\n")
  );
}
