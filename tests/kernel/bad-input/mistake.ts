import type { Properties } from "../../../provider/kernel/values";

/** What is wrong, the arguments that make it so (absent ones are taken away), and every failure: its path and sentence. */
export type Mistake = [what: string, change: Properties, ...failures: [property: string, reason: string][]];

/** Arguments that are in order, and the mistakes that somebody can make in them. */
export interface Mistakes {
  good: Properties;
  mistakes: Mistake[];
}

/** So many pairs, with keys of their own. */
export function pairs(count: number): Properties {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`key${index}`, "value"]));
}
