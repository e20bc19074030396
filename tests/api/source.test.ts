import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, renameSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { openSource, type Source } from "../../provider/api/source";
import { spool } from "../../provider/api/spool";
import type { Wire } from "../../provider/api/wire";
import { errorOf } from "./conversation";

const hashOf = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
/** More than stays in memory, and no two pieces alike. */
const large = Buffer.from(Array.from({ length: 300_000 }, (_, index) => `${index};`).join(""));
const small = Buffer.from("a few bytes");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-openai-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function file(bytes: Uint8Array, name = "returns.md"): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

/** Elsewhere there is one content. */
const elsewhere = (bytes: Uint8Array) => {
  let asked = 0;
  const wire: Wire = async () => {
    asked++;
    return { status: 200, headers: {}, body: piecesOf(bytes) };
  };
  // The disk takes real time: no other may pass.
  const clock = { now: () => 0, after: () => () => {} };
  return { outside: { wire, clock, say: () => {} }, asked: () => asked };
};

async function* piecesOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 50_000) yield bytes.subarray(at, at + 50_000);
}

async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}

const address = "https://files.example.com/docs/returns.md?token=7";

describe.each([
  ["a small", small],
  ["a large", large],
])("%s content", (_, bytes) => {
  test.each<[string, (path: string) => Record<string, string>]>([
    ["on the disk", (path) => ({ path })],
    ["at a file: address", (path) => ({ uri: pathToFileURL(path).href })],
    ["elsewhere", () => ({ uri: address })],
    ["as a text", () => ({ text: bytes.toString() })],
  ])("%s is read as often as it is sent", async (_, sourceOf) => {
    const { outside, asked } = elsewhere(bytes);
    const given = sourceOf(file(bytes));
    const source = await openSource({ ...given, hash: hashOf(bytes) }, outside);
    expect(source.size).toBe(bytes.length);
    expect(source.name).toBe("text" in given ? "text" : "returns.md");
    for (let time = 0; time < 3; time++) expect(hashOf(await bytesOf(source.chunks()))).toBe(hashOf(bytes));
    expect(asked()).toBe("uri" in given && given.uri === address ? 1 : 0);
    await source.release();
  });

  test("that is not what the preview saw is refused, from wherever it comes", async () => {
    const { outside } = elsewhere(bytes);
    const hash = hashOf(Buffer.from("another"));
    for (const given of [{ path: file(bytes) }, { uri: address }]) {
      expect(await errorOf(openSource({ ...given, hash }, outside))).toMatchObject({
        code: "usage",
        message:
          "returns.md has changed since this run looked at it first. Nothing was sent; run `pulumi up` again.",
      });
    }
  });

  test("stays what it was when another file takes its name", async () => {
    const path = file(bytes);
    const source = await openSource({ path }, elsewhere(bytes).outside);
    renameSync(file(Buffer.from("another"), "other"), path);
    expect(hashOf(await bytesOf(source.chunks()))).toBe(hashOf(bytes));
    await source.release();
  });
});

describe("a large file that changes while it is sent", () => {
  const changes: [string, (path: string) => Promise<void> | void][] = [
    [
      "in its last byte",
      async (path) => {
        const handle = await open(path, "r+");
        await handle.write("!", large.length - 1);
        await handle.close();
      },
    ],
    ["by losing its end", (path) => truncateSync(path, large.length - 1)],
    ["by losing everything", (path) => truncateSync(path, 0)],
  ];

  test.each(changes)("%s never arrives as a whole", async (_, change) => {
    const path = file(large);
    const source = await openSource({ path }, elsewhere(large).outside);
    await change(path);
    let arrived = 0;
    const work = async (of: Source) => {
      for await (const chunk of of.chunks()) arrived += chunk.length;
    };
    const error = await errorOf(work(source));
    expect(error.message).toBe(
      "returns.md has changed while it was sent. Nothing was made; run `pulumi up` again.",
    );
    expect(arrived).toBeLessThan(large.length);
    await source.release();
  });

  test("by getting longer arrives as it was", async () => {
    const path = file(large);
    const source = await openSource({ path }, elsewhere(large).outside);
    writeFileSync(path, "more", { flag: "a" });
    expect(hashOf(await bytesOf(source.chunks()))).toBe(hashOf(large));
    await source.release();
  });
});

describe("what cannot be read", () => {
  test("is a folder", async () => {
    const error = await errorOf(openSource({ path: folder }, elsewhere(small).outside));
    expect(error.message).toBe(`${folder} cannot be read (EISDIR). Nothing was sent.`);
  });

  test("is a file: address of another machine", async () => {
    const error = await errorOf(openSource({ uri: "file://elsewhere/a.txt" }, elsewhere(small).outside));
    expect(error.code).toBe("usage");
    expect(error.message).toContain("file://elsewhere/a.txt cannot be read (ERR_INVALID_FILE_URL_HOST)");
  });

  test("is neither a file nor a text nor an address", async () => {
    const error = await errorOf(openSource({}, elsewhere(small).outside));
    expect(error.message).toBe("The content is neither a file nor a text nor an address. Nothing was sent.");
  });
});

describe("a temporary file", () => {
  test("has no name from the beginning, so that nothing can be left of it", async () => {
    const seen: string[][] = [];
    async function* watched(): AsyncGenerator<Uint8Array> {
      for await (const piece of piecesOf(large)) {
        seen.push(readdirSync(folder));
        yield piece;
      }
    }
    const handle = await spool(watched(), folder);
    expect(seen.flat()).toEqual([]);
    expect((await handle.stat()).size).toBe(large.length);
    await handle.close();
    expect(readdirSync(folder)).toEqual([]);
  });

  test("is let go of where what should fill it breaks off", async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield small;
      throw new Error("broken off");
    }
    await expect(spool(broken(), folder)).rejects.toThrow("broken off");
    expect(readdirSync(folder)).toEqual([]);
  });
});
