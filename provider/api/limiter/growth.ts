const minute = 60_000;
/** A limit may grow after so long without a refusal; twice as long after each attempt in vain. */
const first = minute;
/** What an earlier run has learned needs no confirmation soon. */
const firstOfKnown = 4 * minute;
const longest = 32 * minute;
/** An attempt follows a call that was let through, when least is lost by it. */
const rightAfter = 50;
/** So many calls more are no haste, however low the limit was taken to be. */
const leastStep = 7;

/**
 * Finds out whether a limit is higher than it was taken to be: one call beyond it, after a minute without a refusal. Each that
 * passes is followed by another one, up to the double in a minute, until one is refused.
 */
export class Growth {
  #at = Number.POSITIVE_INFINITY;
  #after = first;
  #passed = 0;

  known(now: number): void {
    this.#after = firstOfKnown;
    this.#at = now + firstOfKnown;
  }

  /** Nothing is to be found out for a while. */
  postpone(now: number): void {
    this.#at = now + first;
  }

  /** `next`: when a call could leave anyway. `passedAt`: when one was last let through. */
  mayTry(now: number, passedAt: number, next: number, isWindow: boolean): boolean {
    if (now < this.#at || now - passedAt > rightAfter) return false;
    // In a window an extra call takes the place that would be free next: best one that is far away.
    return !isWindow || next - now > minute / 2 || now > this.#at + minute;
  }

  /** An extra call was let through: the limit that this shows, if it shows one by now. */
  passed(limit: number, now: number): number | undefined {
    this.#passed++;
    if (this.#passed < Math.max(limit, leastStep)) return undefined;
    const grown = limit + this.#passed;
    this.#begin(first, now);
    return grown;
  }

  refused(isExtra: boolean, now: number): void {
    this.#begin(isExtra && this.#passed === 0 ? Math.min(2 * this.#after, longest) : first, now);
  }

  #begin(after: number, now: number): void {
    this.#passed = 0;
    this.#after = after;
    this.#at = now + after;
  }
}
