const minute = 60_000;
/** The server's arithmetic may round otherwise than ours. */
const hair = 1e-9;

/** How full the server's bucket is at least, if it is one. `limit`: how many calls it regains in a minute. */
export class Bucket {
  #level = 0;
  #at = 0;
  /** How many calls it holds, where somebody has said so; else as many as it regains in a minute. */
  #size: number | undefined;
  /** When a refusal showed that it was empty; undefined once it may have overflowed since. */
  #emptyAt: number | undefined;
  #passed = 0;

  fill(limit: number, now: number): void {
    this.#level = this.#full(limit);
    this.#at = now;
  }

  /** As it is after the last minute's calls, if nothing was in it before them. */
  spentBy(calls: readonly number[], limit: number, now: number): void {
    this.#level = hair;
    this.#at = now - minute;
    for (const at of [...calls].sort((a, b) => a - b)) this.take(limit, at);
    this.#refill(limit, now);
  }

  hold(level: number, size: number, now: number): void {
    this.#size = size;
    this.#level = level;
    this.#at = now;
  }

  /** A call was refused. */
  empty(now: number): void {
    this.#level = 0;
    this.#at = now;
    this.#emptyAt = now;
    this.#passed = 0;
  }

  passed(): void {
    this.#passed++;
  }

  /** Whether it was full. */
  take(limit: number, now: number): boolean {
    this.#refill(limit, now);
    const wasFull = this.#level >= this.#full(limit) - hair;
    this.#level = Math.max(0, this.#level - 1);
    return wasFull;
  }

  regainedLess(limit: number, milliseconds: number): void {
    this.#level = Math.max(0, this.#level - (limit * milliseconds) / minute);
  }

  readyAt(limit: number, now: number): number {
    this.#refill(limit, now);
    const missing = 1 + hair - this.#level;
    return missing <= 0 ? now : now + Math.ceil((missing * minute) / limit);
  }

  /**
   * The limit as two refusals show it, with what passed between them: exact to one call, and only where the bucket cannot have
   * overflowed.
   */
  shown(limit: number | undefined, now: number): number | undefined {
    if (this.#emptyAt === undefined || this.#passed === 0 || now <= this.#emptyAt) return undefined;
    const minutes = (now - this.#emptyAt) / minute;
    const low = (this.#passed - 1) / minutes;
    // After a minute it is full, whatever it regains.
    if (limit === undefined) return minutes < 1 ? Math.max(1, Math.round(this.#passed / minutes)) : undefined;
    if (limit < low) return low;
    return limit > (this.#passed + 1) / minutes ? this.#passed / minutes : limit;
  }

  #full(limit: number): number {
    return Math.max(1, this.#size ?? limit) + hair;
  }

  #refill(limit: number, now: number): void {
    this.#level += (Math.max(0, now - this.#at) * limit) / minute;
    this.#at = now;
    const full = this.#full(limit);
    if (this.#level < full) return;
    this.#level = full;
    this.#emptyAt = undefined;
  }
}
