import { createHash } from "node:crypto";

export const sha256 = (content: string | Uint8Array): string =>
  createHash("sha256").update(content).digest("hex");

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** Letters and digits that depend on the text alone: the same seed and counter give the same ids and keys. */
function letters(text: string, length: number): string {
  const bytes = createHash("shake256", { outputLength: length }).update(text).digest();
  return Array.from(bytes, (byte) => alphabet[byte % alphabet.length]).join("");
}

export const idFrom = (prefix: string, seed: number, count: number): string =>
  prefix + letters(`id:${seed}:${count}`, 24);

export const secretFrom = (prefix: string, seed: number, count: number): string =>
  prefix + letters(`secret:${seed}:${count}`, 48);

/** The form in which the API shows a key after its creation; too short a key is not shown at all. */
export const redacted = (key: string): string =>
  key.length < 12 ? "***" : `${key.slice(0, 6)}...${key.slice(-3)}`;
