import type { Clock } from "../../provider/api/clock";

/** After this long a wait is announced; nothing waits for the announcement. */
const noticeAfter = 30_000;

/**
 * For real sockets, whose time nobody can skip: pauses between attempts are over at once and noted,
 * the time limits of attempts and the announcements of long waits never come.
 */
export class SkippingClock implements Clock {
  #now: number;
  readonly pauses: number[] = [];

  constructor(
    private readonly attemptLimit = 60_000,
    start = Date.UTC(2026, 10, 23, 12),
  ) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  after(milliseconds: number, action: () => void): () => void {
    if (milliseconds === this.attemptLimit || milliseconds === noticeAfter) return () => {};
    this.pauses.push(milliseconds);
    const soon = setImmediate(() => {
      this.#now += milliseconds;
      action();
    });
    return () => clearImmediate(soon);
  }
}
