import { decode } from "../../kernel/codec";
import type { Declaration } from "../../kernel/declaration";
import { isAbsent, type Properties } from "../../kernel/values";
import { idsOf } from "../see/read";
import { findItem } from "../session/collections";
import type { Hint } from "../session/hint";
import { fieldHoldings, managedFields } from "../session/identity";
import type { Saved } from "../session/saved";
import type { Session } from "../session/session";
import { capture, claimFields, valuesBefore } from "./take-over";

/**
 * Of a setting whose program manages other fields than before: takes the new ones, lets go of the others. The values to
 * put back in the end, and the old arguments without what another resource of the program writes by now.
 */
export async function exchangeFields(
  session: Session,
  declaration: Declaration,
  saved: Saved,
  olds: Properties,
  news: Properties,
  apiKey?: string,
  hint?: Hint,
): Promise<{ restoreTo: Properties | undefined; before: Properties }> {
  const { ledger } = session;
  const { lease } = saved.memo;
  const keysOf = (names: string[]) => fieldHoldings(declaration, saved.id, names);
  claimFields(session, declaration, saved.id, managedFields(declaration, news), { lease, name: hint?.name });
  const restoreTo = await formerValues(session, declaration, saved, olds, news, apiKey, hint);
  const left = managedFields(declaration, olds).filter((name) => isAbsent(news[name]));
  const taken = left.filter((name) => ledger.heldBeside(keysOf([name]), lease));
  ledger.end(keysOf(left.filter((name) => !taken.includes(name))));
  const before = Object.fromEntries(Object.entries(olds).filter(([name]) => !taken.includes(name)));
  return { restoreTo, before };
}

/** The former values, with those that this change takes over noted before it is made. */
async function formerValues(
  session: Session,
  declaration: Declaration,
  saved: Saved,
  olds: Properties,
  news: Properties,
  apiKey?: string,
  hint?: Hint,
): Promise<Properties | undefined> {
  const { restoreTo } = saved.memo;
  const taken = Object.keys(news).filter((name) => {
    const isNew = isAbsent(olds[name]) && !isAbsent(news[name]) && isAbsent(restoreTo?.[name]);
    return isNew && declaration.props[name]?.word === "mutable";
  });
  if (taken.length === 0) return restoreTo;
  const ids = idsOf(declaration, saved.id, saved.live);
  const listing = await session.collections.all(session.credential(declaration, apiKey), declaration, ids);
  const item = findItem(declaration, ids, listing.items);
  const wanted: Properties = Object.fromEntries(taken.map((name) => [name, news[name]]));
  const now = item ? decode(declaration, item, {}) : saved.live;
  return {
    ...restoreTo,
    ...capture(declaration, { ...ids, ...wanted }, now, taken),
    ...valuesBefore(declaration, saved.id, taken, hint),
  };
}

export function onlyManaged(restoreTo: Properties | undefined, news: Properties): Properties | undefined {
  if (!restoreTo) return undefined;
  return Object.fromEntries(Object.entries(restoreTo).filter(([name]) => !isAbsent(news[name])));
}
