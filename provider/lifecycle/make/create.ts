import { decode, followUps } from "../../kernel/codec";
import { isOpenAIError, OpenAIError } from "../../kernel/errors";
import { formatId } from "../../kernel/identity";
import { type Properties, withoutAbsent } from "../../kernel/values";
import { settle } from "../change/settle";
import { takeOver } from "../change/take-over";
import { withAbsence } from "../see/absence";
import { patiently } from "../see/eventual-consistency";
import { soughtOf } from "../see/sought";
import { callItem } from "../session/calls";
import { holdings, isSameObject } from "../session/identity";
import { tellsItsAge } from "../session/match";
import type { Operation } from "../session/operation";
import { isPartialSuccess, PartialSuccess, type Saved } from "../session/saved";
import { adopt } from "./adopt";
import { withPayload } from "./content";
import { makeOne } from "./make";

/**
 * Makes the object. What exists without us is taken over instead, and with `adopting` (an id, or true for the one that
 * looks like it) an object that is there already.
 */
export async function create(
  operation: Operation,
  args: Properties,
  adopting?: string | boolean,
): Promise<Saved> {
  try {
    return withFormer(operation, await created(operation, args, adopting));
  } catch (error) {
    if (isPartialSuccess(error))
      throw new PartialSuccess(withFormer(operation, error.saved), error, error.holds);
    throw error;
  }
}

/** A link or setting that was replaced notes what it had before. */
function withFormer({ declaration, hint }: Operation, saved: Saved): Saved {
  const own = hint?.held.find((holder) => holder.own);
  const isNamedByArguments = declaration.kind === "edge" || declaration.kind === "existing";
  if (!own || !isNamedByArguments || isSameObject(declaration, own.id, saved.id)) return saved;
  const { id, instead, lease, restoreTo } = own;
  return { ...saved, memo: { ...saved.memo, from: { id, instead, lease, restoreTo } } };
}

async function created(
  operation: Operation,
  args: Properties,
  adopting: string | boolean | undefined,
): Promise<Saved> {
  if (operation.declaration.kind === "existing") return takeOver(operation, args);
  const made = await withPayload(operation, args, async (payload) => {
    const { known } = payload;
    const adopted = adopting ? await adopt(operation, args, adopting, known) : undefined;
    if (adopted) return { adopted };
    const before = await idsBefore(operation, args);
    return makeOne({ operation, args, known, before }, payload);
  });
  if ("adopted" in made) return made.adopted;
  return settle(operation, await follow(operation, args, made), "was created");
}

/**
 * Ids of what is in the collection already, where the API does not say when an object was made: what comes later
 * is told from it by this list alone. In a parent that this run has made nothing is there yet. What nothing lists is
 * never looked for.
 */
async function idsBefore(operation: Operation, args: Properties): Promise<ReadonlySet<string>> {
  const { session, declaration } = operation;
  if (declaration.kind === "edge" || tellsItsAge(declaration) || !declaration.list) return new Set();
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
  return session.creates.before(operation, args, async () => {
    const { items } = await session.collections.recent(operation, args);
    return items.map((item) => formatId(declaration, decode(declaration, item, args)));
  });
}

/** Properties that the API does not take on create travel right after it. */
async function follow(operation: Operation, args: Properties, made: Saved): Promise<Saved> {
  const { declaration } = operation;
  let saved = made;
  for (const { property, below, body } of followUps(declaration, undefined, args)) {
    const sought = soughtOf(operation, saved);
    try {
      const reply = await patiently(sought, () =>
        callItem(operation, sought.ids, { method: "POST", below, body }),
      );
      saved = { ...saved, live: withoutAbsent(decode(declaration, reply.body, saved.live)) };
    } catch (failure) {
      if (!isOpenAIError(failure)) throw failure;
      const error = await withAbsence(sought, failure);
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
