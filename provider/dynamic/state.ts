import { isAbsent, isObject, type Properties, type Value } from "../kernel/values";
import type { Memo, Saved } from "../lifecycle/saved";

/**
 * What a dynamic resource keeps in its state besides the properties. The engine gives a dynamic provider the old
 * outputs only, so the outputs must also tell which arguments the program had set. The command line hides names
 * that begin with two underscores.
 */
const setNames = "__set";
const madeWithName = "__madeWith";
const madeAtName = "__madeAt";
/** The line of code that leads from the state to this package. */
export const providerName = "__provider";
/** Of a data-plane resource: the project's key, an argument of the dynamic way in only. */
export const apiKeyName = "apiKey";
/** Of what can be made: take over one that is there already. Only creation asks for it. */
export const adoptName = "adopt";

export interface DynamicState {
  saved: Saved;
  /**
   * The arguments of the last run, as they stand in the outputs. A state that the plugin has written does not tell
   * which they were: then it is those that today's program sets.
   */
  said(today: Properties): Properties;
  apiKey?: string;
  provider: Value;
}

export function readState(id: string, outputs: Properties): DynamicState {
  const {
    [setNames]: set,
    [madeWithName]: madeWith,
    [madeAtName]: madeAt,
    [providerName]: provider,
    [apiKeyName]: apiKey,
    restoreTo,
    ...live
  } = outputs;
  const memo: Memo = {};
  if (typeof madeWith === "string") memo.madeWith = madeWith;
  if (typeof madeAt === "number") memo.madeAt = madeAt;
  if (isObject(restoreTo)) memo.restoreTo = restoreTo;
  return {
    saved: { id, live, memo },
    said: (today) => pickNames(live, Array.isArray(set) ? set : Object.keys(today)),
    apiKey: typeof apiKey === "string" ? apiKey : undefined,
    provider,
  };
}

/** The outputs to keep, for an object whose program set these arguments. */
export function writeState({ live, memo }: Saved, said: Properties, apiKey: Value): Properties {
  const set = Object.keys(said).filter((name) => !isAbsent(said[name]));
  const outputs: Properties = { ...live };
  if (memo.restoreTo) outputs.restoreTo = memo.restoreTo;
  if (!isAbsent(apiKey)) outputs[apiKeyName] = apiKey;
  outputs[setNames] = set.sort();
  outputs[madeWithName] = memo.madeWith;
  if (memo.madeAt !== undefined) outputs[madeAtName] = memo.madeAt;
  return outputs;
}

/** The program's arguments, apart from what only this way in adds to them. */
export function readArguments(inputs: Properties): {
  args: Properties;
  apiKey: Value;
  adopt: Value;
  provider: Value;
} {
  const { [apiKeyName]: apiKey, [adoptName]: adopt, [providerName]: provider, ...rest } = inputs;
  const args = Object.entries(rest).filter(([name, value]) => !name.startsWith("__") && !isAbsent(value));
  return { args: Object.fromEntries(args), apiKey: apiKey ?? undefined, adopt: adopt ?? undefined, provider };
}

function pickNames(properties: Properties, names: Value[]): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => names.includes(name)));
}
