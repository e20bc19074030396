import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { runProgram } from "../support/child";

/** `make soak` takes the largest file that there may be. */
const megabytes = process.env.SOAK ? 512 : 128;
const mebibyte = 1024 * 1024;
const allowed = 64;
const sameForAll = Buffer.alloc(mebibyte, "x");

/** What arrived as files, in bytes. */
let arrived: { announced: number; bytes: number }[] = [];
let server: Server;
let origin: string;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-openai-"));
  server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await new Promise((resolve) => server.close(resolve));
});
beforeEach(() => {
  arrived = [];
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [, size] = /^\/content\/(\d+)/.exec(request.url ?? "") ?? [];
  if (size !== undefined) return give(Number(size), response);
  let bytes = 0;
  for await (const chunk of request) bytes += (chunk as Buffer).length;
  arrived.push({ announced: Number(request.headers["content-length"]), bytes });
  const object = { id: "file-1", object: "file", bytes, created_at: 1_700_000_000, filename: "large.bin" };
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify({ ...object, purpose: "user_data", status: "processed" }));
}

function give(size: number, response: ServerResponse): void {
  const chunks = Array.from({ length: size / mebibyte }, () => sameForAll);
  response.writeHead(200);
  Readable.from(chunks).pipe(response);
}

async function peakOf(kind: "path" | "uri", size: number): Promise<number> {
  const path = join(folder, `${size}.bin`);
  if (kind === "path") {
    writeFileSync(path, "");
    // A hole takes no room on the disk, and is read like anything else.
    truncateSync(path, size * mebibyte);
  }
  const place = kind === "uri" ? `${origin}/content/${size * mebibyte}` : path;
  const { code, output } = await runProgram("tests/api/memory/upload.ts", [`${origin}/v1`, kind, place]);
  if (code !== 0) throw new Error(output);
  const { peak }: { peak: number } = JSON.parse(output);
  return peak;
}

test.each(["path", "uri"] as const)(
  `a file of ${megabytes} MB from a %s costs at most ${allowed} MB of memory more than one of 1 MB`,
  async (kind) => {
    const small = await peakOf(kind, 1);
    const large = await peakOf(kind, megabytes);
    expect(large - small).toBeLessThanOrEqual(allowed);
    expect(arrived.map(({ announced, bytes }) => announced === bytes)).toEqual([true, true]);
    expect(arrived[1]?.bytes).toBeGreaterThan(megabytes * mebibyte);
  },
  300_000,
);

if (process.env.SOAK) {
  test("a content from elsewhere that is too large is refused as soon as that is seen", async () => {
    const place = `${origin}/content/${600 * mebibyte}`;
    const { code, output } = await runProgram("tests/api/memory/upload.ts", [`${origin}/v1`, "uri", place]);
    expect(code).not.toBe(0);
    expect(output).toContain("has 513 MB; files of more than 512 MB are not supported. Nothing was sent.");
    expect(arrived).toEqual([]);
  }, 300_000);
}
