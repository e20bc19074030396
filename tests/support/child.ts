import { spawn } from "node:child_process";

export interface Ended {
  code: number | null;
  output: string;
}

/** A program of this checkout in a process of its own, so that its memory can be limited or measured. */
export function runProgram(entry: string, args: string[] = [], nodeOptions = ""): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["tools/run.mjs", entry, ...args], {
      env: { ...process.env, NODE_OPTIONS: nodeOptions },
    });
    const chunks: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => chunks.push(chunk));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output: Buffer.concat(chunks).toString().trim() }));
  });
}
