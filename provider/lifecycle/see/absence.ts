import type { Call } from "../../api/call";
import { isApiNotFound } from "../../api/errors";
import { decode } from "../../kernel/codec";
import { isOpenAIError, OpenAIError } from "../../kernel/errors";
import { secondLook } from "../session/collections";
import { objectName } from "../session/object-name";
import { longestLag } from "../session/own-writes";
import { saying } from "../session/waiting";
import { askedTwice, isGoneByState, isNotListed, look } from "./look";
import { explainedByParent, parentIsGone } from "./parents";
import { refuseUnprovenAbsence } from "./right-key";
import type { Sight, Sought } from "./sought";
import { isShutDown } from "./sunset";
import { inListing, missedLater, ownAnswer, verdict } from "./witnesses";

/**
 * Whether a change failed because its object is not there any more, for certain: its "not found" is one witness, and
 * the other is asked for here. So is a parent that is gone, a kind that was shut down, and what is over, which is told.
 * False: the error says something else. An error of its own where the object is alive, or nothing is proven.
 */
export async function explainsAbsence(
  sought: Sought,
  error: unknown,
  whenOver: () => void = () => {},
): Promise<boolean> {
  if (!isOpenAIError(error)) return false;
  if (await explainedByParent(sought, error, look)) return true;
  if (await isShutDown(sought, error)) return true;
  if (mayMeanThatItIsOver(sought, error)) return hasEnded(sought, whenOver);
  if (!isApiNotFound(error)) return false;
  refuseUnprovenAbsence(sought, error.details);
  const sight = await secondWitness(sought);
  if (sight === "gone" || isOver(sought, sight, whenOver)) return true;
  throw new OpenAIError(
    "unproven",
    `${error.message} But ${objectName({ declaration: sought.operation.declaration, live: sought.ids })} is still there: ` +
      "the answer was wrong. Run the same command again.",
    error.details,
  );
}

/**
 * The error of a change that failed, with what is known by now: an object that is gone, for certain, is called so, and one
 * that is there although the answer says "not found" as well. Anything else stays as it is.
 */
export async function withAbsence(sought: Sought, error: OpenAIError): Promise<OpenAIError> {
  if (!isApiNotFound(error)) return error;
  try {
    if (!(await explainsAbsence(sought, error))) return error;
  } catch (better) {
    if (isOpenAIError(better)) return better;
    throw better;
  }
  const name = objectName({ declaration: sought.operation.declaration, live: sought.ids });
  const advice = "Run `pulumi refresh`, and the next `pulumi up` makes it anew.";
  return new OpenAIError(
    error.code,
    `${error.message} ${name} is not there any more. ${advice}`,
    error.details,
  );
}

/**
 * A change of what goes with its parent, such as a limit of a project: where the parent is gone there is nothing left to
 * change, so no failure is followed by another attempt before that is known.
 */
export async function unlessParentGone<T>(
  sought: Sought,
  send: (repeat: Call["repeat"]) => Promise<T>,
): Promise<T | "gone"> {
  try {
    return await send("never");
  } catch (error) {
    if (!isOpenAIError(error) || error.details.status === 401) throw error;
    if (await parentIsGone(sought, look)) return "gone";
    if (error.code !== "ambiguous" && error.code !== "unreachable") throw error;
    return send("free");
  }
}

/**
 * Ending what has ended already, such as archiving an archived project, may be refused as a bad request. Of what is over
 * some day and cannot be ended then, nothing says how the API refuses it.
 */
function mayMeanThatItIsOver({ operation }: Sought, { code, details }: OpenAIError): boolean {
  if (code !== "refused") return false;
  const { ended } = operation.declaration.when;
  return details.status === 400 || (ended !== undefined && [403, 409, 422].includes(details.status ?? 0));
}

async function hasEnded(sought: Sought, whenOver: () => void): Promise<boolean> {
  const sight = await seenNow(sought).catch(() => undefined);
  return sight !== undefined && (sight === "gone" || isOver(sought, sight, whenOver));
}

function isOver(sought: Sought, { item }: Exclude<Sight, "gone">, whenOver = () => {}): boolean {
  const { declaration } = sought.operation;
  const over = declaration.when.ended?.(decode(declaration, item, sought.ids)) === true;
  if (over) whenOver();
  return over || isGoneByState(sought, item);
}

/** The object as it is at this moment: what was listed earlier in this run may be older than what has happened to it. */
async function seenNow(sought: Sought): Promise<Sight> {
  const { operation, ids } = sought;
  if (operation.declaration.read === "item") return look(sought);
  const listing = await operation.session.collections.fresh(operation, ids);
  return inListing(sought, listing) ?? look(sought);
}

/** What else says that the object is gone, after a change of it was "not found". */
async function secondWitness(sought: Sought): Promise<Sight> {
  const { operation, ids } = sought;
  if (isNotListed(operation.declaration)) return askedTwice(sought);
  if (operation.declaration.read === "listed") {
    const listing = await operation.session.collections.fresh(operation, ids);
    return inListing(sought, listing) ?? missedLater(sought, listing);
  }
  const wait = { why: "until its own path and the list agree on whether it is there", atMost: longestLag };
  return saying(sought, wait, () => agreement(sought));
}

/** A listing may still show what another deletion has ended a moment ago, such as the keys of an account. */
async function agreement(sought: Sought): Promise<Sight> {
  const { operation, ids } = sought;
  const began = operation.now();
  for (;;) {
    const listing = await operation.session.collections.fresh(operation, ids);
    const listed = inListing(sought, listing);
    if (!listed) return verdict(sought, listing);
    if (isOver(sought, listed)) return listed;
    const answer = await ownAnswer(sought);
    if (answer || operation.now() - began >= longestLag) return answer ?? listed;
    await operation.pause(secondLook);
  }
}
