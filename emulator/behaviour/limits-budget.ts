/** One budget of calls. Times are milliseconds of the emulator's clock. */
export interface Budget {
  /** How many calls it holds when nothing is spent. */
  readonly size: number;
  /** One call arrives: whether it is let through. */
  take(now: number): boolean;
  /** How many calls would be let through now. */
  left(now: number): number;
  untilNext(now: number): number;
  untilUnspent(now: number): number;
}

interface Facts {
  requestsPerMinute: number;
  burst?: number;
  shape: "bucket" | "window";
  refusedCount: boolean;
}

export function budgetFor({ requestsPerMinute, burst, shape, refusedCount }: Facts): Budget {
  const size = burst ?? Math.max(1, Math.floor(requestsPerMinute));
  const span = (60_000 * size) / requestsPerMinute;
  return shape === "bucket" ? new Bucket(size, span, refusedCount) : new Window(size, span, refusedCount);
}

/** Clocks tell whole milliseconds: who comes back at the last one before a call is free is not too early. */
const tolerance = 1;

class Bucket implements Budget {
  /** In milliseconds of refilling, of which one call costs `cost`. */
  #level: number;
  #at: number | undefined;
  readonly #cost: number;

  constructor(
    readonly size: number,
    private readonly span: number,
    private readonly refusedCount: boolean,
  ) {
    this.#level = span;
    this.#cost = span / size;
  }

  take(now: number): boolean {
    const level = this.#levelAt(now);
    const allowed = level + tolerance > this.#cost;
    // A refused call that counts takes what is there: who goes on asking is let through no more.
    if (allowed || this.refusedCount) this.#level = Math.max(0, level - this.#cost);
    return allowed;
  }

  left(now: number): number {
    return Math.floor((this.#levelAt(now) + tolerance) / this.#cost);
  }

  untilNext(now: number): number {
    return Math.max(0, this.#cost - this.#levelAt(now));
  }

  untilUnspent(now: number): number {
    return this.span - this.#levelAt(now);
  }

  /** A clock that was set back refills nothing, and takes nothing away. */
  #levelAt(now: number): number {
    this.#level = Math.min(this.span, this.#level + Math.max(0, now - (this.#at ?? now)));
    this.#at = now;
    return this.#level;
  }
}

class Window implements Budget {
  /** Of the calls that count, the latest; more than `size` of them decide nothing. */
  #calls: number[] = [];

  constructor(
    readonly size: number,
    private readonly span: number,
    private readonly refusedCount: boolean,
  ) {}

  take(now: number): boolean {
    const allowed = this.left(now) > 0;
    if (allowed || this.refusedCount) this.#calls = [...this.#calls, now].slice(-this.size);
    return allowed;
  }

  left(now: number): number {
    return this.size - this.#counted(now).length;
  }

  untilNext(now: number): number {
    const counted = this.#counted(now);
    const oldest = counted.length < this.size ? undefined : counted[0];
    return oldest === undefined ? 0 : oldest + this.span - now;
  }

  untilUnspent(now: number): number {
    const newest = this.#counted(now).at(-1);
    return newest === undefined ? 0 : newest + this.span - now;
  }

  /** Those after `now` are of a clock that was set back since. */
  #counted(now: number): number[] {
    return this.#calls.filter((at) => at <= now && at + this.span > now);
  }
}
