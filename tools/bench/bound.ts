import type { LimitRule } from "../../emulator";

/**
 * The least seconds in which one budget lets so many calls through, if all of them are ready when it begins and it is not
 * spent. `burst` calls leave at once: as many as in a minute, unless the limit says otherwise.
 *
 * - Bucket: it fills evenly, so that each later call waits for a whole one to come:
 *   (calls - burst) / requestsPerMinute minutes.
 * - Window: at most `burst` calls leave in any stretch of `burst / requestsPerMinute` minutes, so that the others follow in
 *   packs, a stretch apart: (ceil(calls / burst) - 1) * burst / requestsPerMinute minutes.
 *
 * Whether refused calls count makes no difference to whoever is never refused.
 */
export function secondsThrough(calls: number, limit: LimitRule): number {
  const { requestsPerMinute, burst = Math.max(1, Math.floor(requestsPerMinute)), shape = "bucket" } = limit;
  const waiting = shape === "bucket" ? calls - burst : (Math.ceil(calls / burst) - 1) * burst;
  return (Math.max(0, waiting) / requestsPerMinute) * 60;
}

/** What else costs time, whatever the limits are. */
export interface Speed {
  /** Steps side by side. */
  lanes: number;
  /** Seconds from a call to its answer, on average. */
  latency: number;
}

/**
 * The least seconds that a plan of calls takes: the slowest budget decides, or, where limits are wide, that no more calls
 * are under way at a time than there are lanes: calls x latency / lanes. Whoever makes the last call of the slowest budget
 * has to wait for its answer as well. What a call needs of others before it is not counted, nor that the lanes may be
 * full of steps that wait for one budget while another has room: so this is a bound, which an engine with few lanes need
 * not reach.
 */
export function leastSeconds(
  plan: Record<string, number>,
  limit: LimitRule | undefined,
  speed: Speed,
): number {
  const counts = Object.values(plan);
  const all = counts.reduce((sum, count) => sum + count, 0);
  if (all === 0) return 0;
  const budgets = limit?.scope === "organization" ? [all] : counts;
  const slowest = limit ? Math.max(...budgets.map((calls) => secondsThrough(calls, limit))) : 0;
  return Math.max(slowest + speed.latency, (all * speed.latency) / speed.lanes);
}
