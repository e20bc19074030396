import { type FormerNames, formMark, memoName, upgradeArguments, upgradeState } from "../kernel/upgrade";
import { isAbsent, isObject, type Properties, type Value } from "../kernel/values";
import type { Memo, Saved } from "../lifecycle/session/saved";

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

/**
 * What a dynamic resource keeps in its state besides the properties stands in one place, with a number of its form: the
 * engine gives a dynamic provider the old outputs only, so they must also tell which arguments the program had set. The
 * command line hides names that begin with two underscores.
 */
export function readState(names: FormerNames, id: string, outputs: Properties): DynamicState {
  const upgraded = upgradeState(names, outputs);
  const {
    [memoName]: hidden,
    [providerName]: provider,
    [apiKeyName]: apiKey,
    [baseUrlName]: baseUrl,
    restoreTo,
    ...live
  } = upgraded;
  const { set, adopt, seenWith, madeAt, lease, noted, from, halfDone, unseen } = isObject(hidden)
    ? hidden
    : {};
  const memo: Memo = {};
  if (typeof seenWith === "string") memo.seenWith = seenWith;
  if (typeof madeAt === "number") memo.madeAt = madeAt;
  if (typeof lease === "string") memo.lease = lease;
  if (Array.isArray(noted)) memo.noted = noted.filter((name) => typeof name === "string");
  if (isObject(from)) memo.from = fromOf(from);
  if (halfDone === true) memo.halfDone = true;
  if (typeof unseen === "number") memo.unseen = unseen;
  if (isObject(restoreTo)) memo.restoreTo = restoreTo;
  return {
    saved: { id, live, memo },
    said: (today) => pickNames(live, Array.isArray(set) ? set : Object.keys(today)),
    apiKey: typeof apiKey === "string" ? apiKey : undefined,
    baseUrl: typeof baseUrl === "string" ? baseUrl : undefined,
    adopt,
    provider,
  };
}

function fromOf({ id, instead, lease, restoreTo }: Properties): Memo["from"] {
  if (typeof id !== "string") return undefined;
  return {
    id,
    ...(isObject(instead) ? { instead } : {}),
    ...(typeof lease === "string" ? { lease } : {}),
    ...(isObject(restoreTo) ? { restoreTo } : {}),
  };
}

/** What stands in the state beside the object: the program's arguments, and those that only this way in knows. */
export interface Said extends Access {
  args: Properties;
  adopt: Value;
}

/** The outputs to keep, for an object whose program set these arguments. */
export function writeState({ live, memo }: Saved, { args, apiKey, baseUrl, adopt }: Said): Properties {
  const set = Object.keys(args).filter((name) => !isAbsent(args[name]));
  const outputs: Properties = { ...live };
  if (memo.restoreTo) outputs.restoreTo = memo.restoreTo;
  if (!isAbsent(apiKey)) outputs[apiKeyName] = apiKey;
  if (!isAbsent(baseUrl)) outputs[baseUrlName] = baseUrl;
  const { seenWith, madeAt, lease, noted, from, halfDone, unseen } = memo;
  outputs[memoName] = {
    ...formMark(),
    set: set.sort(),
    seenWith,
    madeAt,
    lease,
    noted: noted?.length ? [...noted].sort() : undefined,
    from: from && { ...from },
    halfDone,
    unseen,
    adopt,
  };
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

function pickNames(properties: Properties, names: Value[]): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => names.includes(name)));
}
