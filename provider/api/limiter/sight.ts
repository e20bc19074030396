import type { Asker } from "../asker";
import type { Call } from "../call";
import type { Clock } from "../clock";
import { duration } from "../duration";
import { nameOf } from "../reply";

/** A wait that is not longer needs no words, in milliseconds. */
const silence = 10_000;
const betweenLines = 30_000;
/** Who was refused is back in the queue at once; after this, they have given up. */
const comingBack = 1_000;

/** What a call waits for, as a part of a sentence. */
export interface Reason {
  limit: string;
  /** How long all that wait will have to, in milliseconds, as far as it is known. */
  longest: number | undefined;
}

interface Waiting {
  call: Call;
  asker: Asker;
  since: number;
  reason: () => Reason;
  gone?: () => void;
}

/** From the first call that has to wait until none does. */
interface Spell {
  since: number;
  calls: number;
  isSaid: boolean;
}

/**
 * Says that calls wait for limits: a line once one has waited for ten seconds, then at most one every thirty seconds for all of
 * them together, and one when that is over. A call waits until it is answered, with all attempts that are refused.
 */
export class Sight {
  readonly #waiting = new Map<Call, Waiting>();
  #spell?: Spell;
  #saidAt = Number.NEGATIVE_INFINITY;
  #cancel?: () => void;

  constructor(
    private readonly clock: Clock,
    private readonly say: (line: string) => void,
    private readonly over: () => void,
  ) {}

  waits(call: Call, asker: Asker, reason: () => Reason): void {
    if (this.#waiting.has(call)) return;
    const since = this.clock.now();
    this.#waiting.set(call, { call, asker, since, reason });
    this.#spell ??= { since, calls: 0, isSaid: false };
    this.#spell.calls++;
    if (this.#waiting.size === 1) this.#plan();
  }

  isBack(call: Call): void {
    this.#waiting.get(call)?.gone?.();
  }

  /** It will be back, or else it has given up. */
  refused(call: Call): void {
    const waiting = this.#waiting.get(call);
    if (waiting) waiting.gone = this.clock.after(comingBack, () => this.done(call));
  }

  done(call: Call): void {
    const waiting = this.#waiting.get(call);
    if (!waiting) return;
    waiting.gone?.();
    this.#waiting.delete(call);
    if (this.#waiting.size > 0 || !this.#spell) return;
    this.#cancel?.();
    const { isSaid, calls, since } = this.#spell;
    this.#spell = undefined;
    const line = `done waiting for limits: ${counted(calls)} waited, for ${duration(this.clock.now() - since)}`;
    if (isSaid) (waiting.asker.say ?? this.say)(line);
    this.over();
  }

  #plan(): void {
    const [oldest] = this.#waiting.values();
    if (!oldest) return;
    const at = Math.max(oldest.since + silence, this.#saidAt + betweenLines);
    this.#cancel?.();
    this.#cancel = this.clock.after(Math.max(0, at - this.clock.now()), () => this.#tell());
  }

  #tell(): void {
    const [oldest] = this.#waiting.values();
    if (!oldest || !this.#spell) return;
    if (this.clock.now() - oldest.since >= silence) {
      this.#saidAt = this.clock.now();
      this.#spell.isSaid = true;
      (oldest.asker.say ?? this.say)(this.#line(oldest));
    }
    this.#plan();
  }

  #line({ call, reason }: Waiting): string {
    const name = call.about ? `${call.about}: ${nameOf(call)}` : nameOf(call);
    const { limit, longest } = reason();
    const long = longest === undefined ? "" : `, for about ${duration(longest)}`;
    return `${name}: waiting for its limit (${limit}); ${counted(this.#waiting.size)} ${this.#waiting.size === 1 ? "waits" : "wait"} for limits${long}`;
  }
}

function counted(calls: number): string {
  return calls === 1 ? "1 call" : `${calls} calls`;
}
