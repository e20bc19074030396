import { decode } from "../../kernel/codec";
import type { Thing } from "../../kernel/declaration";
import type { Properties } from "../../kernel/values";
import { secondLook } from "../session/collections";
import { pause } from "../session/waiting";
import { wasYoungAt } from "./eventual-consistency";
import { explainedByParent } from "./parents";
import { refuseUnprovenAbsence } from "./right-key";
import type { Sight, Sought } from "./sought";
import { isShutDown } from "./sunset";
import { toldOnce } from "./told-once";
import { inListing, missedTwice, ownAnswer, patientAnswer, verdict } from "./witnesses";

/**
 * Looks for an object. One answer is never enough to call it gone: a false "not found" would make the next
 * run create it twice and delete what hangs on it. Anything but two plain absences is an error.
 */
export async function look(sought: Sought): Promise<Sight> {
  const { session, declaration, credential } = sought.operation;
  try {
    const sight = declaration.read === "item" ? await lookAtItem(sought) : await lookInListing(sought);
    if (sight === "gone") return sight;
    session.sawAlive(credential, sought.seenWith);
    return isGoneByState(sought, sight.item) ? "gone" : sight;
  } catch (error) {
    if (await explainedByParent(sought, error, look)) return "gone";
    if (await isShutDown(sought, error)) return "gone";
    throw toldOnce(sought, error);
  }
}

/** The object is there, and counts as if it were not. */
export function isGoneByState({ operation, ids }: Sought, item: Properties): boolean {
  const { declaration } = operation;
  return declaration.when.gone?.(decode(declaration, item, ids)) === true;
}

/** One listing answers for all objects of a collection. What it misses has to deny itself as well. */
async function lookInListing(sought: Sought): Promise<Sight> {
  const { operation, ids } = sought;
  const { collections } = operation.session;
  const listing = await collections.all(operation, ids);
  const found = inListing(sought, listing);
  if (found) return found;
  refuseUnprovenAbsence(sought, listing.details);
  if (operation.declaration.read === "listed") return missedTwice(sought, listing);
  const mayLag = wasYoungAt(sought, listing.details.serverTime);
  const answer = await patientAnswer(sought, !mayLag);
  if (answer) return answer;
  return verdict(sought, mayLag ? await collections.fresh(operation, ids) : listing);
}

/** Where collections can be large, the object itself is asked for first. */
async function lookAtItem(sought: Sought): Promise<Sight> {
  const { operation, ids } = sought;
  const { collections } = operation.session;
  const first = await patientAnswer(sought);
  if (first) return first;
  if (isNotListed(operation.declaration)) return askedTwice(sought);
  const listing = await collections.all(operation, ids);
  const mayLag = wasYoungAt(sought, listing.details.serverTime);
  return verdict(sought, mayLag ? await collections.fresh(operation, ids) : listing);
}

/** Whether no listing can be asked for the sake of one object. */
export function isNotListed({ big, list }: Thing): boolean {
  return big || list === undefined;
}

/** What is too big to be listed, or what nothing lists, is asked for a second time instead, after its first "not found". */
export async function askedTwice(sought: Sought): Promise<Sight> {
  await pause(sought, "to ask for it once more", secondLook);
  return (await ownAnswer(sought)) ?? "gone";
}
