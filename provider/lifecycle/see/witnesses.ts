import { isApiNotFound } from "../../api/errors";
import type { Listing } from "../../api/pages";
import { OpenAIError } from "../../kernel/errors";
import type { Properties } from "../../kernel/values";
import { getItem } from "../session/calls";
import { keyOf, secondLook } from "../session/collections";
import { findItem } from "../session/items";
import { objectName } from "../session/object-name";
import { afterSecondQuestion } from "../session/second-question";
import type { Session } from "../session/session";
import { ownTurn, sharedTurn } from "../session/turns";
import { pause, saying } from "../session/waiting";
import { untilKnown, youth } from "./eventual-consistency";
import { believe } from "./right-key";
import type { Sight, Sought } from "./sought";

type Found = Exclude<Sight, "gone">;

export function inListing({ declaration, ids }: Sought, { items, details }: Listing): Found | undefined {
  const item = findItem(declaration, ids, items);
  return item && { item, details };
}

/** GET of the object; undefined for the API's own "not found". `isMissed`: a listing that must know it misses it. */
export async function ownAnswer(
  session: Session,
  sought: Sought,
  isMissed = false,
): Promise<Found | undefined> {
  const { declaration, credential, ids } = sought;
  const { collections, surroundings } = session;
  const key = keyOf(credential, declaration, ids);
  const ask = async (): Promise<Found | undefined> => {
    try {
      const { body, details } = await getItem(session, credential, declaration, ids);
      return { item: body, details };
    } catch (error) {
      if (!isApiNotFound(error)) throw error;
      believe(session, sought, error.details);
      return undefined;
    }
  };
  const asking = async (): Promise<Found | undefined> => {
    const found = await afterSecondQuestion(surroundings.clock, ask);
    if (found && isMissed) collections.trust.disprove(key);
    if (found && youth(session, sought, surroundings.clock.now()) === 0) collections.trust.isAlive(key, ids);
    return found;
  };
  const answer = asking();
  collections.trust.isAsked(key, answer);
  return answer;
}

/** The same, of an object old enough to be known everywhere: a young one is waited for. */
export async function patientAnswer(
  session: Session,
  sought: Sought,
  isMissed = false,
): Promise<Found | undefined> {
  const since = session.surroundings.clock.now();
  const first = await ownAnswer(session, sought, isMissed);
  const young = youth(session, sought, since);
  if (first || young === 0) return first;
  const { declaration, ids: live } = sought;
  return saying(session, { declaration, live }, { why: untilKnown, atMost: young }, async () => {
    for (let left = young; left > 0; left = youth(session, sought, since)) {
      const found = await duringYouth(session, sought, left);
      if (found) return found;
    }
    return ownAnswer(session, sought);
  });
}

/** One question on behalf of all who wait in the same collection; in a big one each has to ask for itself. */
async function duringYouth(session: Session, sought: Sought, left: number): Promise<Found | undefined> {
  const { declaration, credential, ids } = sought;
  const { collections, surroundings } = session;
  const route = declaration.big ? declaration.at.item : keyOf(credential, declaration, ids);
  if (declaration.big || left <= secondLook) {
    await ownTurn(session, route, left);
    return youth(session, sought, surroundings.clock.now()) > 0 ? ownAnswer(session, sought) : undefined;
  }
  const due = await sharedTurn(session, route);
  // What it cannot answer now is asked once more when the object is of age.
  const listing = await collections.fresh(credential, declaration, ids, due).catch(() => undefined);
  return listing && inListing(sought, listing);
}

/** After the object's own "not found": whether a listing bears it out. One that was proven wrong bears out nothing. */
export async function verdict(session: Session, sought: Sought, listing: Listing): Promise<Sight> {
  const found = inListing(sought, listing);
  if (found) return found;
  const { declaration, credential, ids } = sought;
  const key = keyOf(credential, declaration, ids);
  if (await session.collections.trust.isWitness(key, declaration, listing.items)) return "gone";
  await pause(session, { declaration, live: ids }, "to ask for it once more", secondLook);
  return (await ownAnswer(session, sought)) ?? "gone";
}

/** An object without a GET: gone when two complete listings miss it, of which each holds something that the other holds too. */
export async function missedTwice(session: Session, sought: Sought, missing: Listing): Promise<Sight> {
  const { declaration, credential, ids } = sought;
  const { collections, surroundings } = session;
  const young = youth(session, sought, surroundings.clock.now());
  if (young === 0) {
    const second = await collections.again(credential, declaration, ids);
    return inListing(sought, second) ?? absentFrom(sought, missing, second);
  }
  // A listing from before the object came of age says nothing of it.
  await pause(session, { declaration, live: ids }, untilKnown, young);
  const first = await collections.fresh(credential, declaration, ids);
  return inListing(sought, first) ?? missedLater(session, sought, first);
}

/** The same, where the first of the listings was made just now. */
export async function missedLater(session: Session, sought: Sought, first: Listing): Promise<Sight> {
  const { declaration, credential, ids } = sought;
  const due = session.surroundings.clock.now() + secondLook;
  await pause(session, { declaration, live: ids }, "to list its collection once more", secondLook);
  const second = await session.collections.fresh(credential, declaration, ids, due);
  return inListing(sought, second) ?? absentFrom(sought, first, second);
}

function absentFrom({ declaration, ids: live }: Sought, first: Listing, second: Listing): "gone" {
  if (shareSomething(first, second)) return "gone";
  throw new OpenAIError(
    "unproven",
    `${objectName({ declaration, live })} was in neither of two listings, but they have nothing in common either, so this is no ` +
      "proof that it is gone. The state was left as it is; run the command again.",
    second.details,
  );
}

function shareSomething(one: Listing, other: Listing): boolean {
  const idsOf = ({ items }: Listing) => new Set(items.map(({ id }: Properties) => id));
  const known = idsOf(one);
  return [...idsOf(other)].some((id) => known.has(id));
}
