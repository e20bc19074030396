import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { seedKeys } from "../../emulator";
import { startEmulator } from "../program/emulator";
import { Pulumi } from "../program/pulumi";
import { byRoute, takeJournal } from "./journal";
import { busyShare } from "./machine";
import { standIn, standInFile } from "./stand-in";
import { type Weight, weigh } from "./weight";

/** The commands of a stack's life. Each must succeed, and find nothing to do where its name says so. */
const steps = {
  up: ["up", "--yes", "--skip-preview"],
  "preview, nothing to do": ["preview", "--expect-no-changes"],
  "up, nothing to do": ["up", "--yes", "--skip-preview", "--expect-no-changes"],
  "refresh, nothing differs": ["refresh", "--yes", "--skip-preview", "--expect-no-changes"],
  destroy: ["destroy", "--yes", "--skip-preview"],
} as const;

export type Step = keyof typeof steps;
export const stepNames = Object.keys(steps) as Step[];

export interface StackRun {
  /** Share of the cores that other work kept busy right before. */
  busyBefore: number;
  /** Of each step: wall-clock seconds of the whole command, and calls to the API. */
  spent: Record<Step, { seconds: number; calls: Record<string, number> }>;
  weight: Weight;
}

/** A stack from its first `up` to its `destroy`, with an emulator of its own. */
export async function runStack(
  room: string,
  name: string,
  program: string,
  environment: Record<string, string> = {},
): Promise<StackRun> {
  const folder = join(room, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "Pulumi.yaml"), `name: ${name}\nruntime: nodejs\n`);
  writeFileSync(join(folder, "index.js"), program);
  writeFileSync(join(folder, standInFile), standIn);
  const busyBefore = await busyShare();
  const emulator = await startEmulator(room);
  try {
    const pulumi = new Pulumi(folder, environment);
    await pulumi.init("bench", { "openai:baseUrl": emulator.url }, { "openai:adminApiKey": seedKeys.admin });
    const spent: Partial<StackRun["spent"]> = {};
    let weight: Weight | undefined;
    for (const step of stepNames) {
      if (step === "destroy") weight = weigh(await pulumi.must(["stack", "export"]));
      const started = performance.now();
      await pulumi.must([...steps[step]]);
      const seconds = (performance.now() - started) / 1000;
      const calls = byRoute(await takeJournal(emulator.url));
      spent[step] = { seconds, calls };
      console.log(`[bench] ${name}: ${step}: ${seconds.toFixed(1)} s, ${sumOf(calls)} calls`);
    }
    if (!weight) throw new Error("the state was not weighed");
    return { busyBefore, spent: spent as StackRun["spent"], weight };
  } finally {
    await emulator.stop();
  }
}

export function sumOf(calls: Record<string, number>): number {
  return Object.values(calls).reduce((sum, one) => sum + one, 0);
}
