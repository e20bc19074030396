import { equivalent } from "../../kernel/canonical";
import { decode } from "../../kernel/codec";
import type { Declaration } from "../../kernel/declaration";
import { OpenAIError } from "../../kernel/errors";
import { formatId } from "../../kernel/identity";
import type { Properties } from "../../kernel/values";
import { update } from "../change/update";
import { callItem } from "../session/calls";
import type { Found } from "../session/creates";
import type { FormerHolder } from "../session/hint";
import { holdings, isSameObject } from "../session/identity";
import type { Holder } from "../session/ledger";
import { differences, neverTold } from "../session/match";
import type { Saved } from "../session/saved";
import type { Making } from "./find-lost";
import { take } from "./regain";

/**
 * A link that is there although it was to be made. What the last state of this stack holds under another name changes
 * hands, and so does what this very create has made; anybody else's is an error that says how to take it over.
 * Undefined: it was in the way, is gone now, and can be made.
 */
export async function takeLink(
  making: Making,
  found: Found,
  refusal: OpenAIError,
  wasLost: boolean,
): Promise<Saved | undefined> {
  const { operation, args } = making;
  const { session, declaration } = operation;
  const live = decode(declaration, found.item, args);
  const keys = holdings(declaration, formatId(declaration, live), live);
  // What had it until now may just be ending it.
  return session.ledger.inTurn(keys, () => {
    if (session.ledger.isEnded(keys)) return Promise.resolve(undefined);
    return changeHands(making, found, refusal, wasLost);
  });
}

async function changeHands(
  making: Making,
  found: Found,
  refusal: OpenAIError,
  wasLost: boolean,
): Promise<Saved | undefined> {
  const { operation, args } = making;
  const { session, declaration, hint } = operation;
  const live = decode(declaration, found.item, args);
  const id = formatId(declaration, live);
  const keys = holdings(declaration, id, live);
  const also = (more: string) => new OpenAIError(refusal.code, `${refusal.message} ${more}`, refusal.details);
  const other = session.ledger.givenTo(keys);
  if (other) throw also(sharedWith(declaration, id, other).message);
  const former = hint?.held.find((holder) => isSameObject(declaration, holder.id, id));
  if (!former && !wasLost) {
    throw also(
      `${declaration.token} ${id} is there already, and no ${declaration.token} of this stack's last state has it. ` +
        "Give its id to the resource as `adopt` to take it over.",
    );
  }
  const kept = session.ledger.heldBeside(keys, former?.own ? former.lease : undefined);
  if (kept) throw also(sharedWith(declaration, id, kept).message);
  const unlike = differences(declaration, args, found.item);
  const fixed = [
    ...unlike.filter((name) => declaration.props[name]?.word === "fixed"),
    ...untold(making, former),
  ];
  if (fixed.length > 0 && former) {
    // Only another link has what the program wants, and there is room for one.
    await callItem(operation, live, { method: "DELETE" });
    await session.collections.removed(operation, live);
    return undefined;
  }
  if (fixed.length > 0) {
    throw also(
      `${declaration.token} ${id} is there already, and may differ in ${fixed.join(", ")}. ` +
        "Give its id to the resource as `adopt` to take it over.",
    );
  }
  const taken = take(making, found.item, found.details);
  if (former?.left) {
    const what = `was there; it is taken over, for "${former.name}" had it before`;
    operation.say(`${declaration.token} ${id} ${what}`);
  }
  if (unlike.length === 0) return taken;
  const before: Properties = Object.fromEntries(Object.keys(args).map((name) => [name, taken.live[name]]));
  return update(operation, taken, before, args);
}

/** Whether the link that was in the way is one that this run has ended meanwhile, for the resource that had it. */
export async function wasEnded({ operation, args }: Making): Promise<boolean> {
  const { session, declaration, hint } = operation;
  const ids = [...idNamed(declaration, args), ...(hint?.held ?? []).map(({ id }) => id)];
  for (const id of ids) {
    const keys = holdings(declaration, id, {});
    const isOver = await session.ledger.inTurn(keys, async () => session.ledger.isEnded(keys));
    if (isOver) return true;
  }
  return false;
}

function idNamed(declaration: Declaration, args: Properties): string[] {
  try {
    return [formatId(declaration, args)];
  } catch {
    // One of its ends is named by its other spelling.
    return [];
  }
}

/** What the API never tells of a link, unless the last state tells that its former holder had the same. */
function untold({ operation, args }: Making, former: FormerHolder | undefined): string[] {
  const { declaration } = operation;
  return neverTold(declaration, args).filter((name) => {
    const property = declaration.props[name];
    return !property || !equivalent(property, args[name], former?.untold?.[name]);
  });
}

/** Two resources of one program with one object. */
export function sharedWith({ token }: Declaration, id: string, { name }: Holder): OpenAIError {
  const whose = name === undefined ? "" : ` ("${name}")`;
  return new OpenAIError(
    "usage",
    `Another resource of this program${whose} has it: ${id}. It is one ${token}.`,
  );
}
