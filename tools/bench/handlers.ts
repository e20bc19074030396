import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { seedKeys } from "../../emulator";
import { Hints } from "../../tests/support/engine/hints";
import { resolved } from "../../tests/support/engine/program";
import type { Entry } from "../../tests/support/engine/state";
import { type Finding, grouped, table } from "./finding";
import { busyShare, disturbance } from "./machine";
import { ProviderProcess, type Used } from "./provider-process";
import { standIn, standInFile, providerLine as standInLine } from "./stand-in";
import { Life, type Measured } from "./virtual/life";
import { workload } from "./virtual/workload";
import { World } from "./virtual/world";

const sizes = [14, 100, 400];
const mostMilliseconds = 1;
const mostCpu = 3;
const mostMemory = 150;
const mostBytes = 700;

interface Size {
  projects: number;
  up: Measured;
  preview: Measured;
  refresh: Measured;
  /** Of Pulumi's process for dynamic resources: at its start, and after all was asked of our handlers or of the stand-in. */
  process: Record<"start" | "ours" | "standIn", Used> | undefined;
}

/** What a command costs where no call is made: in the handlers, and in a whole process of Pulumi's. */
export async function handlers(room: string): Promise<Finding> {
  const busyBefore = await busyShare();
  writeFileSync(join(room, standInFile), standIn);
  const found: Size[] = [];
  for (const projects of sizes) {
    const life = new Life(new World(undefined), projects);
    const up = await life.play("S1");
    const preview = await life.play("S2");
    const refresh = await life.play("S6");
    const asked = (line?: string) => noOp(room, projects, life.entries, line);
    const [ours, others] = [await asked(), await asked(standInLine)];
    const process = ours && others && { start: ours.start, ours: ours.end, standIn: others.end };
    found.push({ projects, up, preview, refresh, process });
    console.log(`[bench] handlers: W${projects}: ${JSON.stringify(process)}`);
  }
  return {
    numbers: { busyBefore, found },
    tables: [aims(found), costs(found), disturbance([busyBefore])].join("\n\n"),
  };
}

/** Check and Diff of every resource, one after the other, over gRPC: all that a preview without changes asks for. */
async function noOp(
  room: string,
  projects: number,
  entries: readonly Entry[],
  line?: string,
): Promise<{ start: Used; end: Used } | undefined> {
  const program = workload(projects);
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  const hints = new Hints(program, entries);
  const provider = await ProviderProcess.start(room, { "openai:adminApiKey": seedKeys.admin });
  try {
    const start = provider.used();
    for (const declared of program) {
      const entry = byName.get(declared.name);
      if (!entry) throw new Error(`${declared.name} is not in the state`);
      const args = resolved(declared.args, (name) => {
        const other = byName.get(name);
        if (!other) throw new Error(`${name} is not in the state`);
        return other;
      }) as Entry["inputs"];
      const { __provider = line } = line === undefined ? entry.inputs : {};
      const news = { ...args, __provider, __hint: hints.hintFor(declared, args) };
      const inputs = await provider.check(entry.inputs, news);
      await provider.diff(entry.id, entry.outputs, { ...inputs, __provider });
    }
    const end = provider.used();
    return start && end && { start, end };
  } finally {
    await provider.stop();
  }
}

function aims(found: readonly Size[]): string {
  const largest = found.at(-1);
  const end = largest?.process?.ours;
  const p95 = largest ? Math.max(largest.preview.check[1], largest.preview.diff[1]) : Number.NaN;
  const bytes = Math.max(...found.map(({ up }) => up.stateBytes));
  const verdict = (value: number | undefined, most: number) =>
    value === undefined ? "not known here" : value < most ? "met" : "missed";
  return table(
    ["aim", "measured", ""],
    [
      [
        `95 of 100 Checks and Diffs in the handler, W400: under ${mostMilliseconds} ms`,
        p95.toFixed(2),
        verdict(p95, mostMilliseconds),
      ],
      [
        `processor time of a preview with nothing to do, W400: under ${mostCpu} s`,
        end?.cpu.toFixed(1) ?? "–",
        verdict(end?.cpu, mostCpu),
      ],
      [`memory of it: under ${mostMemory} MiB`, end?.peak.toFixed(0) ?? "–", verdict(end?.peak, mostMemory)],
      [`bytes of state a resource: at most ${mostBytes}`, bytes.toFixed(0), verdict(bytes, mostBytes + 1)],
    ],
  );
}

function costs(found: readonly Size[]): string {
  const both = ([half, most]: [number, number]) => `${half.toFixed(2)} / ${most.toFixed(2)}`;
  const used = (start: number | undefined, end: number | undefined, digits: number) =>
    start === undefined || end === undefined ? "–" : `${end.toFixed(digits)} (${start.toFixed(digits)})`;
  return table(
    [
      "resources",
      "Check, ms: p50 / p95",
      "Diff, ms: p50 / p95",
      "processor time of the process, s (at its start)",
      "its memory, MiB (at its start)",
      "up, in this process: processor time, s",
      "refresh",
      "memory, with engine and emulator, MiB",
      "bytes of state a resource",
    ],
    found.map(({ up, preview, refresh, process }) => [
      grouped(up.resources),
      both(preview.check),
      both(preview.diff),
      used(process?.start.cpu, process?.ours.cpu, 1),
      used(process?.start.peak, process?.ours.peak, 0),
      up.cpu.toFixed(1),
      refresh.cpu.toFixed(1),
      grouped(Math.max(up.peak, refresh.peak)),
      grouped(up.stateBytes),
    ]),
  );
}
