import { decode } from "../../kernel/codec";
import type { Declaration } from "../../kernel/declaration";
import { diff } from "../../kernel/diff";
import { OpenAIError } from "../../kernel/errors";
import { exampleId, formatId } from "../../kernel/identity";
import { isAbsent, type Properties } from "../../kernel/values";
import { update } from "../change/update";
import { find } from "../see/read";
import type { FormerHolder } from "../session/hint";
import { holdings, isSameObject } from "../session/identity";
import { recognised } from "../session/match";
import type { Operation } from "../session/operation";
import type { Saved } from "../session/saved";

/**
 * Takes over an object that is there already, by its id or by its looks, and brings it to what the program wants.
 * Undefined where none looks like it, or where the resource is replaced for another object: then one is made.
 */
export async function adopt(
  operation: Operation,
  args: Properties,
  which: string | true,
  known: Properties,
): Promise<Saved | undefined> {
  const { session, declaration, hint } = operation;
  const id = which === true ? await idByLooks(operation, known) : which;
  if (id === undefined) return undefined;
  if (leavesIt(operation, id)) return undefined;
  refuseHeld(operation, id);
  const seen = await find(operation, id);
  if (!seen) {
    const what = `There is no ${declaration.token} ${id} to adopt. Nothing was changed.`;
    throw new OpenAIError("usage", `${what} Take \`adopt\` out of the program to have one made.`);
  }
  // Somebody else may have taken it while it was looked at.
  refuseHeld(operation, seen.id);
  // What the program does not say stays as it is.
  const before = Object.fromEntries(Object.entries(seen.args).filter(([name]) => !isAbsent(args[name])));
  const { replaces } = diff(declaration, {}, args, seen.live);
  const fixed = replaces.filter((name) => !isAbsent(seen.live[name]));
  if (fixed.length > 0) {
    throw new OpenAIError(
      "impossible",
      `${declaration.token} ${seen.id} cannot be adopted: its ${fixed.join(", ")} cannot be changed, and the program wants another. Nothing was changed.`,
    );
  }
  const lease = session.drawLease(session.client.serverTime());
  session.ledger.give(holdings(declaration, seen.id, { ...seen.live, ...args }), { lease, name: hint?.name });
  const taken = { ...seen, memo: { ...seen.memo, lease } };
  return update(operation, taken, before, args);
}

/** Whether the resource has the object already and is being replaced, for it cannot be changed to what the program wants. */
function leavesIt(operation: Operation, id: string): boolean {
  const { session, declaration, hint } = operation;
  const keys = holdings(declaration, id, {});
  const isOwn = hint === undefined || formerOf(operation, id).some(({ own }) => own);
  return isOwn && (session.ledger.isReplaced(keys) || session.ledger.isEnded(keys));
}

function formerOf({ declaration, hint }: Operation, id: string): readonly FormerHolder[] {
  return hint?.held.filter((holder) => isSameObject(declaration, holder.id, id)) ?? [];
}

/** An object that a resource of this program has, and keeps, is not there for another one. */
function refuseHeld(operation: Operation, id: string): void {
  const { session, declaration, hint } = operation;
  const former = formerOf(operation, id);
  const own = former.find((holder) => holder.own);
  const keys = holdings(declaration, id, {});
  // A link of another name may be about to move; an object that has one keeps it, unless it is replaced.
  const mayMove = declaration.kind === "edge" || session.ledger.isReplaced(keys);
  const other =
    session.ledger.givenTo(keys) ??
    (mayMove ? undefined : former.find((holder) => !holder.own && holder.wanted)) ??
    session.ledger.heldBeside(keys, own?.lease);
  if (other) {
    const whom = other.name === undefined ? "" : ` ("${other.name}")`;
    throw new OpenAIError(
      "usage",
      `${declaration.token} ${id} belongs to another resource of this program already${whom}. Nothing was changed.`,
    );
  }
  if (own && declaration.kind !== "edge") {
    throw new OpenAIError(
      "usage",
      `${declaration.token} ${id} is what this resource has already, and \`adopt\` would take it over again: nothing would be ` +
        "replaced. Nothing was changed. Take `adopt` out of the program first, then replace the resource.",
    );
  }
  for (const holder of former) {
    const advice = adviceToMove(declaration, holder, hint?.name);
    if (advice) throw new OpenAIError("usage", advice);
  }
}

/** What lives in an object that goes to a resource of another name would be left behind by the engine, unmanaged. */
export function adviceToMove(
  declaration: Declaration,
  { name, id, own, secret, lives = [] }: FormerHolder,
  newName: string | undefined,
): string | undefined {
  if (own) return undefined;
  const inside = lives.length > 0 && `${lives.map((one) => `"${one}"`).join(", ")} live in it`;
  const loss = inside || (secret && "its secret is in the state under that name alone");
  if (!loss) return undefined;
  return (
    `${declaration.token} ${id} is "${name}" of this stack, and ${loss}: with \`adopt\` that would be lost from the stack. ` +
    `Take \`adopt\` out of the arguments${newName === undefined ? "" : ` of "${newName}"`} and write ` +
    `\`aliases: [{ name: "${name}" }]\` into its options instead: then it is the same resource under a new name.`
  );
}

/** Why `adopt: true` does not do for the kind, and what does; undefined where it does. */
export function idNeeded(declaration: Declaration): string | undefined {
  if (declaration.list) return undefined;
  const sample = exampleId(declaration);
  return `No call lists what there is of ${declaration.token}: give its id as \`adopt\`, such as "${sample}".`;
}

async function idByLooks(operation: Operation, known: Properties): Promise<string | undefined> {
  const { session, declaration } = operation;
  const needed = idNeeded(declaration);
  if (needed !== undefined) throw new OpenAIError("usage", `${needed} Nothing was changed.`);
  const { items } = await session.collections.recent(operation, known);
  const alike = recognised(declaration, { known }, items);
  const all = alike.map((item) => formatId(declaration, decode(declaration, item, known)));
  const ids = all.filter((id) => !session.ledger.isHeld(holdings(declaration, id, {})));
  // Two resources that ask for the same object must not end with two objects.
  for (const id of ids.length === 0 ? all : []) refuseHeld(operation, id);
  if (ids.length > 1) {
    throw new OpenAIError(
      "usage",
      `${ids.length} ${declaration.token} objects look like the one to adopt: ${ids.join(", ")}. ` +
        "Nothing was changed. Give the id of the right one as `adopt`.",
    );
  }
  return ids[0];
}
