import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { nameOfSource } from "../kernel/defaults";
import { isOpenAIError, OpenAIError } from "../kernel/errors";
import type { Properties } from "../kernel/values";
import type { Asker } from "./asker";
import { download, type Outside, shownAddress, unreadable } from "./download";
import type { Stored } from "./multipart";
import { pieceBytes, spool } from "./spool";
import { causeOf } from "./wire";

/** The content that a program gives, ready to be sent as often as needed. Whoever opens it lets go of it. */
export interface Source extends Stored {
  name: string;
  release(): Promise<void>;
}

const mostBytes = 512 * 1024 * 1024;
/** What is not larger stays in memory once it was read, in bytes. */
const smallBytes = 1024 * 1024;

/**
 * Reads the content once, so that one that is too large, or is not what the preview saw, is refused before anything is
 * sent; what is sent later is that same content. More than a little of it is never in memory.
 */
export async function openSource(source: Properties, outside: Outside, asker?: Asker): Promise<Source> {
  const { path, text, uri, hash } = source;
  const name = nameOfSource(source) ?? "text";
  const open = () => {
    if (typeof uri === "string") return fromAddress(uri, name, outside, asker);
    if (typeof path === "string") return fromPath(path, name);
    if (typeof text === "string") return inMemory(Buffer.from(text), name);
    throw new OpenAIError(
      "usage",
      "The content is neither a file nor a text nor an address. Nothing was sent.",
    );
  };
  const opened = await open();
  if (typeof hash !== "string" || hash === opened.hash) return opened;
  await opened.release();
  throw new OpenAIError(
    "usage",
    `${name} has changed since this run looked at it first. Nothing was sent; run \`pulumi up\` again.`,
  );
}

type Hashed = Source & { hash: string };

function inMemory(bytes: Uint8Array, name: string): Hashed {
  if (bytes.length > mostBytes) throw tooLarge(name, bytes.length);
  return {
    name,
    size: bytes.length,
    hash: createHash("sha256").update(bytes).digest("hex"),
    async *chunks() {
      yield bytes;
    },
    release: async () => {},
  };
}

async function fromPath(path: string, name: string): Promise<Hashed> {
  try {
    const handle = await open(path, "r");
    return await orClosed(handle, async () => {
      const { size } = await handle.stat();
      if (size > mostBytes) throw tooLarge(path, size);
      return onDisk(handle, name);
    });
  } catch (error) {
    throw isOpenAIError(error) ? error : unreadable(path, causeOf(error));
  }
}

/**
 * What comes from another machine is kept in a temporary file, and not fetched again for each time that it is sent: the
 * address may give something else by then, and a large download costs more than the room on the disk.
 */
async function fromAddress(uri: string, name: string, outside: Outside, asker?: Asker): Promise<Hashed> {
  const shown = shownAddress(uri);
  if (!URL.canParse(uri)) throw unreadable(shown, "it is no address");
  const address = new URL(uri);
  if (address.protocol === "file:") return fromPath(pathOf(address, shown), name);
  try {
    const handle = await spool(atMost(mostBytes, name, download(address, outside, asker)));
    return await orClosed(handle, () => onDisk(handle, name));
  } catch (error) {
    throw isOpenAIError(error) ? error : unreadable(shown, `${causeOf(error)} in the temporary folder`);
  }
}

function pathOf(address: URL, shown: string): string {
  try {
    return fileURLToPath(address);
  } catch (error) {
    throw unreadable(shown, causeOf(error));
  }
}

async function orClosed<T>(handle: FileHandle, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** A file that is open: whatever takes its name from now on, it is this one that is read. */
async function onDisk(handle: FileHandle, name: string): Promise<Hashed> {
  const digest = createHash("sha256");
  let size = 0;
  const small: Uint8Array[] = [];
  for await (const chunk of atMost(mostBytes, name, read(handle, mostBytes + 1))) {
    size += chunk.length;
    digest.update(chunk);
    if (size <= smallBytes) small.push(chunk);
    else small.length = 0;
  }
  const hash = digest.digest("hex");
  if (size <= smallBytes) {
    await handle.close();
    return inMemory(Buffer.concat(small), name);
  }
  const chunks = () => unchanged(read(handle, size), hash, name);
  return { name, size, hash, chunks, release: () => handle.close() };
}

async function* read(handle: FileHandle, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < size; ) {
    const wanted = Math.min(pieceBytes, size - at);
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(wanted), 0, wanted, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

/** The last piece is held back until all are known to be what they were: without it no server has a whole file. */
async function* unchanged(
  chunks: AsyncIterable<Uint8Array>,
  hash: string,
  name: string,
): AsyncGenerator<Uint8Array> {
  const digest = createHash("sha256");
  let held: Uint8Array | undefined;
  for await (const chunk of chunks) {
    digest.update(chunk);
    if (held) yield held;
    held = chunk;
  }
  if (digest.digest("hex") !== hash) {
    const message = `${name} has changed while it was sent. Nothing was made; run \`pulumi up\` again.`;
    throw new OpenAIError("usage", message);
  }
  if (held) yield held;
}

async function* atMost(
  most: number,
  name: string,
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > most) throw tooLarge(name, size);
    yield chunk;
  }
}

function tooLarge(name: string, size: number): OpenAIError {
  const megabytes = Math.ceil(size / 1024 / 1024);
  const message = `${name} has ${megabytes} MB; files of more than 512 MB are not supported. Nothing was sent.`;
  return new OpenAIError("usage", message);
}
