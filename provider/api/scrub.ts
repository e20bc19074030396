import type { ErrorDetails } from "../kernel/errors";
import type { Call } from "./call";
import { textsIn } from "./texts";

/** Takes a key out of everything that a server may have repeated. */
export function scrub<T extends ErrorDetails>(details: T, key: string): T {
  const entries = Object.entries(details).map(([name, value]) => [
    name,
    typeof value === "string" ? value.replaceAll(key, "[secret]") : value,
  ]);
  return Object.fromEntries(entries) as T;
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
  // The longest first: one may be a part of another.
  const longestFirst = [...new Set(sent)].sort((a, b) => b.length - a.length);
  return longestFirst.reduce((text, value) => text.replace(asWholeWord(value), "***"), message);
}

function asWholeWord(text: string): RegExp {
  const literal = text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const letter = "[\\p{L}\\p{N}_]";
  return new RegExp(`(?<!${letter})${literal}(?!${letter})`, "gu");
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
