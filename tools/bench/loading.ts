import { spawnSync } from "node:child_process";
import { type Finding, table } from "./finding";
import { busyShare, disturbance } from "./machine";

const runs = 20;

/** Each contains what the one before it loads, so that the differences tell what each adds. */
const programs = {
  nothing: "",
  "`@pulumi/pulumi`": 'require("@pulumi/pulumi")',
  "`pulumi-openai/dynamic`, the classes": 'require("pulumi-openai/dynamic")',
  "the handlers too": 'require("pulumi-openai/dynamic").handlers.Project',
};

/** How long Node.js takes to start, load something and end. */
export async function loading(room: string): Promise<Finding> {
  console.log(`[bench] loading: ${runs} runs of ${Object.keys(programs).length} programs`);
  const busyBefore = await busyShare();
  const milliseconds: Record<string, number[]> = {};
  // By turns, so that whatever else the machine does meets all of them alike. The first turn only warms the disk.
  for (let run = 0; run <= runs; run++) {
    for (const [name, program] of Object.entries(programs)) {
      const started = performance.now();
      const { status, stderr } = spawnSync(process.execPath, ["-e", program], {
        cwd: room,
        encoding: "utf8",
      });
      if (status !== 0) throw new Error(`node -e '${program}' ended with ${status}: ${stderr}`);
      milliseconds[name] ??= [];
      if (run > 0) milliseconds[name].push(performance.now() - started);
    }
  }
  const rows = Object.entries(milliseconds).map(([name, all], index, entries) => {
    const before = entries[index - 1]?.[1];
    // Turn by turn, for two programs of one turn had the same company.
    const added = before ? median(all.map((own, turn) => own - (before[turn] ?? own))).toFixed(0) : "";
    return [name, median(all).toFixed(0), Math.min(...all).toFixed(0), Math.max(...all).toFixed(0), added];
  });
  const lines = table(["loaded", "median, ms", "lowest", "highest", "added"], rows);
  return { numbers: { busyBefore, milliseconds }, tables: `${lines}\n\n${disturbance([busyBefore])}` };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}
