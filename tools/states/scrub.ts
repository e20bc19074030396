import { redacted, sha256 } from "../../emulator/state/ids";
import { fingerprint } from "../../provider/api/settings";

/** Where the emulator listens, as a recording says it. */
export const recordedUrl = "http://127.0.0.1:1/v1";

/** How the command line writes a secret into an export that shows them. */
const mark = "4dabf18193072939515e22adb298388d";
const secretMark = "1b47061264138c4ac30d75fd1eb44270";

/** A secret's stand-in: the same in every recording, and to be seen as no secret. */
function standIn(secret: string, number: number): string {
  const [prefix = ""] = /^(sk-[a-z]+-|whsec_)?/.exec(secret) ?? [];
  return `${prefix}recorded-not-a-secret-${number}`;
}

/**
 * Texts in which each secret of the export stands as its stand-in, and so does everything that is made of it: hashes, by which the
 * emulator knows a key, fingerprints, and the form with the middle blotted out. So they still fit each other.
 */
export function scrubber(exported: unknown, known: readonly string[]): (text: string) => string {
  const secrets = [...new Set(secretsIn(exported))].filter((secret) => !known.includes(secret));
  const pairs = secrets.flatMap((secret, index) => {
    const instead = standIn(secret, index + 1);
    return [(text: string) => text, sha256, fingerprint, redacted].map(
      (form) => [form(secret), form(instead)] as const,
    );
  });
  return (text) => pairs.reduce((scrubbed, [from, to]) => scrubbed.replaceAll(from, to), text);
}

function secretsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(secretsIn);
  if (typeof value !== "object" || value === null) return [];
  if (mark in value && value[mark] === secretMark) {
    const plain: unknown = "plaintext" in value ? JSON.parse(String(value.plaintext)) : undefined;
    if (typeof plain !== "string")
      throw new Error(`a secret that is no text cannot be recorded: ${JSON.stringify(plain)}`);
    return [plain];
  }
  return Object.values(value).flatMap(secretsIn);
}
