import { sleep } from "../../api/clock";
import type { Session } from "./session";

/** One route is asked this often at most while something is waited for, in milliseconds: six times a minute. */
const between = 10_000;

/** By route, when it is asked next. */
const known = new WeakMap<Session, Map<string, number>>();

function turnsOf(session: Session): Map<string, number> {
  const turns = known.get(session) ?? new Map<string, number>();
  known.set(session, turns);
  return turns;
}

/** Waits for a turn of one's own, but no longer than this many milliseconds: then one asks without. */
export async function ownTurn(session: Session, route: string, most: number): Promise<void> {
  const { clock } = session.surroundings;
  const turns = turnsOf(session);
  const now = clock.now();
  const due = Math.max(now, turns.get(route) ?? now) + between;
  if (due - now >= most) return sleep(clock, most);
  turns.set(route, due);
  await sleep(clock, due - now);
}

/** Waits for the next turn, which everybody shares who waits for it now. When it was due. */
export async function sharedTurn(session: Session, route: string): Promise<number> {
  const { clock } = session.surroundings;
  const turns = turnsOf(session);
  const now = clock.now();
  const next = turns.get(route) ?? now;
  const due = next > now ? next : now + between;
  turns.set(route, due);
  await sleep(clock, due - now);
  return due;
}
