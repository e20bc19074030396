import { type FormerNames, formMark, memoName, upgradeState } from "../../kernel/upgrade";
import { isAbsent, isObject, type Properties, type Value } from "../../kernel/values";
import type { Memo, Saved } from "./saved";

/** What a state keeps of an object, whichever way in has written it. */
export interface Kept {
  /** The object's properties, and with them what only one way in adds to its outputs. */
  live: Properties;
  memo: Memo;
  /** The arguments that the program of the last run had set. A state without a memo does not tell. */
  set?: string[];
  /** As the program gave it to the dynamic way in. */
  adopt: Value;
}

/**
 * What is kept besides the properties stands in one place, with a number of its form. The command line hides names that
 * begin with two underscores.
 */
export function readState(names: FormerNames, outputs: Properties): Kept {
  const { [memoName]: hidden, restoreTo, ...live } = upgradeState(names, outputs);
  const kept = isObject(hidden) ? hidden : {};
  const { set, adopt, seenWith, madeAt, lease, noted, from, halfDone, unseen } = kept;
  const memo: Memo = {};
  if (typeof seenWith === "string") memo.seenWith = seenWith;
  if (typeof madeAt === "number") memo.madeAt = madeAt;
  if (typeof lease === "string") memo.lease = lease;
  if (Array.isArray(noted)) memo.noted = textsOf(noted);
  if (isObject(from)) memo.from = fromOf(from);
  if (halfDone === true) memo.halfDone = true;
  if (typeof unseen === "number") memo.unseen = unseen;
  if (isObject(restoreTo)) memo.restoreTo = restoreTo;
  return { live, memo, adopt, ...(Array.isArray(set) ? { set: textsOf(set) } : {}) };
}

/** The outputs to keep, for an object whose program set these arguments. */
export function writeState({ live, memo }: Omit<Saved, "id">, args: Properties, adopt?: Value): Properties {
  const set = Object.keys(args).filter((name) => !isAbsent(args[name]));
  const { seenWith, madeAt, lease, noted, from, halfDone, unseen, restoreTo } = memo;
  return {
    ...live,
    ...(restoreTo ? { restoreTo } : {}),
    [memoName]: {
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
    },
  };
}

/** The arguments of the last run, where the state alone must tell them. */
export function argumentsIn({ live, set }: Kept, today: Properties): Properties {
  const names = set ?? Object.keys(today);
  return Object.fromEntries(Object.entries(live).filter(([name]) => names.includes(name)));
}

/** What is no longer so once the object was looked at. */
export function wellSeen({ unseen: _, ...memo }: Memo): Memo {
  return memo;
}

/** What is no longer so once it was changed as well. */
export function finished({ halfDone: _, from: __, ...memo }: Memo): Memo {
  return wellSeen(memo);
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

function textsOf(values: Value[]): string[] {
  return values.filter((value) => typeof value === "string");
}
