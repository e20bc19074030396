import type { Thing } from "./declaration";
import { isAbsent, type Properties } from "./values";

/**
 * What the passing of time says of an object, to be laid over its outputs: an output of its own is `true` once the
 * moment it is about has come, and absent before. Both times are Unix seconds; without the server's nothing is said.
 */
export function lapsed(declaration: Thing, live: Properties, serverTime: number | undefined): Properties {
  const found: Properties = {};
  if (isAbsent(serverTime)) return found;
  for (const [name, { options }] of Object.entries(declaration.props)) {
    if (options.passed === undefined) continue;
    const moment = live[options.passed];
    found[name] = typeof moment === "number" && moment <= serverTime ? true : undefined;
  }
  return found;
}
