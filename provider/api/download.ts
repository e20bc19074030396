import { pipeline, Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { OpenAIError } from "../kernel/errors";
import type { Asker } from "./asker";
import type { Clock } from "./clock";
import { duration } from "./duration";
import { LongWait } from "./long-wait";
import { orAborted } from "./receive";
import { causeOf, type Wire, type WireResponse } from "./wire";

/** What reading from elsewhere needs. */
export interface Outside {
  wire: Wire;
  clock: Clock;
  say(line: string): void;
}

/** For a content that is fetched from elsewhere, in milliseconds. */
const longest = 10 * 60_000;
/** As many as the engine follows when it looks at the same address in the preview. */
const mostRedirects = 10;
const redirects = new Set([301, 302, 303, 307, 308]);
const unpackers = {
  gzip: createGunzip,
  "x-gzip": createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/**
 * The bytes at an address, as they come. Unlike calls of the API it follows redirects, also to another host: no key
 * is sent along, and what arrives must have the hash that the preview showed. A user name and password in the
 * address are sent to its own host only.
 */
export async function* download(
  address: URL,
  { wire, clock, say }: Outside,
  asker: Asker = {},
): AsyncGenerator<Uint8Array> {
  const shown = shownAddress(address.href);
  const time = Math.max(0, (asker.deadline ?? clock.now() + longest) - clock.now());
  const controller = new AbortController();
  const { signal } = controller;
  const stop = clock.after(time, () => controller.abort("late"));
  const cancel = () => controller.abort("cancelled");
  if (asker.signal?.aborted) cancel();
  asker.signal?.addEventListener("abort", cancel);
  const long = new LongWait(clock, asker.say ?? say, `Reading ${shown}`, time);
  long.start();
  let chunks: AsyncIterator<Uint8Array> | undefined;
  try {
    const body = await follow(address, (url) => orAborted(wire(requestFor(url, address), signal), signal));
    chunks = body[Symbol.asyncIterator]();
    for (;;) {
      const { done, value } = await orAborted(chunks.next(), signal);
      if (done) return;
      yield value;
    }
  } catch (error) {
    if (signal.reason === "cancelled") {
      const message = `Reading ${shown} was given up: the command was cancelled. Nothing was sent.`;
      throw new OpenAIError("stopped", message);
    }
    const why = signal.aborted ? `it took longer than ${duration(time)}` : reasonOf(error);
    throw unreadable(shown, why);
  } finally {
    stop();
    long.end();
    // Lets go of the connection where nobody reads on.
    controller.abort();
    Promise.resolve(chunks?.return?.()).catch(() => {});
    asker.signal?.removeEventListener("abort", cancel);
  }
}

export function unreadable(what: string, why: string): OpenAIError {
  return new OpenAIError("usage", `${what} cannot be read (${why}). Nothing was sent.`);
}

/** An address without what may be secret in it. */
export function shownAddress(text: string): string {
  return text.replace(/[?#].*/s, "").replace(/\/\/[^/@]*@/, "//");
}

/** Why an answer is no content. */
class Unusable extends Error {}

async function follow(
  address: URL,
  get: (url: URL) => Promise<WireResponse>,
): Promise<AsyncIterable<Uint8Array>> {
  let url = address;
  for (let turn = 0; turn <= mostRedirects; turn++) {
    if (url.protocol !== "https:" && url.protocol !== "http:")
      throw new Unusable("only https, http and file addresses are read");
    const response = await get(url);
    const { location } = response.headers;
    if (!redirects.has(response.status) || typeof location !== "string") return contentOf(response);
    // An empty loop would read the page to its end.
    for await (const _ of response.body) break;
    if (!URL.canParse(location, url.href)) throw new Unusable("it was redirected to what is no address");
    url = new URL(location, url);
  }
  throw new Unusable(`it was redirected more than ${mostRedirects} times`);
}

function requestFor(url: URL, { username, password, origin }: URL): Parameters<Wire>[0] {
  const headers: Record<string, string> = {
    accept: "*/*",
    "accept-encoding": "identity",
    "user-agent": "pulumi-openai",
  };
  if ((username || password) && url.origin === origin) {
    const user = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    headers.authorization = `Basic ${Buffer.from(user).toString("base64")}`;
  }
  const plain = new URL(url.href);
  plain.username = "";
  plain.password = "";
  plain.hash = "";
  return { method: "GET", url: plain.href, headers };
}

/** The content itself: some stores pack what was put there packed, whoever asks. The engine's hash is that of the unpacked bytes. */
function contentOf({ status, headers, body }: WireResponse): AsyncIterable<Uint8Array> {
  if (status < 200 || status > 299) throw new Unusable(`it was answered with ${status}`);
  const encoding = String(headers["content-encoding"] ?? "identity").toLowerCase();
  if (encoding === "identity") return body;
  const unpack = Object.entries(unpackers).find(([name]) => name === encoding)?.[1];
  if (!unpack) throw new Unusable(`it is in the encoding ${encoding}`);
  return pipeline(Readable.from(body), unpack(), () => {});
}

function reasonOf(error: unknown): string {
  return error instanceof Unusable ? error.message : causeOf(error);
}
