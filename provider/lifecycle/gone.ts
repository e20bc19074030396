import { sleep } from "../api/clock";
import { isApiNotFound } from "../api/errors";
import { decode } from "../kernel/codec";
import type { Properties } from "../kernel/values";
import { believe } from "./belief";
import { getItem } from "./calls";
import { findItem, secondLook } from "./collections";
import { explainedByParent } from "./parents";
import { mostPatience, patiently, youth } from "./patience";
import type { Session } from "./session";
import type { Sight, Sought } from "./sought";
import { isShutDown } from "./sunset";

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
    session.sawAlive(credential, sought.madeWith);
    return isGoneByState(sought, sight.item) ? "gone" : sight;
  } catch (error) {
    if (await explainedByParent(session, sought, error, look)) return "gone";
    if (await isShutDown(session, sought, error)) return "gone";
    throw error;
  }
}

function isGoneByState({ declaration, ids }: Sought, item: Properties): boolean {
  return declaration.when.gone?.(decode(declaration, item, ids)) === true;
}

/** Administration: one listing answers for all objects of a collection. */
async function lookInListing(session: Session, sought: Sought): Promise<Sight> {
  const { declaration, credential, ids } = sought;
  const { collections } = session;
  const listing = await collections.all(credential, declaration, ids);
  const item = findItem(declaration, ids, listing.items);
  if (item) return { item, details: listing.details };
  believe(session, sought, listing.details);
  if (
    declaration.read === "listed" ||
    (await collections.missesMoreThanItsPages(credential, declaration, ids))
  ) {
    const young = Math.min(mostPatience, youth(sought, listing.details));
    await sleep(session.surroundings.clock, young);
    // A listing from before the object came of age says nothing of it.
    const moment = young > 0 ? session.surroundings.clock.now() : 0;
    const second = await collections.again(credential, declaration, ids, moment);
    const found = findItem(declaration, ids, second.items);
    return found ? { item: found, details: second.details } : "gone";
  }
  return (await patientGet(session, sought)) ?? "gone";
}

/** The data plane: its collections can be large, so the object itself is asked for first. */
async function lookAtItem(session: Session, sought: Sought): Promise<Sight> {
  const { declaration, credential, ids } = sought;
  const first = await patientGet(session, sought);
  if (first) return first;
  if (declaration.big) {
    await sleep(session.surroundings.clock, secondLook);
    return (await patientGet(session, sought, 0)) ?? "gone";
  }
  const listing = await session.collections.all(credential, declaration, ids);
  const item = findItem(declaration, ids, listing.items);
  return item ? { item, details: listing.details } : "gone";
}

/** GET; undefined for a believable "not found" of an object old enough to be seen everywhere. */
async function patientGet(
  session: Session,
  sought: Sought,
  patience = mostPatience,
): Promise<Exclude<Sight, "gone"> | undefined> {
  try {
    const ask = () => getItem(session, sought.credential, sought.declaration, sought.ids);
    const { body, details } = await patiently(session, sought, ask, patience);
    return { item: body, details };
  } catch (error) {
    if (isApiNotFound(error)) return undefined;
    throw error;
  }
}
