import type { Thing } from "../../kernel/declaration";
import type { Operation } from "./operation";
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
export async function ownTurn(operation: Operation<Thing>, route: string, most: number): Promise<void> {
  const turns = turnsOf(operation.session);
  const now = operation.now();
  const due = Math.max(now, turns.get(route) ?? now) + between;
  if (due - now >= most) return operation.pause(most);
  turns.set(route, due);
  await operation.pause(due - now);
}

/** Waits for the next turn, which everybody shares who waits for it now. When it was due. */
export async function sharedTurn(operation: Operation<Thing>, route: string): Promise<number> {
  const turns = turnsOf(operation.session);
  const now = operation.now();
  const next = turns.get(route) ?? now;
  const due = next > now ? next : now + between;
  turns.set(route, due);
  await operation.pause(due - now);
  return due;
}
