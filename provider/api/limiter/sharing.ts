import type { Answered } from "./answer";
import type { Lane } from "./lane";
import type { Ticket } from "./recent";

const minute = 60_000;
const remembered = 2 * minute;
/** So many calls must have passed, for a refusal to be explained by them. */
const leastPassed = 4;
/** Routes that refuse everything, when no other lets anything through. */
const mostSilent = 3;

/** A refusal that one budget for all explains better. */
interface Sign {
  at: number;
  /** What the route itself had let through in the last minute, beside the one with most. */
  share: number;
  /** What all routes had let through; with one budget it is the same each time. */
  total: number;
}

/**
 * Whether all calls with one key spend one budget. Nobody says so; it shows where a call leaves right after another route's was
 * refused: if it passes, the two have budgets of their own. If it is refused although its own route has let through less than
 * others, they may have one. That each has its own is taken for granted until then.
 */
export class Sharing {
  /** By lane, when it was last refused before its time. */
  readonly #together = new Map<Lane, Sign>();
  #apart = 0;

  constructor(private readonly lanes: ReadonlyMap<string, Lane>) {}

  /** `total`: what passed in the last minute on all lanes. */
  passed(lane: Lane, ticket: Ticket, total: number): void {
    if (this.#isRightAfterAnother(lane, ticket, total)) this.#apart++;
  }

  /** Whether one budget is by now the better explanation. */
  refused(lane: Lane, ticket: Ticket, total: number, now: number): boolean {
    const others = [...this.lanes.values()]
      .filter((other) => other !== lane)
      .map(({ pace }) => pace.passed(now));
    const share = lane.pace.passed(now) / Math.max(1, ...others);
    if (
      ticket.isExtra ||
      total < leastPassed ||
      share > 0.75 ||
      !this.#isRightAfterAnother(lane, ticket, total)
    )
      return false;
    this.#together.set(lane, { at: now, share, total });
    const signs = [...this.#together.values()].filter(({ at }) => now - at < remembered);
    const clear = signs.filter((sign) => sign.share <= 0.5).length;
    const totals = signs.map((sign) => sign.total);
    const isSteady = Math.max(...totals) <= 1.25 * Math.min(...totals);
    const needed = 2 + 3 * this.#apart;
    return clear >= needed || (isSteady && signs.length > needed);
  }

  /** Whether nothing passes any more, on whichever route, and nobody says until when. */
  isOutage(answer: Answered, total: number): boolean {
    if (answer.how !== "refused" || answer.wait !== undefined || total > 0) return false;
    return [...this.lanes.values()].filter(({ pace }) => pace.silentSince !== undefined).length >= mostSilent;
  }

  /** It was taken for one budget, and is none. */
  denied(): void {
    this.#together.clear();
    this.#apart++;
  }

  /** One budget would hardly have regained a call since. */
  #isRightAfterAnother(lane: Lane, ticket: Ticket, total: number): boolean {
    let refusedAt = Number.NEGATIVE_INFINITY;
    for (const other of this.lanes.values()) {
      if (other !== lane && other.refusedAt <= ticket.at) refusedAt = Math.max(refusedAt, other.refusedAt);
    }
    return ticket.at - refusedAt < minute / Math.max(1, total) / 4;
  }
}
