import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { buildSync } from "esbuild";
import OpenAI from "openai";
import { seedKeys } from "../../emulator/index";
import { receiver } from "./receiver";

// Inside the checkout, where the program finds the packages that it uses.
let folder: string;
let command: string;
let child: ChildProcess | null = null;

beforeAll(() => {
  mkdirSync(".build", { recursive: true });
  folder = mkdtempSync(join(resolve(".build"), "deliver-"));
  command = join(folder, "openai-emulator.cjs");
  buildSync({
    entryPoints: ["emulator/main.ts"],
    bundle: true,
    packages: "external",
    platform: "node",
    format: "cjs",
    outfile: command,
    logLevel: "error",
  });
});
afterEach(() => {
  child?.kill();
  child = null;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function started(...options: string[]): Promise<string> {
  const running = spawn(process.execPath, [command, ...options], { stdio: ["ignore", "pipe", "inherit"] });
  child = running;
  for await (const line of createInterface({ input: running.stdout })) {
    return line.replace("listening on ", "");
  }
  throw new Error("the emulator ended without a word");
}

test("--deliver, given once for each endpoint, delivers each to its receiver", async () => {
  const [first, second] = [await receiver(), await receiver(202)];
  const urls = ["https://example.com/a?x=1", "https://example.com/b"] as const;
  const baseURL = await started(
    "--deliver",
    `${urls[0]}=${first.url}`,
    `--deliver=${urls[1]}=${second.url}/mine`,
  );
  const { webhooks } = new OpenAI({ apiKey: seedKeys.project, baseURL, maxRetries: 0 });
  const statuses: number[] = [];
  for (const url of urls) {
    const endpoint = await webhooks.create({ name: "h", url, event_types: ["batch.completed"] });
    const result = await webhooks.test(endpoint.id, { event_type: "batch.completed" });
    statuses.push(result.status_code);
    const { body, headers } = (url === urls[0] ? first : second).calls[0] ?? { body: "", headers: {} };
    expect((await webhooks.unwrap(body, headers, endpoint.signing_secret)).type).toBe("batch.completed");
  }
  expect(statuses).toEqual([204, 202]);
  expect([first.calls[0]?.path, second.calls[0]?.path]).toEqual(["/a?x=1", "/mine"]);
  await Promise.all([first.close(), second.close()]);
});

test.each([
  ["https://example.com/a=http://example.org:80", "is not on this machine"],
  ["https://example.com/a", "does not say what is delivered where"],
  ["hook=http://127.0.0.1:80", "The endpoint 'hook' is not a URL"],
])("--deliver %s is refused with a sentence", (pair, sentence) => {
  const run = spawnSync(process.execPath, [command, "--deliver", pair], {
    encoding: "utf8",
    timeout: 20_000,
  });
  expect(run.status).toBe(1);
  expect(run.stderr).toContain(sentence);
  expect(run.stdout).toBe("");
});
