import type { Listing } from "../../api/pages";
import { decode } from "../../kernel/codec";
import type { Declaration } from "../../kernel/declaration";
import { formatId } from "../../kernel/identity";
import { type Properties, same } from "../../kernel/values";
import type { Lost } from "../session/creates";
import { holdings } from "../session/identity";
import { differences, recognised, tellsItsAge } from "../session/match";
import { isRevoked } from "./secrets";

/** What a create has to say of itself. */
export type LostCreate = Pick<Lost, "args" | "sentAt" | "at" | "since">;

/** A complete listing of the collection, and when it was there, on the clock of `sentAt`. */
export interface Sight extends Pick<Listing, "items"> {
  serverTime?: number;
  listedAt: number;
}

/** What cannot be the object of a lost create, though it looks like it. */
export interface Others {
  /** Ids that were there before. */
  before: ReadonlySet<string>;
  /** Whether a resource of the program has it, by its keys in the ledger. */
  isHeld(keys: string[]): boolean;
}

interface Match<C> {
  /** Whose it is. */
  by: C;
  item: Properties;
  /** The object's, in the ledger. */
  keys: string[];
}

/** Whole seconds in `created_at` and in the server's `Date`. */
const slackSeconds = 2;

/**
 * Which create has made which item of a listing. All creates that are lost here want what the API shows as the same; `known`
 * is what it shows. Where nobody can tell whose an item is, the reason.
 */
export function matchLost<C extends LostCreate>(
  declaration: Declaration,
  known: Properties,
  lost: readonly C[],
  sight: Sight,
  others: Others,
): Match<C>[] | { undecided: string } {
  const born = bornSince(declaration, lost, sight);
  const since = born === undefined ? undefined : born - slackSeconds;
  const found = recognised(declaration, { known, since }, sight.items)
    .filter((item) => declaration.kind === "edge" || differences(declaration, known, item).length === 0)
    .map((item) => {
      const live = decode(declaration, item, known);
      const id = formatId(declaration, live);
      return { item, id, keys: holdings(declaration, id, live) };
    })
    .filter(({ id, keys }) => !others.before.has(id) && !others.isHeld(keys));
  const ids = found.map(({ id }) => id).join(", ");
  if (found.length > 0 && tellsItsAge(declaration) && since === undefined) {
    const undecided = `The server does not say what time it is, so it cannot be told whether ${ids} was there before.`;
    return { undecided };
  }
  if (found.length > lost.length) return { undecided: `${found.length} fit, more than were lost: ${ids}.` };
  if (found.length > 0 && !areInterchangeable(declaration, lost)) {
    const undecided = `${lost.length} were lost that differ only in what the API does not show, and it cannot be told whose is ${ids}.`;
    return { undecided };
  }
  // An answer that was given up later may still be carried out, when nobody looks any more for what is found now.
  const inTurn = [...lost].sort((one, other) => one.at - other.at);
  return found.flatMap(({ item, keys }, index) => {
    const by = inTurn[index];
    return by ? [{ by, item, keys }] : [];
  });
}

/** The server's time from which on the lost ones can have been made; undefined where it does not tell, or where age says nothing. */
function bornSince(
  declaration: Declaration,
  lost: readonly LostCreate[],
  { serverTime, listedAt }: Sight,
): number | undefined {
  if (!tellsItsAge(declaration)) return undefined;
  let earliest = Number.POSITIVE_INFINITY;
  for (const { since, sentAt } of lost) {
    const ago = serverTime === undefined ? undefined : serverTime - Math.ceil((listedAt - sentAt) / 1000);
    const moment = since ?? ago;
    if (moment === undefined) return undefined;
    earliest = Math.min(earliest, moment);
  }
  return earliest;
}

/** Whether it makes no difference who gets which object. A key is revoked and made again, whoever it was for. */
function areInterchangeable(declaration: Declaration, lost: readonly LostCreate[]): boolean {
  if (isRevoked(declaration)) return true;
  const [first, ...others] = lost;
  return others.every(({ args }) => same(args, first?.args));
}
