import { decode } from "../../kernel/codec";
import { isAbsent, type Properties } from "../../kernel/values";
import { soughtOf } from "../see/sought";
import { fieldHoldings, managedFields } from "../session/identity";
import type { Operation } from "../session/operation";
import type { Saved } from "../session/saved";
import { itemNow } from "./existing";
import { capture, claimFields, valuesBefore } from "./take-over";

/**
 * Of a setting whose program manages other fields than before: takes the new ones, lets go of the others. The values to
 * put back in the end, and the old arguments without what another resource of the program writes by now.
 */
export async function exchangeFields(
  operation: Operation,
  saved: Saved,
  olds: Properties,
  news: Properties,
): Promise<{ restoreTo: Properties | undefined; before: Properties }> {
  const { declaration, session } = operation;
  const { ledger } = session;
  const { lease } = saved.memo;
  const keysOf = (names: string[]) => fieldHoldings(declaration, saved.id, names);
  claimFields(operation, saved.id, managedFields(declaration, news), lease);
  const restoreTo = await formerValues(operation, saved, olds, news);
  const left = managedFields(declaration, olds).filter((name) => isAbsent(news[name]));
  const taken = left.filter((name) => ledger.heldBeside(keysOf([name]), lease));
  ledger.end(keysOf(left.filter((name) => !taken.includes(name))));
  const before = Object.fromEntries(Object.entries(olds).filter(([name]) => !taken.includes(name)));
  return { restoreTo, before };
}

/** The former values, with those that this change takes over noted before it is made. */
async function formerValues(
  operation: Operation,
  saved: Saved,
  olds: Properties,
  news: Properties,
): Promise<Properties | undefined> {
  const { declaration } = operation;
  const { restoreTo } = saved.memo;
  const taken = Object.keys(news).filter((name) => {
    const isNew = isAbsent(olds[name]) && !isAbsent(news[name]) && isAbsent(restoreTo?.[name]);
    return isNew && declaration.props[name]?.word === "mutable";
  });
  if (taken.length === 0) return restoreTo;
  const { ids } = soughtOf(operation, saved);
  const item = await itemNow(operation, ids);
  const wanted: Properties = Object.fromEntries(taken.map((name) => [name, news[name]]));
  const now = item ? decode(declaration, item, {}) : saved.live;
  return {
    ...restoreTo,
    ...capture(declaration, { ...ids, ...wanted }, now, taken),
    ...valuesBefore(operation, saved.id, taken),
  };
}

export function onlyManaged(restoreTo: Properties | undefined, news: Properties): Properties | undefined {
  if (!restoreTo) return undefined;
  return Object.fromEntries(Object.entries(restoreTo).filter(([name]) => !isAbsent(news[name])));
}
