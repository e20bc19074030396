import { OpenAIError } from "../../api/errors";
import { argumentsAfterRefresh, argumentsForImport, decode } from "../../kernel/codec";
import type { Declaration } from "../../kernel/declaration";
import { formatId, parseId, WrongIdShape } from "../../kernel/identity";
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
  try {
    return { ...live, ...parseId(declaration, id) };
  } catch (error) {
    throw error instanceof WrongIdShape ? new OpenAIError("usage", error.message) : error;
  }
}

/**
 * Reads an object for a refresh (`said` holds the arguments of the last run) or an import (`said` undefined).
 * Undefined means gone, by two witnesses.
 */
export async function read(
  session: Session,
  declaration: Declaration,
  saved: Saved,
  said: Properties | undefined,
  apiKey?: string,
): Promise<Seen | undefined> {
  const credential = session.credential(declaration, apiKey);
  const ids = idsOf(declaration, saved.id, saved.live);
  const sight = await look(session, { declaration, credential, ids, ...saved.memo });
  if (sight === "gone") return undefined;
  const decoded = decode(declaration, sight.item, ids, said);
  const live = { ...decoded, ...lapsed(declaration, decoded, session.client.serverTime()) };
  const foreign = declaration.when.foreign?.(live);
  if (foreign && !said)
    throw new OpenAIError("impossible", `${declaration.token} ${saved.id} cannot be imported: ${foreign}.`);
  return {
    id: formatId(declaration, live),
    live: withoutAbsent(live),
    args: said
      ? argumentsAfterRefresh(declaration, said, live)
      : withoutAbsent(argumentsForImport(declaration, live)),
    memo: { ...saved.memo, seenWith: keyAt(credential, sight.details.organization) },
  };
}
