import type { Listing } from "../../api/pages";
import { decode } from "../../kernel/codec";
import type { Declaration } from "../../kernel/declaration";
import { isOpenAIError, OpenAIError } from "../../kernel/errors";
import { formatId } from "../../kernel/identity";
import { type Properties, same } from "../../kernel/values";
import type { Cohort, Found, Lost } from "../session/creates";
import { holdings } from "../session/identity";
import { differences, type Marks, marksText, recognised, tellsItsAge } from "../session/match";
import type { Operation } from "../session/operation";
import { isRevoked } from "./secrets";

/** A create: what is made, where, and with which key. */
export interface Making {
  operation: Operation;
  args: Properties;
  /** The arguments, and what else is known of the object before it is there. */
  known: Properties;
  /** Ids that were there before; only asked for where the API does not say when an object was made. */
  before: ReadonlySet<string>;
}

/** When a lost object is looked for, in milliseconds after its answer was given up. The last two are for broken listings. */
const looks = [5_000, 10_000, 20_000, 40_000, 80_000, 160_000];
/** Two complete listings from here on without the object: it was never made. */
const countsFrom = 20_000;
/** Whole seconds in `created_at` and in the server's `Date`. */
const slackSeconds = 2;

/**
 * Looks for the object of a create whose answer was lost. Undefined: two complete listings, late enough, do not have
 * it. Where nothing can be decided, an error says what was seen.
 */
export async function findLost(making: Making, cohort: Cohort, lost: Lost): Promise<Found | undefined> {
  const { operation, args } = making;
  let witnesses = 0;
  for (const wait of looks) {
    // On whole seconds, so that all who have lost something at about the same time share one listing.
    const due = Math.ceil((lost.at + wait) / 1000) * 1000;
    try {
      await operation.pause(Math.max(0, due - operation.now()));
      if (lost.found) return lost.found;
      const listing = await operation.session.collections.since(operation, args, due);
      const listedAt = operation.now();
      await cohort.quiet();
      if (lost.found) return lost.found;
      const tooMany = share(making, cohort, listing, listedAt);
      if (tooMany) throw undecided(making, lost, tooMany);
      if (lost.found) return lost.found;
      if (wait >= countsFrom) witnesses++;
    } catch (error) {
      if (!isOpenAIError(error) || error.code === "ambiguous") throw error;
      const isFinal = error.code === "refused" || error.code === "stopped" || error.details.isPacked;
      if (isFinal) throw undecided(making, lost, error.message);
    }
    if (witnesses === 2) return undefined;
  }
  throw undecided(making, lost, "No complete listing was to be had in which it could have been found.");
}

/** Gives what was found to those who have lost it. More finds than losses, and nobody can tell whose they are: the reason. */
function share(
  { operation, known, before }: Making,
  cohort: Cohort,
  listing: Listing,
  listedAt: number,
): string | undefined {
  const { session, declaration } = operation;
  const open = cohort.open();
  const born = bornSince(declaration, open, listing, listedAt);
  const since = born === undefined ? undefined : born - slackSeconds;
  const idOf = (item: Properties) => formatId(declaration, decode(declaration, item, known));
  const keysOf = (item: Properties) => holdings(declaration, idOf(item), decode(declaration, item, known));
  const fresh = recognised(declaration, { known, since }, listing.items).filter((item) => {
    const isAlike = declaration.kind === "edge" || differences(declaration, known, item).length === 0;
    return isAlike && !before.has(idOf(item)) && !session.ledger.isHeld(keysOf(item));
  });
  const ids = fresh.map(idOf).join(", ");
  if (fresh.length > 0 && tellsItsAge(declaration) && since === undefined)
    return `The server does not say what time it is, so it cannot be told whether ${ids} was there before.`;
  if (fresh.length > open.length) return `${fresh.length} fit, more than were lost: ${ids}.`;
  if (fresh.length > 0 && !areInterchangeable(declaration, open)) {
    return `${open.length} were lost that differ only in what the API does not show, and it cannot be told whose is ${ids}.`;
  }
  for (const [index, item] of fresh.entries()) {
    const lost = open[index];
    if (lost) lost.found = { item, details: listing.details };
    // Nobody else may take it; its lease is drawn when it becomes somebody's.
    session.ledger.give(keysOf(item), {});
  }
  return undefined;
}

/** The server's time from which on the lost ones can have been made; undefined where it does not tell, or where age says nothing. */
function bornSince(
  declaration: Declaration,
  open: Lost[],
  { details: { serverTime } }: Listing,
  listedAt: number,
): number | undefined {
  if (!tellsItsAge(declaration)) return undefined;
  const moments = open.map(({ since, sentAt }) => {
    if (since !== undefined || serverTime === undefined) return since;
    return serverTime - Math.ceil((listedAt - sentAt) / 1000);
  });
  return moments.reduce(
    (earliest, moment) =>
      earliest === undefined || moment === undefined ? undefined : Math.min(earliest, moment),
    Number.POSITIVE_INFINITY as number | undefined,
  );
}

/** Whether it makes no difference who gets which object. A key is revoked and made again, whoever it was for. */
function areInterchangeable(declaration: Declaration, lost: Lost[]): boolean {
  if (isRevoked(declaration)) return true;
  const [first, ...others] = lost;
  return others.every(({ args }) => same(args, first?.args));
}

function withArticle(token: string): string {
  return `${/^[AEIO]/.test(token) ? "An" : "A"} ${token}`;
}

/** What is known when nothing can be decided, and what to do. */
export function undecided({ operation, known }: Making, { cause }: Lost, seen: string): OpenAIError {
  const { declaration } = operation;
  const marks: Marks = { known };
  const which = marksText(declaration, marks);
  return new OpenAIError(
    "ambiguous",
    `${cause.message} ${withArticle(declaration.token)}${which && ` with ${which}`} may exist now. ${seen} ` +
      `Nothing more was sent. Look for it: if it is there, give its id to the resource as \`adopt\`, or remove it; ` +
      "then run `pulumi up` again.",
    cause.details,
  );
}
