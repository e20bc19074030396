import type { Listing } from "../../api/pages";
import { isOpenAIError, OpenAIError } from "../../kernel/errors";
import type { Properties } from "../../kernel/values";
import type { Cohort, Create, Lost } from "../session/creates";
import { type Marks, marksText } from "../session/match";
import type { Operation } from "../session/operation";
import { isWorthAnother } from "../session/second-question";
import { orStopped } from "../session/stopping";
import { matchLost } from "./match-lost";

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

/**
 * Looks for the object of a create whose answer was lost, until that is found or absent: two complete listings, late enough, do
 * not have it. Where nothing can be decided, an error says what was seen, and the create is abandoned.
 */
export async function findLost(making: Making, cohort: Cohort, create: Create, lost: Lost): Promise<void> {
  try {
    await look(making, cohort, create, lost);
  } catch (error) {
    // Meanwhile another one's look may have found it.
    if (isFound(create)) return;
    create.become({ is: "abandoned", lost });
    throw error;
  }
}

async function look(making: Making, cohort: Cohort, create: Create, lost: Lost): Promise<void> {
  const { operation, args } = making;
  const { collections, surroundings } = operation.session;
  const { token, list } = operation.declaration;
  if (!list)
    throw undecided(making, lost, `No call lists what there is of ${token}, so it cannot be looked for.`);
  let witnesses = 0;
  let refusals = 0;
  for (const wait of looks) {
    // On whole seconds, so that all who have lost something at about the same time share one listing.
    const due = Math.ceil((lost.at + wait) / 1000) * 1000;
    try {
      await operation.pause(Math.max(0, due - operation.now()));
      if (isFound(create)) return;
      const listing = await collections.since(operation, args, due);
      const listedAt = operation.now();
      await orStopped(surroundings.clock, operation, cohort.quiet());
      if (isFound(create)) return;
      const reason = share(making, cohort, listing, listedAt);
      if (reason !== undefined) throw undecided(making, lost, reason);
      if (isFound(create)) return;
      if (wait >= countsFrom) witnesses++;
    } catch (error) {
      if (!isOpenAIError(error) || error.code === "ambiguous") throw error;
      // One that makes no sense, such as "not found" for a whole collection, is asked for once more.
      const isRefused = error.code === "refused" && (!isWorthAnother(error) || ++refusals > 1);
      const isFinal = isRefused || error.code === "stopped" || error.details.isPacked;
      if (isFinal) throw undecided(making, lost, error.message);
    }
    if (witnesses === 2) return create.become({ is: "absent", lost });
  }
  throw undecided(making, lost, "No complete listing was to be had in which it could have been found.");
}

function isFound({ state }: Create): boolean {
  return state.is === "found";
}

/** Gives what was found to those who have lost it. Where nobody can tell whose it is, the reason. */
function share(
  { operation, known, before }: Making,
  cohort: Cohort,
  { items, details }: Listing,
  listedAt: number,
): string | undefined {
  const { session, declaration } = operation;
  const { ledger } = session;
  const lost = cohort.lost().map(({ create, lost }) => ({ ...lost, create, lost }));
  const sight = { items, serverTime: details.serverTime, listedAt };
  const others = { before, isHeld: (keys: string[]) => ledger.isHeld(keys) };
  const matches = matchLost(declaration, known, lost, sight, others);
  if ("undecided" in matches) return matches.undecided;
  for (const { by, item, keys } of matches) {
    by.create.become({ is: "found", lost: by.lost, found: { item, details } });
    // Nobody else may take it; its lease is drawn when it becomes somebody's.
    ledger.give(keys, {});
  }
  return undefined;
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
