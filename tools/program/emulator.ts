import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";

/** The emulator of the installed package, in a process of its own. */
export interface RunningEmulator {
  url: string;
  /** A call of the API with the admin key, as somebody at a desk would make it by hand. */
  byHand(method: string, path: string, body?: unknown): Promise<unknown>;
  /** How many calls were made since the start. */
  calls(): Promise<number>;
  tables(): Promise<Record<string, Record<string, Record<string, unknown>>>>;
  stop(): Promise<void>;
}

export async function startEmulator(folder: string): Promise<RunningEmulator> {
  const main = join(folder, "node_modules/pulumi-openai/dist/emulator/main.js");
  const child = spawn(process.execPath, [main, "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  const url = await firstLine(child);
  const root = url.replace(/\/v1$/, "");
  const call = async (method: string, address: string, body?: unknown) => {
    const response = await fetch(address, {
      method,
      headers: { authorization: "Bearer sk-admin-test", "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const reply: unknown = await response.json();
    if (!response.ok) throw new Error(`${method} ${address}: ${response.status} ${JSON.stringify(reply)}`);
    return reply;
  };
  return {
    url,
    byHand: (method, path, body) => call(method, url + path, body),
    calls: async () => ((await call("GET", `${root}/_emulator/requests`)) as unknown[]).length,
    tables: async () =>
      ((await call("GET", `${root}/_emulator/state`)) as { tables: Record<string, never> }).tables,
    stop: () =>
      new Promise((done) => {
        child.once("close", () => done());
        child.kill("SIGTERM");
      }),
  };
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((found, failed) => {
    let text = "";
    child.stdout?.on("data", (chunk) => {
      text += chunk;
      const match = /^listening on (\S+)/m.exec(text);
      if (match?.[1]) found(match[1]);
    });
    child.once("exit", (code) => failed(new Error(`the emulator ended with ${code} before it listened`)));
  });
}
