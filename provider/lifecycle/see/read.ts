import { argumentsAfterRefresh, argumentsForImport, decode } from "../../kernel/codec";
import type { Thing } from "../../kernel/declaration";
import { OpenAIError } from "../../kernel/errors";
import { formatId } from "../../kernel/identity";
import { lapsed } from "../../kernel/lapse";
import { type Properties, withoutAbsent } from "../../kernel/values";
import { keyAt } from "../session/calls";
import type { Operation } from "../session/operation";
import type { Saved } from "../session/saved";
import { look } from "./look";
import { soughtOf } from "./sought";

export interface Seen extends Saved {
  /** The arguments as the object stands now: what the program set, or on import what a program would write. */
  args: Properties;
}

/** Reads an object for a refresh; `said` holds the arguments of the last run. Undefined means gone, by two witnesses. */
export async function read(
  operation: Operation<Thing>,
  saved: Saved,
  said: Properties,
): Promise<Seen | undefined> {
  const seen = await seenNow(operation, saved, said);
  if (!seen) return undefined;
  const { live } = seen;
  return {
    ...seen,
    live: withoutAbsent(live),
    args: argumentsAfterRefresh(operation.declaration, said, live),
  };
}

/**
 * Finds an object by its id, for an import or an adoption: its arguments are what a program would write. Nobody says
 * that another key has made it, so an absence under this one is an absence: undefined.
 */
export async function find(operation: Operation<Thing>, id: string): Promise<Seen | undefined> {
  const { declaration } = operation;
  const { connection } = operation.credential;
  const nobodys: Saved = { id, live: {}, memo: { seenWith: connection } };
  const seen = await seenNow(operation, nobodys, undefined);
  if (!seen) return undefined;
  const foreign = declaration.when.foreign?.(seen.live);
  if (foreign)
    throw new OpenAIError("impossible", `${declaration.token} ${id} cannot be imported: ${foreign}.`);
  const { live } = seen;
  const args = withoutAbsent(argumentsForImport(declaration, live));
  return { ...seen, live: withoutAbsent(live), args };
}

/** The object as the API shows it: `null` where it says that there is none. */
async function seenNow(
  operation: Operation<Thing>,
  saved: Saved,
  said: Properties | undefined,
): Promise<Saved | undefined> {
  const { session, declaration, credential } = operation;
  const sought = soughtOf(operation, saved);
  const { ids } = sought;
  const sight = await look(sought);
  if (sight === "gone") return undefined;
  const decoded = decode(declaration, sight.item, ids, said);
  const live = { ...decoded, ...lapsed(declaration, decoded, session.client.serverTime()) };
  return {
    id: formatId(declaration, live),
    live,
    memo: { ...saved.memo, seenWith: keyAt(credential, sight.details.organization) },
  };
}
