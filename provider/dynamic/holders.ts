import type { Declaration } from "../kernel/declaration";
import type { Properties } from "../kernel/values";
import { heldWith, holdings } from "../lifecycle/holdings";
import { sharedWith } from "../lifecycle/link";
import type { Session } from "../lifecycle/session";
import type { DynamicState } from "./state";

/**
 * A resource of the state that this run's program still wants has its object, until it is replaced. Not every Diff
 * tells so: a refresh asks about resources that have left the program as well, before the first Check; and of two
 * resources with the same arguments one may have left.
 */
export function noteHolder(
  { hints, ledger }: Session,
  declaration: Declaration,
  { saved: { id, live, memo } }: DynamicState,
  args: Properties,
  inputs: Properties,
  isReplaced: boolean,
): void {
  const told = hints.peek(declaration, inputs);
  if (!told) return;
  const own = told.flatMap(({ held }) => held.filter((holder) => holder.own));
  if (own.length > 0 && !own.some(({ lease }) => lease === memo.lease)) return;
  if (isReplaced) {
    ledger.replace(holdings(declaration, id, live));
    return;
  }
  const keys = heldWith(declaration, id, { ...live, ...args }, args);
  const other = ledger.heldBeside(keys, memo.lease);
  if (other) throw sharedWith(declaration, id, other);
  ledger.keep(keys, { lease: memo.lease, name: own.find(({ lease }) => lease === memo.lease)?.name });
}
