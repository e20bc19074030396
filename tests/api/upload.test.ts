import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Call } from "../../provider/api/call";
import { Client } from "../../provider/api/client";
import { encodeForm } from "../../provider/api/multipart";
import { parseSettings } from "../../provider/api/settings";
import { openSource, type Source } from "../../provider/api/source";
import { socketWire } from "../../provider/api/wire";
import { partsOf } from "../bytes/form";
import { errorOf, project } from "./conversation";
import { closeServers, serve, serveSockets } from "./local-server";
import { SkippingClock } from "./skipping-clock";

/** More than stays in memory. */
const size = 3 * 1024 * 1024;

let folder: string;
let path: string;
let source: Source;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-openai-"));
  path = join(folder, "large.bin");
  writeFileSync(path, Buffer.alloc(size, "content "));
  source = await openSource({ path }, { wire: socketWire(), clock: new SkippingClock(), say: () => {} });
});
afterEach(async () => {
  await source.release();
  rmSync(folder, { recursive: true });
  await closeServers();
});

function upload(origin: string) {
  const clock = new SkippingClock();
  const client = new Client(parseSettings({ baseUrl: `${origin}/v1` }), {
    wire: clock.watch(socketWire()),
    clock,
    say: () => {},
  });
  const form = encodeForm({ purpose: "user_data" }, { field: "file", filename: "large.bin", bytes: source });
  const call: Call = { method: "POST", path: "/files", template: "/files", form, repeat: "never" };
  return client.call(project, call);
}

test("a large file arrives whole, announced with its length", async () => {
  const server = await serve();
  await upload(server.origin);
  const [{ headers, body } = { headers: {}, body: "" }] = server.received;
  expect(headers["content-length"]).toBe(String(Buffer.byteLength(body)));
  expect(headers["transfer-encoding"]).toBeUndefined();
  const [file] = partsOf(headers["content-type"] ?? "", Buffer.from(body)).filter(({ head }) =>
    head.includes("filename"),
  );
  expect(file?.content === "content ".repeat(size / 8)).toBe(true);
});

test("a large file that was turned away is sent again, as it was", async () => {
  const server = await serve((_, response) => {
    if (server.received.length > 1) return void response.end('{"id":"file-1"}');
    response.writeHead(429, { "retry-after": "1" });
    response.end('{"error":{"message":"Slow down.","code":"rate_limit_exceeded"}}');
  });
  await expect(upload(server.origin)).resolves.toMatchObject({ body: { id: "file-1" } });
  expect(server.received).toHaveLength(2);
  expect(server.received[0]?.body === server.received[1]?.body).toBe(true);
});

test("a large file that a server refuses without reading it is refused, not lost", async () => {
  const server = await serveSockets((socket) => {
    socket.once("data", () => {
      const body = '{"error":{"message":"Too large.","code":"too_large"}}';
      socket.end(
        `HTTP/1.1 413 Too Large\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`,
      );
      socket.resume();
    });
  });
  const error = await errorOf(upload(server.origin));
  expect(error).toMatchObject({ code: "refused", details: { status: 413, apiCode: "too_large" } });
});

test("a file that changes while it is sent never arrives whole, and nothing was made", async () => {
  let arrived = 0;
  const server = await serveSockets((socket) => {
    socket.on("data", (chunk) => {
      arrived += chunk.length;
      truncateSync(path, size - 1);
    });
  });
  const error = await errorOf(upload(server.origin));
  expect(error).toMatchObject({
    code: "usage",
    message: "large.bin has changed while it was sent. Nothing was made; run `pulumi up` again.",
  });
  expect(arrived).toBeLessThan(size);
});
