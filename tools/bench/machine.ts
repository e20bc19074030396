import { readFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { Pulumi } from "../program/pulumi";
import type { Finding } from "./finding";

/** On what is measured: nothing that names a machine, only what its numbers depend on. */
export async function machine(room: string): Promise<Finding> {
  const busy = await busyShare();
  const cores = cpus().length;
  console.log(`[bench] ${cores} cores, ${percent(busy)} busy with other work, which is measured too`);
  const facts = {
    cores: `${cores} (${cpus()[0]?.model.trim() ?? "unknown"})`,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    node: process.version,
    "pulumi command line": (await new Pulumi(room).must(["version"])).trim(),
    "@pulumi/pulumi": versionOf(room, "@pulumi/pulumi"),
    "pulumi-openai": versionOf(room, "pulumi-openai"),
  };
  const lines = Object.entries(facts).map(([name, value]) => `- ${name}: ${value}`);
  return { numbers: { ...facts, busy }, tables: lines.join("\n") };
}

/** Share of all cores' time that is not idle, over two seconds in which the bench itself does nothing. */
export async function busyShare(): Promise<number> {
  const before = coreTimes();
  await new Promise((done) => setTimeout(done, 2000));
  const after = coreTimes();
  return 1 - (after.idle - before.idle) / Math.max(1, after.total - before.total);
}

/** How far the numbers can be trusted: what else the cores had to do. */
export function disturbance(shares: readonly number[]): string {
  const [low, high] = [percent(Math.min(...shares)), percent(Math.max(...shares))];
  return `Other work kept ${low === high ? low : `${low} to ${high}`} of the cores busy right before.`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function coreTimes(): { idle: number; total: number } {
  const times = cpus().map((core) => core.times);
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  return {
    idle: sum(times.map(({ idle }) => idle)),
    total: sum(times.flatMap((core) => Object.values(core))),
  };
}

function versionOf(room: string, name: string): string {
  const text = readFileSync(join(room, "node_modules", name, "package.json"), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
