import type { Credential } from "../../api/settings";
import { decode, followUps } from "../../kernel/codec";
import type { Declaration } from "../../kernel/declaration";
import { isOpenAIError, OpenAIError } from "../../kernel/errors";
import { formatId } from "../../kernel/identity";
import { type Properties, withoutAbsent } from "../../kernel/values";
import { settle } from "../change/settle";
import { takeOver } from "../change/take-over";
import { patiently } from "../see/eventual-consistency";
import { callItem } from "../session/calls";
import type { Hint } from "../session/hint";
import { holdings, isSameObject } from "../session/identity";
import { tellsItsAge } from "../session/match";
import { isPartialSuccess, PartialSuccess, type Saved } from "../session/saved";
import type { Session } from "../session/session";
import { adopt } from "./adopt";
import { createPayload } from "./content";
import { makeOne } from "./make";

/**
 * Makes the object. What exists without us is taken over instead, and with `adopting` (an id, or true for the one that
 * looks like it) an object that is there already.
 */
export async function create(
  session: Session,
  declaration: Declaration,
  args: Properties,
  apiKey?: string,
  adopting?: string | boolean,
  hint?: Hint,
): Promise<Saved> {
  try {
    return withFormer(declaration, await created(session, declaration, args, apiKey, adopting, hint), hint);
  } catch (error) {
    if (isPartialSuccess(error))
      throw new PartialSuccess(withFormer(declaration, error.saved, hint), error, error.holds);
    throw error;
  }
}

/** A link or setting that was replaced notes what it had before. */
function withFormer(declaration: Declaration, saved: Saved, hint: Hint | undefined): Saved {
  const own = hint?.held.find((holder) => holder.own);
  const isNamedByArguments = declaration.kind === "edge" || declaration.kind === "existing";
  if (!own || !isNamedByArguments || isSameObject(declaration, own.id, saved.id)) return saved;
  const { id, instead, lease, restoreTo } = own;
  return { ...saved, memo: { ...saved.memo, from: { id, instead, lease, restoreTo } } };
}

async function created(
  session: Session,
  declaration: Declaration,
  args: Properties,
  apiKey?: string,
  adopting?: string | boolean,
  hint?: Hint,
): Promise<Saved> {
  const credential = session.credential(declaration, apiKey);
  if (declaration.kind === "existing") return takeOver(session, declaration, credential, args, hint);
  const payload = await createPayload(declaration, args);
  if (adopting) {
    const adopted = await adopt(session, declaration, args, adopting, payload.known, apiKey, hint);
    if (adopted) return adopted;
  }
  const before = await idsBefore(session, declaration, credential, args);
  const making = { session, declaration, credential, args, apiKey, known: payload.known, before, hint };
  const made = await makeOne(making, payload);
  const followed = await follow(session, declaration, credential, args, made);
  return settle(session, declaration, credential, followed, "was created");
}

/**
 * Ids of what is in the collection already, where the API does not say when an object was made: what comes later
 * is told from it by this list alone. In a parent that this run has made nothing is there yet.
 */
async function idsBefore(
  session: Session,
  declaration: Declaration,
  credential: Credential,
  args: Properties,
): Promise<ReadonlySet<string>> {
  if (declaration.kind === "edge" || tellsItsAge(declaration)) return new Set();
  const parents = Object.entries(declaration.props).filter(([, { word }]) => word === "parent");
  const isNew = parents.some(
    ([
      name,
      {
        options: { of },
      },
    ]) => of && session.ledger.givenTo(holdings(of, String(args[name]), {})),
  );
  if (isNew) return new Set();
  return session.creates.before(credential, declaration, args, async () => {
    const { items } = await session.collections.all(credential, declaration, args);
    return items.map((item) => formatId(declaration, decode(declaration, item, args)));
  });
}

/** Properties that the API does not take on create travel right after it. */
async function follow(
  session: Session,
  declaration: Declaration,
  credential: Credential,
  args: Properties,
  made: Saved,
): Promise<Saved> {
  let saved = made;
  for (const { property, below, body } of followUps(declaration, undefined, args)) {
    try {
      const sought = { declaration, credential, ids: saved.live, ...saved.memo };
      const reply = await patiently(session, sought, () =>
        callItem(session, credential, declaration, saved.live, { method: "POST", below, body }),
      );
      saved = { ...saved, live: withoutAbsent(decode(declaration, reply.body, saved.live)) };
    } catch (error) {
      if (!isOpenAIError(error)) throw error;
      const live = { ...saved.live };
      delete live[property];
      const what = `${declaration.token} ${saved.id} was created, but its ${property} was not set. The next \`pulumi up\` sets it.`;
      throw new PartialSuccess(
        { ...saved, live },
        new OpenAIError(error.code, `${what} ${error.message}`, error.details),
      );
    }
  }
  return saved;
}
