import { isApiNotFound } from "../../api/errors";
import { decode } from "../../kernel/codec";
import { type ErrorDetails, isOpenAIError, OpenAIError } from "../../kernel/errors";
import { formatId } from "../../kernel/identity";
import { type Properties, withoutAbsent } from "../../kernel/values";
import { patiently } from "../see/eventual-consistency";
import { callItem } from "../session/calls";
import type { Found } from "../session/creates";
import { holdings } from "../session/identity";
import { differences } from "../session/match";
import { memoOfNew, PartialSuccess, type Saved } from "../session/saved";
import type { Making } from "./find-lost";
import { holdsSecret, rotationOf } from "./secrets";

/**
 * Makes a found object ours. If its secret went with the lost answer, the secret is rotated where that is possible;
 * otherwise the object is useless: it is deleted, and made again.
 */
export async function regain(making: Making, { item, details }: Found): Promise<Saved | "revoked"> {
  const { operation, args } = making;
  const { declaration } = operation;
  const saved = take(making, item, details);
  const unlike = declaration.kind === "edge" ? differences(declaration, args, item) : [];
  if (unlike.length > 0) {
    const what = `The answer to the creation of ${declaration.token} ${saved.id} was lost. It is there, but differs in ${unlike.join(", ")}`;
    throw new OpenAIError(
      "impossible",
      `${what}: somebody else made it. Give its id to the resource as \`adopt\` to take it over.`,
    );
  }
  if (!holdsSecret(declaration)) {
    operation.say(
      `${declaration.token} ${saved.id}: the answer to its creation was lost; it was found again`,
    );
    return saved;
  }
  const rotation = rotationOf(declaration);
  return rotation === undefined ? revoke(making, saved) : rotate(making, saved, rotation);
}

/** The object as the state will hold it. */
export function take({ operation, args }: Making, item: Properties, details: ErrorDetails): Saved {
  const { session, declaration, hint } = operation;
  const live = withoutAbsent(decode(declaration, item, args));
  const id = formatId(declaration, live);
  const memo = memoOfNew(operation, details);
  session.ledger.give(holdings(declaration, id, live), { lease: memo.lease, name: hint?.name });
  session.collections.made(operation, live);
  return { id, live, memo };
}

async function rotate(
  { operation }: Making,
  saved: Saved,
  { below, name }: NonNullable<ReturnType<typeof rotationOf>>,
): Promise<Saved> {
  const { declaration } = operation;
  try {
    const { body } = await patiently({ operation, ids: saved.live, ...saved.memo }, () =>
      // Never twice: an answer that comes late would bring a secret that a second rotation has ended.
      callItem(operation, saved.live, {
        method: "POST",
        below,
        body: {},
        repeat: "never",
      }),
    );
    operation.say(
      `${declaration.token} ${saved.id}: the answer to its creation was lost; it was found again and given a new secret`,
    );
    return { ...saved, live: withoutAbsent(decode(declaration, body, saved.live)) };
  } catch (error) {
    if (!isOpenAIError(error)) throw error;
    const what = `${declaration.token} ${saved.id} was created, but its secret went with the lost answer and could not be renewed. Another ${name} renews it.`;
    throw new PartialSuccess(saved, new OpenAIError(error.code, `${what} ${error.message}`, error.details));
  }
}

async function revoke({ operation }: Making, { id, live, memo }: Saved): Promise<"revoked"> {
  const { session, declaration } = operation;
  try {
    await patiently({ operation, ids: live, ...memo }, () => callItem(operation, live, { method: "DELETE" }));
  } catch (error) {
    if (!isApiNotFound(error)) {
      const what = `${declaration.token} ${id} was created, but its value went with the lost answer, and it could not be revoked: delete it by hand.`;
      throw isOpenAIError(error)
        ? new OpenAIError(error.code, `${what} ${error.message}`, error.details)
        : error;
    }
  }
  await session.collections.removed(operation, live);
  operation.say(
    `${declaration.token} ${id}: its value went with the lost answer to its creation, so it was revoked and another one is made`,
  );
  return "revoked";
}
