import { sleep } from "../api/clock";
import { type ApiErrorDetails, isApiNotFound } from "../api/errors";
import { decode } from "../kernel/codec";
import type { Properties } from "../kernel/values";
import { believe } from "./belief";
import { getItem } from "./calls";
import { findItem, secondLook } from "./collections";
import { explainedByParent } from "./parents";
import type { Session } from "./session";
import type { Sight, Sought } from "./sought";
import { isShutDown } from "./sunset";

const youngSeconds = 120;
const betweenLooks = 5_000;
/** Clocks that disagree must not make a young object wait for ever. */
const mostPatience = 10 * 60_000;

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
    await sleep(
      session.surroundings.clock,
      Math.min(mostPatience, Math.max(0, youth(sought, listing.details))),
    );
    const second = await collections.again(credential, declaration, ids);
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
  const { clock } = session.surroundings;
  const started = clock.now();
  for (;;) {
    try {
      const { body, details } = await getItem(session, sought.credential, sought.declaration, sought.ids);
      return { item: body, details };
    } catch (error) {
      if (!isApiNotFound(error)) throw error;
      believe(session, sought, error.details);
      const young = youth(sought, error.details);
      if (young <= 0 || clock.now() - started >= patience) return undefined;
      await sleep(clock, Math.min(young, betweenLooks));
    }
  }
}

/** Milliseconds until the object is so old that every server must know it. */
function youth({ ids, madeAt }: Sought, { serverTime }: ApiErrorDetails): number {
  const born = ids.createdAt ?? madeAt;
  if (typeof born !== "number" || serverTime === undefined) return 0;
  return (youngSeconds - (serverTime - born)) * 1000;
}
