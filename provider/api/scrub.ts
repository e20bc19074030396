import type { ErrorDetails } from "../kernel/errors";
import type { Call } from "./call";
import { textsIn } from "./texts";

/** Takes secrets out of a text that a server may have repeated. */
export type Scrub = (text: string) => string;

/** Whatever their length and wherever they stand, also as JSON or an address spells them. */
export function scrubOf(secrets: Iterable<string>): Scrub {
  const spellings = new Set<string>();
  for (const secret of secrets) {
    const inAddress = encodeURIComponent(Buffer.from(secret).toString());
    for (const spelt of [secret, JSON.stringify(secret).slice(1, -1), inAddress])
      if (spelt !== "") spellings.add(spelt);
  }
  if (spellings.size === 0) return (text) => text;
  const any = new RegExp(longestFirst(spellings).map(literally).join("|"), "g");
  return (text) => text.replace(any, "[secret]");
}

export function scrubDetails(details: ErrorDetails, scrub: Scrub): ErrorDetails {
  const entries = Object.entries(details).map(([name, value]) => [
    name,
    typeof value === "string" ? scrub(value) : value,
  ]);
  return Object.fromEntries(entries);
}

/** What is shorter stands in too many sentences by chance. */
const shortest = 3;

/**
 * A server's message without the values that the call has sent: any of them may be a secret of the program. Ids that
 * stand in the path stay, and so do values that the API's own documentation names.
 */
export function withoutSent(message: string, { body, form, path, plain }: Call): string {
  const ids = new Set(path.split("/").map(decoded));
  const sent = [...textsIn(body), ...(form?.texts ?? [])].filter(
    (text) => text.length >= shortest && !ids.has(text) && !plain?.has(text),
  );
  return longestFirst(new Set(sent)).reduce(
    (text, value) => text.replace(asWholeWord(value), "***"),
    message,
  );
}

/** One text may be a part of another. */
function longestFirst(texts: Set<string>): string[] {
  return [...texts].sort((a, b) => b.length - a.length);
}

function asWholeWord(text: string): RegExp {
  const letter = "[\\p{L}\\p{N}_]";
  return new RegExp(`(?<!${letter})${literally(text)}(?!${letter})`, "gu");
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
