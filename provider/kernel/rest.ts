import type { Declaration } from "./declaration";
import type { Properties } from "./values";

/** Whether an object has come to rest, or is not waited for: there is nothing to come. */
export function isAtRest({ settle }: Declaration, live: Properties, said: Properties = live): boolean {
  if (!settle || (settle.unless && said[settle.unless] === false)) return true;
  return settle.until.includes(live[settle.on]);
}
