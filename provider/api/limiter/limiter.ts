import type { Asker } from "../asker";
import type { Call } from "../call";
import type { Clock } from "../clock";
import type { Gate, Pass } from "../gate";
import type { Credential, Settings } from "../settings";
import { notSent } from "../stopped";
import { answered } from "./answer";
import { Desk } from "./desk";
import type { Lane, Waiter } from "./lane";
import { Memory } from "./memory";
import { type Reason, Sight } from "./sight";
import { steady } from "./steady";

export interface LimiterOptions {
  clock: Clock;
  say(line: string): void;
  /** Asked when the first call comes. */
  settings(): Pick<Settings, "requestsPerMinute" | "learnedLimitsFile">;
  /** Milliseconds since the epoch, as all programs on this machine count them. Absent: the machine's own clock. */
  wallClock?(): number;
}

/** Where calls wait until the API's limits let them through. Nobody says what these are: it learns them from what is refused. */
export class Limiter implements Gate {
  readonly minds = "limits";
  readonly #clock: Clock;
  readonly #desks = new Map<string, Desk>();
  readonly #sight: Sight;
  #memory?: Memory;
  /** By call: who was refused comes back to the place in the line. */
  readonly #turns = new WeakMap<Call, number>();
  #nextTurn = 0;

  constructor(private readonly options: LimiterOptions) {
    this.#clock = steady(options.clock);
    this.#sight = new Sight(this.#clock, options.say, () => this.#memory?.tell());
  }

  enter(credential: Credential, call: Call, asker: Asker): Promise<Pass> {
    this.#sight.isBack(call);
    const desk = this.#deskOf(credential);
    const lane = desk.lane(call.method, call.template);
    const objection = asker.signal?.aborted ? notSent(call, undefined) : desk.objection(lane, call);
    if (objection) {
      this.#sight.done(call);
      return Promise.reject(objection);
    }
    return new Promise((resolve, reject) => this.#queue(desk, lane, call, asker, resolve, reject));
  }

  #queue(
    desk: Desk,
    lane: Lane,
    call: Call,
    asker: Asker,
    resolve: (pass: Pass) => void,
    reject: (error: Error) => void,
  ): void {
    const { signal } = asker;
    let isOver = false;
    const over = () => {
      isOver = true;
      signal?.removeEventListener("abort", cancel);
    };
    const waiter: Waiter = {
      call,
      asker,
      turn: this.#turnOf(call),
      leave: () => {
        over();
        resolve(this.#pass(desk, lane, call));
      },
      fail: (error) => {
        over();
        this.#sight.done(call);
        reject(error);
      },
    };
    const cancel = () => {
      if (desk.remove(lane, waiter)) waiter.fail(notSent(call, undefined));
    };
    signal?.addEventListener("abort", cancel);
    desk.add(lane, waiter);
    if (!isOver) this.#sight.waits(call, asker, () => this.#reason(desk, lane));
  }

  #turnOf(call: Call): number {
    const turn = this.#turns.get(call) ?? this.#nextTurn++;
    this.#turns.set(call, turn);
    return turn;
  }

  #pass(desk: Desk, lane: Lane, call: Call): Pass {
    const leave = desk.left(lane);
    return {
      ended: (outcome) => {
        const answer = answered(outcome, this.options.clock.now());
        if (answer.how === "refused") this.#sight.refused(call);
        desk.ended(leave, answer);
        this.#memory?.changed();
        if (answer.how !== "refused") this.#sight.done(call);
      },
    };
  }

  #reason(desk: Desk, lane: Lane): Reason {
    const now = this.#clock.now();
    const { limit } = desk.deciding(lane).pace;
    const times = [...this.#desks.values()].map((one) => one.longest(now));
    return {
      limit: limit === undefined ? "not known yet" : limitInWords(limit, desk.isShared),
      longest: times.includes(undefined) ? undefined : Math.max(...times.map((time) => time ?? 0)),
    };
  }

  #deskOf({ connection, fingerprint }: Credential): Desk {
    const found = this.#desks.get(connection);
    if (found) return found;
    const { requestsPerMinute, learnedLimitsFile } = this.options.settings();
    const { say, wallClock = Date.now } = this.options;
    this.#memory ??= new Memory({ clock: this.#clock, say, wallClock, path: learnedLimitsFile });
    const memory = this.#memory;
    const desk = new Desk(this.#clock, requestsPerMinute, (method, route) =>
      memory.known(fingerprint, method, route),
    );
    memory.add(desk, fingerprint);
    this.#desks.set(connection, desk);
    return desk;
  }
}

function limitInWords(limit: number, isShared: boolean): string {
  const calls = Math.round(limit);
  const often =
    calls < 1 ? "less than one call a minute" : `about ${calls} ${calls === 1 ? "call" : "calls"} a minute`;
  return isShared ? `${often} for all calls with this key` : often;
}
