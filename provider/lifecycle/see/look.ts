import { decode } from "../../kernel/codec";
import type { Properties } from "../../kernel/values";
import { secondLook } from "../session/collections";
import type { Session } from "../session/session";
import { pause } from "../session/waiting";
import { wasYoungAt } from "./eventual-consistency";
import { explainedByParent } from "./parents";
import { believe } from "./right-key";
import type { Sight, Sought } from "./sought";
import { isShutDown } from "./sunset";
import { toldOnce } from "./told-once";
import { inListing, missedTwice, ownAnswer, patientAnswer, verdict } from "./witnesses";

/**
 * Looks for an object. One answer is never enough to call it gone: a false "not found" would make the next
 * run create it twice and delete what hangs on it. Anything but two plain absences is an error.
 */
export async function look(session: Session, sought: Sought): Promise<Sight> {
  const { declaration, credential } = sought;
  try {
    const sight =
      declaration.credential === "admin"
        ? await lookInListing(session, sought)
        : await lookAtItem(session, sought);
    if (sight === "gone") return sight;
    session.sawAlive(credential, sought.seenWith);
    return isGoneByState(sought, sight.item) ? "gone" : sight;
  } catch (error) {
    if (await explainedByParent(session, sought, error, look)) return "gone";
    if (await isShutDown(session, sought, error)) return "gone";
    throw toldOnce(session, sought, error);
  }
}

/** The object is there, and counts as if it were not. */
export function isGoneByState({ declaration, ids }: Sought, item: Properties): boolean {
  return declaration.when.gone?.(decode(declaration, item, ids)) === true;
}

/** Administration: one listing answers for all objects of a collection. What it misses has to deny itself as well. */
async function lookInListing(session: Session, sought: Sought): Promise<Sight> {
  const { declaration, credential, ids } = sought;
  const { collections } = session;
  const listing = await collections.all(credential, declaration, ids);
  const found = inListing(sought, listing);
  if (found) return found;
  believe(session, sought, listing.details);
  if (declaration.read === "listed") return missedTwice(session, sought, listing);
  const mayLag = wasYoungAt(session, sought, listing.details.serverTime);
  const answer = await patientAnswer(session, sought, !mayLag);
  if (answer) return answer;
  return verdict(session, sought, mayLag ? await collections.fresh(credential, declaration, ids) : listing);
}

/** The data plane: its collections can be large, so the object itself is asked for first. */
async function lookAtItem(session: Session, sought: Sought): Promise<Sight> {
  const { declaration, credential, ids } = sought;
  const first = await patientAnswer(session, sought);
  if (first) return first;
  if (declaration.big) return askedTwice(session, sought);
  const listing = await session.collections.all(credential, declaration, ids);
  const mayLag = wasYoungAt(session, sought, listing.details.serverTime);
  return verdict(
    session,
    sought,
    mayLag ? await session.collections.fresh(credential, declaration, ids) : listing,
  );
}

/** What is too big to be listed is asked for a second time instead, after its first "not found". */
export async function askedTwice(session: Session, sought: Sought): Promise<Sight> {
  const { declaration, ids: live } = sought;
  await pause(session, { declaration, live }, "to ask for it once more", secondLook);
  return (await ownAnswer(session, sought)) ?? "gone";
}
