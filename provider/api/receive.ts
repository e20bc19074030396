import type { WireResponse } from "./wire";

export const largestMegabytes = 32;

/** The whole body; undefined where it is longer than anything that the API answers. */
export async function readText(response: WireResponse): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.length;
    if (size > largestMegabytes * 1024 * 1024) return undefined;
    chunks.push(chunk);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    // No JSON, whatever it is; half-read letters must not reach the state.
    return "";
  }
}

/** Ends when the signal does, even where the exchange itself does not listen to it. */
export function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = () => reject(new Error("timeout"));
    if (signal.aborted) end();
    signal.addEventListener("abort", end, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", end));
  });
}
