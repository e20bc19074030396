/** One call that has left. */
export interface Ticket {
  readonly at: number;
  /** Sent beyond what was known to be allowed. */
  readonly isExtra: boolean;
  /** The limit's last minute had a place for it. */
  readonly hadRoom: boolean;
  /** The bucket was full. */
  readonly wasFull: boolean;
  ended?: number;
  how?: How;
}

/** What became of a call. `lost`: no answer came, and the server may have counted it. */
export type How = "passed" | "refused" | "lost" | "unsent";

const minute = 60_000;
/** Looking through all calls is worth it only when that many have come since the last time. */
const pruneAfter = 1_000;

/** The calls of the last minute. A call counts until a minute after its answer, for the server has counted it before that. */
export class Recent {
  #tickets: Ticket[] = [];
  #sincePruned = 0;
  /** When calls passed, the oldest first. */
  #passes: number[] = [];
  #began: number | undefined;
  #passedInAll = 0;

  left(at: number, marks = { isExtra: false, hadRoom: true, wasFull: false }): Ticket {
    const ticket: Ticket = { at, ...marks };
    this.#tickets.push(ticket);
    this.#began ??= at;
    this.#sincePruned++;
    if (this.#sincePruned > pruneAfter) this.#live(at);
    return ticket;
  }

  ended(ticket: Ticket, how: How, now: number): void {
    ticket.ended = now;
    ticket.how = how;
    if (how === "unsent") this.#tickets = this.#tickets.filter((other) => other !== ticket);
    if (how !== "passed") return;
    this.#passes.push(now);
    this.#passedInAll++;
  }

  passed(now: number): number {
    const first = this.#passes.findIndex((at) => at + minute > now);
    if (first !== 0) this.#passes = first < 0 ? [] : this.#passes.slice(first);
    return this.#passes.length;
  }

  /**
   * The limit of a window that has refused a call: at least what was surely in it, at most what may have been. Of the calls at
   * its edges, and of those that were refused, nobody knows whether they counted.
   */
  asWindow(limit: number, refused: Ticket, now: number): number {
    const ended = this.#live(now).filter((ticket) => ticket !== refused && ticket.ended !== undefined);
    const surely = ended.filter(({ at, how }) => how === "passed" && at + minute > now).length;
    return Math.max(surely, Math.min(limit, ended.length));
  }

  /**
   * The limit of a bucket that has let all these through and is empty now: in no time does it give more than it holds, which is a
   * minute's calls, and what it regains meanwhile. Limits are whole numbers.
   */
  asBucket(now: number): number {
    const of = (passed: number, since: number) => (passed * minute) / (minute + now - since);
    const passed = this.#live(now).filter(({ how }) => how === "passed");
    let shown = this.#began === undefined ? 0 : of(this.#passedInAll, this.#began);
    for (const [index, { at }] of passed.entries()) shown = Math.max(shown, of(passed.length - index, at));
    return Math.ceil(shown - 1e-6);
  }

  /** When those of them ended that have. */
  times(now: number): number[] {
    return this.#live(now).flatMap(({ ended }) => (ended === undefined ? [] : [ended]));
  }

  /** When fewer than `limit` calls are in the last minute; Infinity: not before one of those on their way has ended. */
  roomAt(limit: number, now: number): number {
    const live = this.#live(now);
    const surplus = live.length - Math.max(1, Math.floor(limit));
    if (surplus < 0) return now;
    const ends = live.map(({ ended = Number.POSITIVE_INFINITY }) => ended).sort((a, b) => a - b);
    return (ends[surplus] ?? Number.POSITIVE_INFINITY) + minute;
  }

  #live(now: number): Ticket[] {
    this.#sincePruned = 0;
    this.#tickets = this.#tickets.filter(({ ended }) => ended === undefined || ended + minute > now);
    return this.#tickets;
  }
}
