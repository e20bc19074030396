import type { Declaration } from "../kernel/declaration";
import type { Properties } from "../kernel/values";
import { sharedWith } from "../lifecycle/make/link";
import type { Hint } from "../lifecycle/session/hint";
import { fieldHoldings, heldWith, holdings, isSameObject } from "../lifecycle/session/identity";
import type { Ledger } from "../lifecycle/session/ledger";
import type { Session } from "../lifecycle/session/session";
import type { DynamicState } from "./state";

/**
 * After a run that was cut off, two resources of the state may have one object: what a link or limit leaves may be what
 * another one has been given.
 */
export function noteOthers(ledger: Ledger, declaration: Declaration, hint: Hint | undefined): void {
  const own = hint?.held.find((holder) => holder.own);
  for (const { id, name, lease, wanted, restoreTo } of hint?.held ?? []) {
    ledger.saw(lease);
    if (!own || !wanted || !isSameObject(declaration, id, own.id)) continue;
    const keys =
      declaration.kind === "existing"
        ? fieldHoldings(declaration, id, Object.keys(restoreTo ?? {}))
        : holdings(declaration, id, {});
    ledger.expect(keys, { lease, name });
  }
}

/**
 * A resource of the state that this run's program still wants has its object, until it is replaced. Not every Diff
 * tells so: a refresh asks about resources that have left the program as well, before the first Check; and of two
 * resources with the same arguments one may have left.
 */
export function noteHolder(
  { hints, ledger }: Session,
  declaration: Declaration,
  { saved: { id, live, memo }, said: saidThen }: DynamicState,
  args: Properties,
  inputs: Properties,
  isReplaced: boolean,
): void {
  const told = hints.peek(declaration, inputs);
  ledger.saw(memo.lease);
  if (!told) return;
  const own = told.flatMap(({ held }) => held.filter((holder) => holder.own));
  const self = own.find(({ lease }) => lease === memo.lease);
  if (own.length > 0 && !self) return;
  if (isReplaced) {
    const keys = [...holdings(declaration, id, live), ...heldWith(declaration, id, live, saidThen(args))];
    ledger.replace(keys, memo.lease);
    return;
  }
  const keys = heldWith(declaration, id, { ...live, ...args }, args);
  const other = ledger.heldBeside(keys, memo.lease);
  if (other) throw sharedWith(declaration, id, other);
  ledger.keep(keys, { lease: memo.lease, name: self?.name });
}
