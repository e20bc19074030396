import { createHash } from "node:crypto";

/** What one file may have, and all together, to be kept. Of others only the size and the hash are known. */
const mostOfOne = 8 * 2 ** 20;
const mostOfAll = 64 * 2 ** 20;

const hashOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

const sizeOf = (base64: string): number => Math.floor((base64.length * 3) / 4);

/** The bytes of files, by their hash and in base64, so that a state is JSON and twins are kept once. */
export type Contents = Record<string, string>;

/** Keeps the bytes and says whether there was room. */
export function keep(contents: Contents, bytes: Uint8Array): { sha256: string; kept: boolean } {
  const sha256 = hashOf(bytes);
  if (contents[sha256] !== undefined) return { sha256, kept: true };
  const taken = Object.values(contents).reduce((sum, text) => sum + sizeOf(text), 0);
  const kept = bytes.length <= mostOfOne && taken + bytes.length <= mostOfAll;
  if (kept) contents[sha256] = Buffer.from(bytes).toString("base64");
  return { sha256, kept };
}

export function contentOf(contents: Contents, sha256: string): Uint8Array<ArrayBuffer> | null {
  const text = contents[sha256];
  return text === undefined ? null : Uint8Array.from(Buffer.from(text, "base64"));
}

/** Drops what no file has any more. */
export function dropUnused(contents: Contents, used: ReadonlySet<string>): void {
  for (const sha256 of Object.keys(contents)) if (!used.has(sha256)) delete contents[sha256];
}

export function contentsProblem(value: unknown): string | null {
  if (value === undefined) return null;
  if (value === null || typeof value !== "object" || Array.isArray(value)) {
    return "`contents` must be an object";
  }
  for (const [sha256, text] of Object.entries(value)) {
    if (typeof text === "string" && hashOf(Buffer.from(text, "base64")) === sha256) continue;
    return `\`contents.${sha256}\` must be base64 of what has this SHA-256`;
  }
  return null;
}
