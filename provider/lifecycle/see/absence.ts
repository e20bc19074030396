import type { Call } from "../../api/call";
import { isApiNotFound } from "../../api/errors";
import { decode } from "../../kernel/codec";
import { isOpenAIError, OpenAIError } from "../../kernel/errors";
import { secondLook } from "../session/collections";
import { objectName } from "../session/object-name";
import { longestLag } from "../session/own-writes";
import type { Session } from "../session/session";
import { pause, saying } from "../session/waiting";
import { askedTwice, isGoneByState, look } from "./look";
import { explainedByParent, parentIsGone } from "./parents";
import { believe } from "./right-key";
import type { Sight, Sought } from "./sought";
import { isShutDown } from "./sunset";
import { inListing, missedLater, ownAnswer, verdict } from "./witnesses";

/**
 * Whether a change failed because its object is not there any more, for certain: its "not found" is one witness, and
 * the other is asked for here. So is a parent that is gone, a kind that was shut down, a run that has ended. False: the
 * error says something else. An error of its own where the object is alive, or nothing is proven.
 */
export async function explainsAbsence(session: Session, sought: Sought, error: unknown): Promise<boolean> {
  if (!isOpenAIError(error)) return false;
  if (await explainedByParent(session, sought, error, look)) return true;
  if (await isShutDown(session, sought, error)) return true;
  // Ending what has ended already, such as archiving an archived project, may be refused as a bad request.
  if (error.code === "refused" && error.details.status === 400) return hasEnded(session, sought);
  if (!isApiNotFound(error)) return false;
  believe(session, sought, error.details);
  const sight = await secondWitness(session, sought);
  if (sight === "gone" || isOver(sought, sight)) return true;
  throw new OpenAIError(
    "unproven",
    `${error.message} But ${objectName({ declaration: sought.declaration, live: sought.ids })} is still there: ` +
      "the answer was wrong. Run the same command again.",
    error.details,
  );
}

/**
 * A change of what goes with its parent, such as a limit of a project: where the parent is gone there is nothing left to
 * change, so no failure is followed by another attempt before that is known.
 */
export async function unlessParentGone<T>(
  session: Session,
  sought: Sought,
  send: (repeat: Call["repeat"]) => Promise<T>,
): Promise<T | "gone"> {
  try {
    return await send("never");
  } catch (error) {
    if (!isOpenAIError(error) || error.details.status === 401) throw error;
    if (await parentIsGone(session, sought, look)) return "gone";
    if (error.code !== "ambiguous" && error.code !== "unreachable") throw error;
    return send("free");
  }
}

async function hasEnded(session: Session, sought: Sought): Promise<boolean> {
  const sight = await seenNow(session, sought).catch(() => undefined);
  return sight !== undefined && (sight === "gone" || isOver(sought, sight));
}

function isOver(sought: Sought, { item }: Exclude<Sight, "gone">): boolean {
  const { declaration, ids } = sought;
  return isGoneByState(sought, item) || declaration.when.ended?.(decode(declaration, item, ids)) === true;
}

/** The object as it is at this moment: what was listed earlier in this run may be older than what has happened to it. */
async function seenNow(session: Session, sought: Sought): Promise<Sight> {
  const { declaration, credential, ids } = sought;
  if (declaration.credential !== "admin") return look(session, sought);
  const listing = await session.collections.fresh(credential, declaration, ids);
  return inListing(sought, listing) ?? look(session, sought);
}

/** What else says that the object is gone, after a change of it was "not found". */
function secondWitness(session: Session, sought: Sought): Promise<Sight> {
  const { declaration, credential, ids } = sought;
  if (declaration.big) return askedTwice(session, sought);
  if (declaration.read === "listed") {
    return session.collections
      .fresh(credential, declaration, ids)
      .then((listing) => inListing(sought, listing) ?? missedLater(session, sought, listing));
  }
  const wait = { why: "until its own path and the list agree on whether it is there", atMost: longestLag };
  return saying(session, { declaration, live: ids }, wait, () => agreement(session, sought));
}

/** A listing may still show what another deletion has ended a moment ago, such as the keys of an account. */
async function agreement(session: Session, sought: Sought): Promise<Sight> {
  const { declaration, credential, ids } = sought;
  const { clock } = session.surroundings;
  const began = clock.now();
  for (;;) {
    const listing = await session.collections.fresh(credential, declaration, ids);
    const listed = inListing(sought, listing);
    if (!listed) return verdict(session, sought, listing);
    if (isOver(sought, listed)) return listed;
    const answer = await ownAnswer(session, sought);
    if (answer || clock.now() - began >= longestLag) return answer ?? listed;
    await pause(session, { declaration, live: ids }, "", secondLook);
  }
}
