import { argumentsAfterRefresh, argumentsForImport, decode } from "../../kernel/codec";
import type { Declaration } from "../../kernel/declaration";
import { OpenAIError } from "../../kernel/errors";
import { formatId, parseId } from "../../kernel/identity";
import { lapsed } from "../../kernel/lapse";
import { type Properties, withoutAbsent } from "../../kernel/values";
import { keyAt } from "../session/calls";
import type { Saved } from "../session/saved";
import type { Session } from "../session/session";
import { look } from "./look";

export interface Seen extends Saved {
  /** The arguments as the object stands now: what the program set, or on import what a program would write. */
  args: Properties;
}

/** Path ids and known properties of an object, from its id and what the state holds of it. */
export function idsOf(declaration: Declaration, id: string, live: Properties): Properties {
  return { ...live, ...parseId(declaration, id) };
}

/** Reads an object for a refresh; `said` holds the arguments of the last run. Undefined means gone, by two witnesses. */
export async function read(
  session: Session,
  declaration: Declaration,
  saved: Saved,
  said: Properties,
  apiKey?: string,
): Promise<Seen | undefined> {
  const seen = await seenNow(session, declaration, saved, said, apiKey);
  if (!seen) return undefined;
  const { live } = seen;
  return { ...seen, live: withoutAbsent(live), args: argumentsAfterRefresh(declaration, said, live) };
}

/**
 * Finds an object by its id, for an import or an adoption: its arguments are what a program would write. Nobody says
 * that another key has made it, so an absence under this one is an absence: undefined.
 */
export async function find(
  session: Session,
  declaration: Declaration,
  id: string,
  apiKey?: string,
): Promise<Seen | undefined> {
  const { connection } = session.credential(declaration, apiKey);
  const nobodys: Saved = { id, live: {}, memo: { seenWith: connection } };
  const seen = await seenNow(session, declaration, nobodys, undefined, apiKey);
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
  session: Session,
  declaration: Declaration,
  saved: Saved,
  said: Properties | undefined,
  apiKey: string | undefined,
): Promise<Saved | undefined> {
  const credential = session.credential(declaration, apiKey);
  const ids = idsOf(declaration, saved.id, saved.live);
  const sight = await look(session, { declaration, credential, ids, ...saved.memo });
  if (sight === "gone") return undefined;
  const decoded = decode(declaration, sight.item, ids, said);
  const live = { ...decoded, ...lapsed(declaration, decoded, session.client.serverTime()) };
  return {
    id: formatId(declaration, live),
    live,
    memo: { ...saved.memo, seenWith: keyAt(credential, sight.details.organization) },
  };
}
