import { sleep } from "../api/clock";
import { type ApiErrorDetails, isApiNotFound } from "../api/errors";
import { believe } from "./belief";
import type { Session } from "./session";
import type { Sought } from "./sought";

const youngSeconds = 120;
const betweenLooks = 5_000;
/** Clocks that disagree must not make a young object wait for ever. */
export const mostPatience = 10 * 60_000;

/** Milliseconds until the object is so old that every server must know it. */
export function youth({ ids, madeAt }: Sought, { serverTime }: ApiErrorDetails): number {
  const born = ids.createdAt ?? madeAt;
  if (typeof born !== "number" || serverTime === undefined) return 0;
  return Math.max(0, (youngSeconds - (serverTime - born)) * 1000);
}

/**
 * Asks something of an object. That a young one is "not found" means nothing: it is asked again until every server
 * must know it. Under a wrong key it means nothing either, and is an error at once.
 */
export async function patiently<T>(
  session: Session,
  sought: Sought,
  ask: () => Promise<T>,
  patience = mostPatience,
): Promise<T> {
  const { clock } = session.surroundings;
  const started = clock.now();
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!isApiNotFound(error)) throw error;
      believe(session, sought, error.details);
      const young = youth(sought, error.details);
      if (young <= 0 || clock.now() - started >= patience) throw error;
      await sleep(clock, Math.min(young, betweenLooks));
    }
  }
}
