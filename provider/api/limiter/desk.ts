import type { OpenAIError } from "../../kernel/errors";
import type { Call } from "../call";
import type { Clock } from "../clock";
import type { Answered } from "./answer";
import type { Known } from "./estimate";
import { askedTooMuch, longestSilence, longestWait, nothingPassed } from "./given-up";
import { Lane, type Waiter } from "./lane";
import { Pace } from "./pace";
import type { Ticket } from "./recent";
import { Sharing } from "./sharing";

/** A call that has left, as each of its budgets knows it. */
export interface Leave {
  lane: Lane;
  own: Ticket;
  common: Ticket;
}

/** Nothing passes at all: whatever the budgets are, one call is enough to find out when that is over. */
const outage = Number.POSITIVE_INFINITY;

/** The name of the lane that stands for all of them. */
export const every = "*";

/** All calls with one key: lets them leave as their budgets allow. */
export class Desk {
  readonly lanes = new Map<string, Lane>();
  readonly #sharing = new Sharing(this.lanes);
  /** Counts all lanes' calls; decides for them where they spend one budget. */
  readonly common: Lane;
  /** The limit with which they began to be taken for one. */
  #sharedSince: number | undefined;
  #cancel?: () => void;

  constructor(
    private readonly clock: Clock,
    private readonly most: number | undefined,
    private readonly known: (method: string, route: string) => Known | undefined = () => undefined,
  ) {
    const together = known(every, every);
    this.common = new Lane(every, every, new Pace({ known: together, now: clock.now() }));
    this.#sharedSince = together?.limit;
  }

  get isShared(): boolean {
    return this.#sharedSince !== undefined;
  }

  lane(method: string, route: string): Lane {
    const key = `${method} ${route}`;
    const lane = this.lanes.get(key) ?? this.#made(method, route);
    this.lanes.set(key, lane);
    return lane;
  }

  /** The lane whose budget decides. */
  deciding(lane: Lane): Lane {
    return this.isShared ? this.common : lane;
  }

  /** Why a call must not even wait; undefined: it may. */
  objection(lane: Lane, call: Call): OpenAIError | undefined {
    const now = this.clock.now();
    const { pace } = this.deciding(lane);
    if (pace.notBefore - now > longestWait) return askedTooMuch(call, pace.notBefore, now);
    if (lane.waiting === 0) pace.forgetIfIdle(now);
    return this.#isSilent(pace, now) && pace.readyAt(now) > now ? nothingPassed(call) : undefined;
  }

  add(lane: Lane, waiter: Waiter): void {
    lane.add(waiter);
    // Behind others it changes nothing.
    if (lane.waiting === 1) this.#pump();
  }

  remove(lane: Lane, waiter: Waiter): boolean {
    const isRemoved = lane.remove(waiter);
    this.#pump();
    return isRemoved;
  }

  left(lane: Lane): Leave {
    const now = this.clock.now();
    return { lane, own: lane.pace.left(now), common: this.common.pace.left(now) };
  }

  ended({ lane, own, common }: Leave, answer: Answered): void {
    const now = this.clock.now();
    const total = this.common.pace.passed(now);
    if (answer.how === "passed") this.#sharing.passed(lane, own, total);
    if (answer.how === "refused") {
      lane.refusedAt = now;
      if (this.#sharing.refused(lane, own, total, now)) this.#sharedSince ??= total;
      else if (this.#sharing.isOutage(answer, total)) this.#sharedSince ??= outage;
    }
    const { isShared } = this;
    if (isShared) this.common.pace.ended(common, answer, now);
    else this.common.pace.note(common, answer.how, now);
    // Who answers for an outage is not known: each budget learns from what befell it.
    if (!isShared || this.#sharedSince === outage) lane.pace.ended(own, answer, now);
    else lane.pace.note(own, answer.how, now);
    if (isShared) this.#unshareIfOver(answer);
    this.#pump();
  }

  /** About how long until all that wait have left, in milliseconds; unknown where a limit is. */
  longest(now: number): number | undefined {
    const lanes = [...this.lanes.values()].filter(({ waiting }) => waiting > 0);
    if (this.isShared) {
      const calls = lanes.reduce((sum, { waiting }) => sum + waiting, 0);
      return calls === 0 ? 0 : this.common.pace.timeFor(calls, now);
    }
    const times = lanes.map(({ pace, waiting }) => pace.timeFor(waiting, now));
    return times.includes(undefined) ? undefined : Math.max(0, ...times.map((time) => time ?? 0));
  }

  #unshareIfOver(answer: Answered): void {
    const since = this.#sharedSince ?? outage;
    const isOver =
      since === outage
        ? answer.how === "passed" || (answer.how === "refused" && answer.wait !== undefined)
        : // One budget does not grow to the multiple: it was several.
          (this.common.pace.limit ?? 0) >= 3 * since;
    if (!isOver) return;
    this.#sharedSince = undefined;
    this.common.pace.calm();
    if (since !== outage) this.#sharing.denied();
  }

  #made(method: string, route: string): Lane {
    const known = this.known(method, route);
    return new Lane(method, route, new Pace({ most: this.most, known, now: this.clock.now() }));
  }

  #isSilent(pace: Pace, now: number): boolean {
    return pace.silentSince !== undefined && now - pace.silentSince >= longestSilence;
  }

  #giveUp(now: number): void {
    for (const lane of this.lanes.values()) {
      const { pace } = this.deciding(lane);
      if (pace.notBefore - now > longestWait) lane.failAll((call) => askedTooMuch(call, pace.notBefore, now));
      else if (this.#isSilent(pace, now)) lane.failAll(nothingPassed);
    }
  }

  #pump(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    for (;;) {
      const now = this.clock.now();
      this.#giveUp(now);
      const { next, at } = this.#next(now);
      if (!next) {
        if (at < Number.POSITIVE_INFINITY)
          this.#cancel = this.clock.after(Math.ceil(at - now), () => this.#pump());
        return;
      }
      next.lane.remove(next.waiter);
      next.waiter.leave();
    }
  }

  /** Whose turn it is now, or when there is something to do again. */
  #next(now: number): { next?: { lane: Lane; waiter: Waiter }; at: number } {
    let next: { lane: Lane; waiter: Waiter } | undefined;
    let at = Number.POSITIVE_INFINITY;
    for (const lane of this.lanes.values()) {
      const waiter = lane.next();
      if (!waiter) continue;
      const { pace } = this.deciding(lane);
      const ready = pace.readyAt(now);
      if (ready <= now) {
        if (!next || isBefore(waiter, next.waiter)) next = { lane, waiter };
        continue;
      }
      at = Math.min(at, ready, (pace.silentSince ?? Number.POSITIVE_INFINITY) + longestSilence);
    }
    return { next, at };
  }
}

function isBefore(one: Waiter, other: Waiter): boolean {
  if (one.asker.yields !== other.asker.yields) return !one.asker.yields;
  return one.turn < other.turn;
}
