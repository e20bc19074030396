import { isApiNotFound } from "../../api/errors";
import type { Listing } from "../../api/pages";
import { OpenAIError } from "../../kernel/errors";
import type { Properties } from "../../kernel/values";
import { getItem } from "../session/calls";
import { keyOf, secondLook } from "../session/collections";
import { findItem } from "../session/items";
import { objectName } from "../session/object-name";
import { afterSecondQuestion } from "../session/second-question";
import { ownTurn, sharedTurn } from "../session/turns";
import { pause, saying } from "../session/waiting";
import { untilKnown, youth } from "./eventual-consistency";
import { refuseUnprovenAbsence } from "./right-key";
import type { Sight, Sought } from "./sought";

type Found = Exclude<Sight, "gone">;

export function inListing({ operation, ids }: Sought, { items, details }: Listing): Found | undefined {
  const item = findItem(operation.declaration, ids, items);
  return item && { item, details };
}

/** GET of the object; undefined for the API's own "not found". `isMissed`: a listing that must know it misses it. */
export async function ownAnswer(sought: Sought, isMissed = false): Promise<Found | undefined> {
  const { operation, ids } = sought;
  const { trust } = operation.session.collections;
  const key = keyOf(operation, ids);
  const ask = async (): Promise<Found | undefined> => {
    try {
      const { body, details } = await getItem(operation, ids);
      return { item: body, details };
    } catch (error) {
      if (!isApiNotFound(error)) throw error;
      refuseUnprovenAbsence(sought, error.details);
      return undefined;
    }
  };
  const asking = async (): Promise<Found | undefined> => {
    const found = await afterSecondQuestion((milliseconds) => operation.pause(milliseconds), ask);
    if (found && isMissed) trust.disprove(key);
    if (found && youth(sought, operation.now()) === 0) trust.isAlive(key, ids);
    return found;
  };
  const answer = asking();
  trust.isAsked(key, answer);
  return answer;
}

/** The same, of an object old enough to be known everywhere: a young one is waited for. */
export async function patientAnswer(sought: Sought, isMissed = false): Promise<Found | undefined> {
  const since = sought.operation.now();
  const first = await ownAnswer(sought, isMissed);
  const young = youth(sought, since);
  if (first || young === 0) return first;
  return saying(sought, { why: untilKnown, atMost: young }, async () => {
    for (let left = young; left > 0; left = youth(sought, since)) {
      const found = await duringYouth(sought, left);
      if (found) return found;
    }
    return ownAnswer(sought);
  });
}

/** One question on behalf of all who wait in the same collection; in a big one each has to ask for itself. */
async function duringYouth(sought: Sought, left: number): Promise<Found | undefined> {
  const { operation, ids } = sought;
  const { declaration, session } = operation;
  const isAlone = declaration.big || !declaration.list;
  const route = isAlone ? declaration.at.item : keyOf(operation, ids);
  if (isAlone || left <= secondLook) {
    await ownTurn(operation, route, left);
    return youth(sought, operation.now()) > 0 ? ownAnswer(sought) : undefined;
  }
  const due = await sharedTurn(operation, route);
  // What it cannot answer now is asked once more when the object is of age.
  const listing = await session.collections.fresh(operation, ids, due).catch(() => undefined);
  return listing && inListing(sought, listing);
}

/** After the object's own "not found": whether a listing bears it out. One that was proven wrong bears out nothing. */
export async function verdict(sought: Sought, listing: Listing): Promise<Sight> {
  const found = inListing(sought, listing);
  if (found) return found;
  const { operation, ids } = sought;
  const { trust } = operation.session.collections;
  if (await trust.isWitness(keyOf(operation, ids), operation.declaration, listing.items)) return "gone";
  await pause(sought, "to ask for it once more", secondLook);
  return (await ownAnswer(sought)) ?? "gone";
}

/** An object without a GET: gone when two complete listings miss it, of which each holds something that the other holds too. */
export async function missedTwice(sought: Sought, missing: Listing): Promise<Sight> {
  const { operation, ids } = sought;
  const { collections } = operation.session;
  const young = youth(sought, operation.now());
  if (young === 0) {
    const second = await collections.again(operation, ids);
    return inListing(sought, second) ?? absentFrom(sought, missing, second);
  }
  // A listing from before the object came of age says nothing of it.
  await pause(sought, untilKnown, young);
  const first = await collections.fresh(operation, ids);
  return inListing(sought, first) ?? missedLater(sought, first);
}

/** The same, where the first of the listings was made just now. */
export async function missedLater(sought: Sought, first: Listing): Promise<Sight> {
  const { operation, ids } = sought;
  const due = operation.now() + secondLook;
  await pause(sought, "to list its collection once more", secondLook);
  const second = await operation.session.collections.fresh(operation, ids, due);
  return inListing(sought, second) ?? absentFrom(sought, first, second);
}

function absentFrom({ operation, ids: live }: Sought, first: Listing, second: Listing): "gone" {
  if (shareSomething(first, second)) return "gone";
  const { declaration } = operation;
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
