import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import type { Asker } from "../../provider/api/asker";
import type { Clock } from "../../provider/api/clock";
import { download } from "../../provider/api/download";
import { socketWire, type Wire } from "../../provider/api/wire";
import { FakeClock } from "../support/fake-clock";
import { errorOf } from "./conversation";
import { closeServers, serve } from "./local-server";

const minute = 60_000;
afterEach(closeServers);

type Given = { status: number; headers?: Record<string, string>; body?: string | Uint8Array };
const content: Given = { status: 200, body: "the content" };
const to = (location: string, status = 302): Given => ({ status, headers: { location }, body: "moved" });

/** What takes real time must not meet virtual time. */
const stillClock = { now: () => 0, after: () => () => {} };

/** A machine somewhere that answers by address. */
function somewhere(
  pages: Record<string, Given | "never answers" | "never ends">,
  clock: Clock = new FakeClock(),
) {
  const said: string[] = [];
  const asked: { url: string; headers: Record<string, string> }[] = [];
  const wire: Wire = async ({ url, headers }) => {
    asked.push({ url, headers });
    const page = pages[url];
    if (!page) throw Object.assign(new Error("no such host"), { code: "ENOTFOUND" });
    if (page === "never answers") return new Promise(() => {});
    const body = page === "never ends" ? endless() : once(Buffer.from(page.body ?? ""));
    return page === "never ends" ? { status: 200, headers: {}, body } : { headers: {}, ...page, body };
  };
  const outside = { wire, clock, say: (line: string) => void said.push(line) };
  const read = async (address: string, asker?: Asker) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of download(new URL(address), outside, asker)) chunks.push(chunk);
    return Buffer.concat(chunks).toString();
  };
  return { clock, said, asked, read };
}

async function* once(chunk: Uint8Array): AsyncGenerator<Uint8Array> {
  yield chunk;
}

async function* endless(): AsyncGenerator<Uint8Array> {
  yield Buffer.from("begun");
  await new Promise(() => {});
}

const a = "https://files.example.com/docs/a.txt";

describe("a content at an address", () => {
  test("is read without any key", async () => {
    const place = somewhere({ [a]: content });
    expect(await place.read(a)).toBe("the content");
    expect(place.asked.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  });

  test("is asked for without the part behind #, which is nobody's", async () => {
    const place = somewhere({ [`${a}?v=1`]: content });
    expect(await place.read(`${a}?v=1#top`)).toBe("the content");
  });

  test.each([301, 302, 303, 307, 308])("is followed to where it has gone (%i)", async (status) => {
    const place = somewhere({
      [a]: to("../b.txt", status),
      "https://files.example.com/b.txt": to("http://other.example.com/c.txt", status),
      "http://other.example.com/c.txt": content,
    });
    expect(await place.read(a)).toBe("the content");
  });

  test("is not followed for ever", async () => {
    const place = somewhere({ [a]: to(a) });
    expect((await errorOf(place.read(a))).message).toBe(
      `${a} cannot be read (it was redirected more than 10 times). Nothing was sent.`,
    );
    expect(place.asked).toHaveLength(11);
  });

  test.each([
    ["file:///etc/passwd", "only https, http and file addresses are read"],
    ["ftp://files.example.com/a", "only https, http and file addresses are read"],
    ["https://[", "it was redirected to what is no address"],
  ])("is not followed to %s", async (location, why) => {
    const place = somewhere({ [a]: to(location) });
    expect((await errorOf(place.read(a))).message).toContain(`(${why})`);
  });

  test("is asked for with the name and password of the address, at its own host only", async () => {
    const place = somewhere({
      [a]: to("https://other.example.com/b"),
      "https://other.example.com/b": content,
    });
    await place.read("https://us%40er:hunter2@files.example.com/docs/a.txt");
    expect(place.asked.map(({ headers }) => headers.authorization)).toEqual([
      `Basic ${Buffer.from("us@er:hunter2").toString("base64")}`,
      undefined,
    ]);
  });

  test.each([
    ["gzip", gzipSync],
    ["x-gzip", gzipSync],
    ["deflate", deflateSync],
    ["br", brotliCompressSync],
  ])("that arrives packed as %s is unpacked, as the engine does for its hash", async (encoding, pack) => {
    const packed = { status: 200, headers: { "content-encoding": encoding }, body: pack("the content") };
    expect(await somewhere({ [a]: packed }, stillClock).read(a)).toBe("the content");
  });

  test.each<[string, Given]>([
    ["it is in the encoding zstd", { status: 200, headers: { "content-encoding": "zstd" }, body: "x" }],
    ["Z_DATA_ERROR", { status: 200, headers: { "content-encoding": "gzip" }, body: "no gzip at all" }],
    ["it was answered with 404", { status: 404, body: "not here" }],
    ["it was answered with 304", { status: 304 }],
    ["it was answered with 302", { status: 302 }],
  ])("is an error where %s", async (why, page) => {
    const error = await errorOf(somewhere({ [a]: page }, stillClock).read(a));
    expect(error).toMatchObject({
      code: "usage",
      message: `${a} cannot be read (${why}). Nothing was sent.`,
    });
  });

  test("is named in errors without what may be secret in its address", async () => {
    const secretive = "https://user:hunter2@files.example.com/a?token=hunter2#hunter2";
    expect((await errorOf(somewhere({}).read(secretive))).message).toBe(
      "https://files.example.com/a cannot be read (ENOTFOUND). Nothing was sent.",
    );
  });
});

describe("the time for a content", () => {
  test.each(["never answers", "never ends"] as const)(
    "is over after ten minutes for one that %s",
    async (page) => {
      const { read, clock, said } = somewhere({ [a]: page });
      const began = clock.now();
      expect((await errorOf(read(a))).message).toContain("(it took longer than 10 minutes)");
      expect(clock.now() - began).toBe(10 * minute);
      expect(said).toEqual([
        `Reading ${a}: waiting, for up to 10 minutes (the server has not answered yet)`,
        `Reading ${a}: done waiting`,
      ]);
    },
  );

  test("is that of the one who asks", async () => {
    const { read, clock, said } = somewhere({ [a]: "never answers" });
    const heard: string[] = [];
    const asker = { deadline: clock.now() + minute, say: (line: string) => void heard.push(line) };
    expect((await errorOf(read(a, asker))).message).toContain("(it took longer than 60 seconds)");
    expect([said.length, heard.length]).toEqual([0, 2]);
  });

  test("is over at once when the command is cancelled", async () => {
    const { read, clock } = somewhere({ [a]: "never ends" });
    const controller = new AbortController();
    clock.after(3_000, () => controller.abort());
    const began = clock.now();
    const error = await errorOf(read(a, { signal: controller.signal }));
    expect(error).toMatchObject({
      code: "stopped",
      message: `Reading ${a} was given up: the command was cancelled. Nothing was sent.`,
    });
    expect(clock.now() - began).toBe(3_000);
  });

  test("is over before it begins when the command was cancelled", async () => {
    const place = somewhere({ [a]: content });
    expect((await errorOf(place.read(a, { signal: AbortSignal.abort() }))).code).toBe("stopped");
  });
});

describe("over a socket", () => {
  test("a content comes as it is, and who stops reading lets the connection go", async () => {
    let closed: () => void;
    const isClosed = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const server = await serve((_, response, socket) => {
      socket.on("close", () => closed());
      response.writeHead(200);
      response.write("begun");
    });
    const outside = { wire: socketWire(), clock: stillClock, say: () => {} };
    for await (const chunk of download(new URL(server.origin), outside)) {
      expect(Buffer.from(chunk).toString()).toBe("begun");
      break;
    }
    await isClosed;
  });
});
