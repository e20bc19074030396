import { type FormerNames, upgradeArguments } from "../kernel/upgrade";
import { isAbsent, type Properties, type Value } from "../kernel/values";
import type { Saved } from "../lifecycle/session/saved";
import { argumentsIn, readState as readKept, writeState as writeKept } from "../lifecycle/session/state";

/** The line of code that leads from the state to this package. */
export const providerName = "__provider";
/** What the program's side tells with the arguments; see `hint.ts`. */
const hintName = "__hint";
/** Of a data-plane resource: the project's key, an argument of the dynamic way in only. */
export const apiKeyName = "apiKey";
/** The same, for its host: a project with data residency has one of its own. */
export const baseUrlName = "baseUrl";
/** Of what can be made: take over one that is there already. Only creation asks for it. */
export const adoptName = "adopt";

/** How a resource is reached, where not by the stack's settings: no property of the object, and so kept beside it. */
export interface Access {
  apiKey: Value;
  baseUrl?: Value;
}

export interface DynamicState extends Access {
  saved: Saved;
  /**
   * The arguments of the last run, as they stand in the outputs. A state that the plugin has written does not tell
   * which they were: then it is those that today's program sets.
   */
  said(today: Properties): Properties;
  /** As the program gave it: a refresh hands all arguments back as they were. */
  adopt: Value;
  provider: Value;
}

/** The engine gives a dynamic provider the old outputs only, so they also tell which arguments the program had set. */
export function readState(names: FormerNames, id: string, outputs: Properties): DynamicState {
  const kept = readKept(names, outputs);
  const { [providerName]: provider, [apiKeyName]: apiKey, [baseUrlName]: baseUrl, ...live } = kept.live;
  return {
    saved: { id, live, memo: kept.memo },
    said: (today) => argumentsIn({ ...kept, live }, today),
    apiKey: typeof apiKey === "string" ? apiKey : undefined,
    baseUrl: typeof baseUrl === "string" ? baseUrl : undefined,
    adopt: kept.adopt,
    provider,
  };
}

/** What stands in the state beside the object: the program's arguments, and those that only this way in knows. */
export interface Said extends Access {
  args: Properties;
  adopt: Value;
}

/** The outputs to keep, for an object whose program set these arguments. */
export function writeState(saved: Saved, { args, apiKey, baseUrl, adopt }: Said): Properties {
  const outputs = writeKept(saved, args, adopt);
  if (!isAbsent(apiKey)) outputs[apiKeyName] = apiKey;
  if (!isAbsent(baseUrl)) outputs[baseUrlName] = baseUrl;
  return outputs;
}

/** The program's arguments, apart from what only this way in adds to them. */
export function readArguments(
  names: FormerNames,
  inputs: Properties,
): Said & { provider: Value; hint: Value } {
  const {
    [apiKeyName]: apiKey,
    [baseUrlName]: baseUrl,
    [adoptName]: adopt,
    [providerName]: provider,
    [hintName]: hint,
    ...rest
  } = upgradeArguments(names, inputs);
  const args = Object.entries(rest).filter(([name, value]) => !name.startsWith("__") && !isAbsent(value));
  return {
    args: Object.fromEntries(args),
    apiKey: apiKey ?? undefined,
    baseUrl: baseUrl ?? undefined,
    adopt: adopt ?? undefined,
    provider,
    hint,
  };
}
