import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { seedKeys } from "../../emulator";
import { startEmulator } from "../program/emulator";
import { Pulumi } from "../program/pulumi";
import { leastSeconds } from "./bound";
import { type Finding, table } from "./finding";
import { byRoute, takeJournal } from "./journal";
import { busyShare, disturbance } from "./machine";
import { sumOf } from "./plan";
import { aimedCalls, platform, resourcesOf } from "./program";

const projects = 3;
const limit = { requestsPerMinute: 7 };
/** Pulumi's own default depends on the machine. */
const lanes = 16;

const commands = {
  up: ["up", "--yes", "--skip-preview"],
  refresh: ["refresh", "--yes", "--skip-preview", "--expect-no-changes"],
  destroy: ["destroy", "--yes", "--skip-preview"],
} as const;

/** The real command line over sockets, at seven calls a minute and route. Each command must succeed at the first try. */
export async function sockets(room: string): Promise<Finding> {
  const folder = join(room, "at-a-limit");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "Pulumi.yaml"), "name: at-a-limit\nruntime: nodejs\n");
  writeFileSync(join(folder, "index.js"), platform(projects));
  const busyBefore = await busyShare();
  const emulator = await startEmulator(room);
  const rows: string[][] = [];
  const numbers: object[] = [];
  try {
    const pulumi = new Pulumi(folder, { PULUMI_PARALLEL: String(lanes) });
    await pulumi.init("bench", { "openai:baseUrl": emulator.url }, { "openai:adminApiKey": seedKeys.admin });
    for (const [name, args] of Object.entries(commands)) {
      // Unspent budgets for each command.
      await control(emulator.url, "/limits", limit);
      const started = performance.now();
      await pulumi.must([...args]);
      const seconds = (performance.now() - started) / 1000;
      const journal = await takeJournal(emulator.url);
      const passed = byRoute(journal.filter(({ status }) => status !== 429));
      const refused = journal.length - sumOf(passed);
      const bound = leastSeconds(passed, limit, { lanes, latency: 0 });
      const aimed = aimedCalls(projects)[name as keyof typeof commands];
      rows.push([
        `${name}, ${resourcesOf(projects)} resources`,
        `${sumOf(passed)} (fewest ${aimed})`,
        String(refused),
        seconds.toFixed(1),
        bound.toFixed(1),
      ]);
      numbers.push({ name, seconds, bound, calls: passed, refused, busyBefore });
      console.log(`[bench] sockets: ${rows.at(-1)?.join(" | ")}`);
    }
  } finally {
    await emulator.stop();
  }
  const head = ["command", "calls", "429", "seconds of the whole command", "the bound of its calls"];
  return { numbers, tables: `${table(head, rows)}\n\n${disturbance([busyBefore])}` };
}

async function control(url: string, path: string, body: object): Promise<void> {
  const response = await fetch(`${url.replace(/\/v1$/, "")}/_emulator${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path} was answered with ${response.status}: ${await response.text()}`);
}
