import { isApiNotFound } from "../../api/errors";
import { ownTurn } from "../session/turns";
import { saying } from "../session/waiting";
import { refuseUnprovenAbsence } from "./right-key";
import type { Sought } from "./sought";

/** From this age on every server must know an object, in milliseconds. */
const comingOfAge = 120_000;
export const untilKnown = "until every server must know it, for it was made a moment ago";

/** When the object was made, in Unix seconds of the server, as far as anybody knows. */
function bornAt({ operation, ids, madeAt }: Sought): number | undefined {
  const { born = "" } = operation.declaration;
  const { [born]: at } = ids;
  if (typeof at === "number") return at;
  return madeAt ?? operation.session.collections.births.of(operation.declaration, ids);
}

/**
 * Milliseconds until the object is so old that every server must know it, counted from now by the server's clock. Where
 * the server does not say what time it is, the whole while is waited, from the moment `since` on.
 */
export function youth(sought: Sought, since: number): number {
  const { operation } = sought;
  const born = bornAt(sought);
  if (born === undefined) return 0;
  const now = operation.session.client.serverTime();
  const waited = operation.now() - since;
  // Clocks that disagree must not make an object young for ever.
  const left = now === undefined ? comingOfAge : comingOfAge - (now - born) * 1000;
  return Math.max(0, Math.min(left, comingOfAge - waited));
}

/** Whether an answer that the server gave at that time may not know the object yet. */
export function wasYoungAt(sought: Sought, serverTime: number | undefined): boolean {
  const born = bornAt(sought);
  if (born === undefined) return false;
  return serverTime === undefined || (serverTime - born) * 1000 < comingOfAge;
}

/**
 * Asks something of an object. That a young one is "not found" means nothing: it is asked again until every server
 * must know it. Under a wrong key it means nothing either, and is an error at once.
 */
export async function patiently<T>(sought: Sought, ask: () => Promise<T>): Promise<T> {
  const since = sought.operation.now();
  const left = (error: unknown): number => {
    if (!isApiNotFound(error)) return 0;
    refuseUnprovenAbsence(sought, error.details);
    return youth(sought, since);
  };
  try {
    return await ask();
  } catch (error) {
    const atMost = left(error);
    if (atMost <= 0) throw error;
    const wait = { why: untilKnown, atMost };
    return saying(sought, wait, () => untilOfAge(sought, ask, left, atMost));
  }
}

async function untilOfAge<T>(
  { operation }: Sought,
  ask: () => Promise<T>,
  left: (error: unknown) => number,
  atFirst: number,
): Promise<T> {
  for (let young = atFirst; ; ) {
    await ownTurn(operation, operation.declaration.at.item, young);
    try {
      return await ask();
    } catch (error) {
      young = left(error);
      if (young <= 0) throw error;
    }
  }
}
