import type { Answered } from "./answer";
import { Cooldown } from "./cooldown";
import { Estimate, type Known, type Told } from "./estimate";
import { Growth } from "./growth";
import type { How, Ticket } from "./recent";

const minute = 60_000;
const atOnceAtFirst = 2;
const mostAtOnce = 32;
/** Who was refused comes back at once to wait for the next turn: a pause of this length means that nobody does. */
const idle = 10_000;

/**
 * One budget of calls: what its answers have shown, and when the next call may leave. It knows no clock, but is told the time.
 *
 * Optimistic until the first refusal, which sets the limit to what passed in the last minute. One call tries again after a
 * minute divided by that. If it passes, this is a bucket that refills evenly; if not, a window that has to pass.
 */
export class Pace {
  readonly #estimate: Estimate;
  readonly #cooldown = new Cooldown();
  readonly #growth = new Growth();
  #inFlight = 0;
  /** What has passed without a limit; the more of it, the more may be on its way at once. */
  #ramp = 0;
  #passedAt = Number.NEGATIVE_INFINITY;
  #endedAt = Number.NEGATIVE_INFINITY;

  constructor({ most, known, now = 0 }: { most?: number; known?: Known; now?: number } = {}) {
    this.#estimate = new Estimate(most, known, now);
    if (known) this.#growth.known(now);
  }

  get limit(): number | undefined {
    return this.#estimate.limit;
  }

  get shape(): Known["shape"] | undefined {
    return this.#estimate.shape;
  }

  /** Up to when nothing may leave. */
  get notBefore(): number {
    return this.#cooldown.until;
  }

  /** Since when calls were refused and none was let through. */
  get silentSince(): number | undefined {
    return this.#cooldown.silentSince;
  }

  get hasLearned(): boolean {
    return this.#estimate.isLearned && this.shape !== undefined && !this.#cooldown.isOn;
  }

  /** Nobody has asked for a while: the next one may find the budget as it is then. */
  forgetIfIdle(now: number): void {
    const isIdle = this.#inFlight === 0 && now - this.#endedAt > idle && now >= this.notBefore;
    if (isIdle) this.#cooldown.silentSince = undefined;
  }

  /** Calls that were let through in the last minute. */
  passed(now: number): number {
    return this.#estimate.recent.passed(now);
  }

  /** When each of the last minute's calls ended. */
  calls(now: number): number[] {
    return this.#estimate.recent.times(now);
  }

  /** About how long until so many more calls have left, in milliseconds; unknown before anything was refused. */
  timeFor(calls: number, now: number): number | undefined {
    if (this.limit === undefined) return undefined;
    const first = Math.max(now, this.notBefore, Math.min(this.#reckoned(now), now + minute));
    return first - now + ((calls - 1) * minute) / this.limit;
  }

  /** The earliest moment at which one more call may leave; Infinity: not before one of those on their way has ended. */
  readyAt(now: number): number {
    const { isOn, isTold, until } = this.#cooldown;
    if (isOn && this.#inFlight > 0) return Number.POSITIVE_INFINITY;
    if (isOn && isTold) return until;
    const ready = Math.max(until, this.#reckoned(now));
    if (isOn || ready <= now || !this.#mayGrow(now, ready)) return ready;
    return this.#inFlight > 0 ? Number.POSITIVE_INFINITY : now;
  }

  left(now: number): Ticket {
    const isExtra = this.limit !== undefined && !this.#cooldown.isOn && this.#reckoned(now) > now;
    this.#inFlight++;
    return this.#estimate.left(now, isExtra);
  }

  /** What came of a call for which this budget decides. */
  ended(ticket: Ticket, answer: Answered, now: number): void {
    this.#end(ticket, answer.how, now);
    if (answer.how === "refused") this.#refused(ticket, now, answer.wait);
    if (answer.how === "passed") this.#passed(ticket, now, answer.told);
  }

  /** Whatever was refused, this budget does not answer for it. */
  calm(): void {
    this.#cooldown.end();
  }

  /** What came of a call for which another budget decides. */
  note(ticket: Ticket, how: How, now: number): void {
    this.#end(ticket, how, now);
    if (how !== "passed") return;
    this.#estimate.passed();
    if (!this.#cooldown.isOlder(ticket.at)) this.#cooldown.end();
  }

  #end(ticket: Ticket, how: How, now: number): void {
    this.#inFlight--;
    this.#endedAt = now;
    this.#estimate.ended(ticket, how, now);
  }

  #passed(ticket: Ticket, now: number, told: Told | undefined): void {
    this.#passedAt = now;
    this.#ramp++;
    this.#cooldown.silentSince = undefined;
    if (this.#cooldown.isOlder(ticket.at)) {
      this.#passedLate(ticket, now);
      return;
    }
    this.#cooldown.end();
    this.#estimate.passed();
    this.#estimate.tell(ticket);
    const grown = ticket.isExtra ? this.#growth.passed(this.limit ?? 0, now) : undefined;
    if (grown !== undefined) this.#estimate.set(grown);
    if (!told) return;
    this.#estimate.told(told, now);
    this.#growth.postpone(now);
  }

  /** It was on its way when another one was refused, and belongs to what passed before. */
  #passedLate(ticket: Ticket, now: number): void {
    const { isOn, isTold, refusedTries } = this.#cooldown;
    if (isOn && refusedTries === 0 && !isTold) this.#learn(ticket, now);
  }

  /** `wait`: what the server asks for, in milliseconds. */
  #refused(ticket: Ticket, now: number, wait: number | undefined): void {
    const estimate = this.#estimate;
    if (this.#cooldown.isOlder(ticket.at)) {
      estimate.empty(now);
      this.#cooldown.lengthen(now, wait, estimate.step);
      return;
    }
    this.#ramp = 0;
    this.#growth.refused(ticket.isExtra, now);
    const wasTry = this.#cooldown.begin(now, wait);
    if (!wasTry) {
      // It let through less than it should: not what it was taken for.
      if (this.limit !== undefined && this.shape === "window" && !ticket.isExtra) estimate.shape = undefined;
      this.#learn(ticket, now);
    } else if (wait === undefined) this.#tryRefused(now);
    if (wait !== undefined) {
      estimate.toldToWait(wait);
      this.#cooldown.until = now + wait;
    }
    estimate.empty(now);
  }

  #learn(refused: Ticket, now: number): void {
    this.#estimate.learn(refused, now);
    this.#cooldown.pause(now, this.#estimate.step);
  }

  /** Waiting it out tells a window from a limit that is lower; only what is refused after that as well is halved. */
  #tryRefused(now: number): void {
    const { refusedTries } = this.#cooldown;
    if (refusedTries === 1 && this.shape === undefined) {
      this.#estimate.becomeWindow(now);
      this.#cooldown.until = this.limit === undefined ? now + minute : now;
      return;
    }
    this.#estimate.halve();
    if (refusedTries > 1) this.#estimate.shape = undefined;
    this.#cooldown.pause(now, this.#estimate.step);
  }

  #mayGrow(now: number, ready: number): boolean {
    if (this.#estimate.isMost) return false;
    return this.#growth.mayTry(now, this.#passedAt, ready, this.shape === "window");
  }

  /** When the next call may leave by what is known of the limit. */
  #reckoned(now: number): number {
    if (this.limit !== undefined) return this.#estimate.readyAt(now);
    const most = Math.min(mostAtOnce, atOnceAtFirst + Math.floor(this.#ramp / 4));
    return this.#inFlight < most ? now : Number.POSITIVE_INFINITY;
  }
}
