import { Bucket } from "./bucket";
import { type How, Recent, type Ticket } from "./recent";

/** `bucket`: refills evenly. `window`: so many in any minute, and a call that is refused may count like any other. */
type Shape = "bucket" | "window";

/** What a budget is known to be before its first call. */
export interface Known {
  limit: number;
  shape: Shape;
  /** The last minute's calls, on the clock of the run. */
  calls: readonly number[];
}

/** What headers say of a limit: how many calls in all, how many are left, and how long until nothing is spent any more. */
export interface Told {
  limit: number;
  left: number;
  untilUnspent: number;
}

const minute = 60_000;
/** A budget that refuses the very first call was spent by somebody else: it is tried again as if it were the one that was measured. */
const measured = 7;

/** What is known of one limit, and what has been spent of it. */
export class Estimate {
  /** Calls a minute. Undefined: none has shown yet. */
  limit: number | undefined;
  shape: Shape | undefined;
  /** The limit is what answers have shown, and not only what somebody has said before. */
  isLearned = false;
  readonly recent = new Recent();
  readonly #bucket = new Bucket();

  constructor(
    /** Never more than this: what the user has said. */
    private readonly most = Number.POSITIVE_INFINITY,
    known: Known | undefined,
    now: number,
  ) {
    if (known) {
      this.limit = Math.min(known.limit, most);
      this.shape = known.shape;
      this.#bucket.spentBy(known.calls, this.limit, now);
      for (const at of known.calls) this.recent.ended(this.recent.left(at), "passed", at);
    } else if (Number.isFinite(most)) {
      this.limit = most;
      this.shape = "bucket";
      this.#bucket.fill(most, now);
    }
  }

  get isMost(): boolean {
    return this.limit === undefined || this.limit >= this.most;
  }

  /** How long it takes to regain one call. */
  get step(): number {
    return minute / (this.limit ?? measured);
  }

  /** When the next call may leave. */
  readyAt(now: number): number {
    if (this.limit === undefined) return now;
    return this.shape === "window"
      ? this.recent.roomAt(this.limit, now)
      : this.#bucket.readyAt(this.limit, now);
  }

  left(now: number, isExtra: boolean): Ticket {
    const { limit } = this;
    if (limit === undefined) return this.recent.left(now);
    const hadRoom = this.recent.roomAt(limit, now) <= now;
    return this.recent.left(now, { isExtra, hadRoom, wasFull: this.#bucket.take(limit, now) });
  }

  ended(ticket: Ticket, how: How, now: number): void {
    // A full bucket regains nothing before the server has taken the call out of it.
    if (ticket.wasFull && this.limit !== undefined) this.#bucket.regainedLess(this.limit, now - ticket.at);
    this.recent.ended(ticket, how, now);
  }

  /** It has passed after all that was refused. */
  passed(): void {
    this.#bucket.passed();
  }

  /** A call that tried alone has passed: before a window could have let it through, or not. */
  tell(ticket: Ticket): void {
    if (this.limit !== undefined) this.shape ??= ticket.hadRoom ? "window" : "bucket";
  }

  /** Nothing is left of it. */
  empty(now: number): void {
    this.#bucket.empty(now);
  }

  /** A refused call is asked to come back after so long. A bucket regains one call sooner than that. */
  toldToWait(wait: number): void {
    if (this.limit === undefined) return;
    if (wait > 2.5 * this.step) this.shape = "window";
    else this.shape ??= "bucket";
  }

  set(limit: number): void {
    this.limit = Math.min(limit, this.most);
    this.isLearned = true;
  }

  halve(): void {
    if (this.limit !== undefined) this.set(Math.max(1, this.limit / 2));
  }

  /** The first refusal: what passed in the last minute is the limit. */
  learn(refused: Ticket, now: number): void {
    const shown = this.#shownBy(refused, now);
    if (shown > 0) this.set(shown);
  }

  #shownBy(refused: Ticket, now: number): number {
    const { limit, shape } = this;
    if (shape === "window")
      return limit === undefined ? this.recent.passed(now) : this.recent.asWindow(limit, refused, now);
    const shown = this.#bucket.shown(limit, now);
    if (shown === undefined) return this.recent.asBucket(now);
    // What a bucket has regained since somebody else has emptied it.
    if (limit === undefined) this.shape = "bucket";
    return shown;
  }

  /** It is a window, as it seems: what passed in the last minute is all that it lets through in one. */
  becomeWindow(now: number): void {
    this.shape = "window";
    if (this.limit !== undefined) this.set(Math.max(1, this.recent.passed(now)));
  }

  told({ limit, left, untilUnspent }: Told, now: number): void {
    this.shape ??= "bucket";
    this.limit = Math.min(
      this.shape === "window" ? limit : ((limit - left) * minute) / untilUnspent,
      this.most,
    );
    this.#bucket.hold(left, limit, now);
  }
}
