import { isOpenAIError, OpenAIError } from "../kernel/errors";
import type { Asker } from "./asker";
import { Attempts } from "./attempts";
import type { Call } from "./call";
import { type Clock, sleep } from "./clock";
import { deadlines } from "./deadlines";
import { isUnauthorized } from "./errors";
import type { Gate, Pass } from "./gate";
import { LongWait } from "./long-wait";
import { orAborted } from "./receive";
import { nameOf, type Outcome, type Reply } from "./reply";
import { backoff } from "./retry";
import { Sender } from "./sender";
import { type Credential, type Settings, settingName } from "./settings";
import type { Wire } from "./wire";

export interface Surroundings {
  wire: Wire;
  clock: Clock;
  /** A line for people while something takes long. */
  say(line: string): void;
  /** Whether somebody still waits for the outcome, and will remember what is made. Absent: always. */
  isAwaited?(): Promise<boolean>;
  /** Ends the whole run: also what is read on behalf of several who ask. */
  signal?: AbortSignal;
  /** Where calls queue. Absent: they leave at once. */
  gate?: Gate;
  random?: () => number;
}

/** Attempts that reached a server which then failed; being turned away unread is no attempt. */
const mostAttempts = 6;
/** A key made a moment ago may not be known everywhere yet. */
const newKeyPatience = 5 * 60_000;
const mostBornKeys = 10_000;

/** Sends calls: credentials, time limits, retries of what may be retried, errors that say what happened. */
export class Client {
  readonly #born = new Map<string, number>();
  readonly #sender: Sender;

  constructor(
    readonly settings: Settings,
    readonly surroundings: Surroundings,
  ) {
    this.#sender = new Sender(settings, surroundings.wire, surroundings.clock);
  }

  /** The server's time as far as it is known, in Unix seconds; never later than the truth. */
  serverTime(): number | undefined {
    return this.#sender.serverClock.now();
  }

  /** Remembers a key made by this process: a 401 with it is waited for. */
  keyWasBorn(fingerprint: string): void {
    if (this.#born.size < mostBornKeys) this.#born.set(fingerprint, this.surroundings.clock.now());
  }

  async call(credential: Credential, call: Call, asker: Asker = {}): Promise<Reply> {
    if (this.settings.readOnly && call.method !== "GET") {
      throw new OpenAIError(
        "setting",
        `${nameOf(call)} was not sent: the setting ${settingName("readOnly")} refuses every change.`,
      );
    }
    const { clock, say } = this.surroundings;
    const now = clock.now();
    const deadline = asker.deadline ?? now + deadlines[call.method];
    const name = call.about ? `${call.about}: ${nameOf(call)}` : nameOf(call);
    const wait = new LongWait(clock, asker.say ?? say, name, Math.max(0, deadline - now));
    wait.start();
    try {
      return await this.#until(deadline, credential, call, asker, wait);
    } finally {
      wait.end();
    }
  }

  async #until(
    until: number,
    credential: Credential,
    call: Call,
    asker: Asker,
    long: LongWait,
  ): Promise<Reply> {
    const { clock } = this.surroundings;
    const attempts = new Attempts(call);
    let deadline = until;
    for (let turn = 0, failures = 0; ; turn++) {
      const entered = clock.now();
      const pass = await this.#enter(credential, call, asker, attempts, long);
      if (asker.signal?.aborted) {
        pass?.ended({});
        throw attempts.stopped();
      }
      deadline += clock.now() - entered;
      const attempt = await this.#sender.attempt(credential, call, asker.signal);
      const { outcome, head } = attempt;
      pass?.ended({ ...head, error: "error" in outcome ? outcome.error : undefined });
      if ("reply" in outcome) return outcome.reply;
      const { error, verdict } = outcome;
      if (error.details.status !== 429 && !this.#isWaitedFor(credential, error)) failures++;
      const wait = this.#wait(credential, call, outcome, turn, failures);
      if (wait === undefined || clock.now() + wait > deadline) {
        if (verdict.again !== "no") error.details.isLasting = true;
        throw attempts.ended(error, attempt);
      }
      attempts.failed(attempt);
      long.why = error.message.split(". ")[0] ?? long.why;
      await sleep(clock, wait, asker.signal);
    }
  }

  /** Waits until an attempt may leave; undefined where there is no gate, or no waiting any more. */
  async #enter(
    credential: Credential,
    call: Call,
    asker: Asker,
    attempts: Attempts,
    long: LongWait,
  ): Promise<Pass | undefined> {
    const { gate } = this.surroundings;
    const { signal } = asker;
    if (!gate || signal?.aborted) return undefined;
    long.pause();
    const entering = gate.enter(credential, call, asker);
    try {
      return await (signal ? orAborted(entering, signal) : entering);
    } catch (error) {
      if (!signal?.aborted) throw isOpenAIError(error) ? attempts.ended(error) : error;
      // A pass that comes too late is given back.
      entering.then((pass) => pass.ended({})).catch(() => {});
      return undefined;
    } finally {
      long.start();
    }
  }

  /** How long to wait before the next attempt; undefined where there must be none. */
  #wait(
    credential: Credential,
    call: Call,
    { error, verdict }: Exclude<Outcome, { reply: Reply }>,
    turn: number,
    failures: number,
  ): number | undefined {
    const { random } = this.surroundings;
    if (this.#isWaitedFor(credential, error)) return backoff(turn, 15_000, random);
    if (verdict.again === "no" || (verdict.again === "free" && call.repeat === "never")) return undefined;
    if (failures >= mostAttempts) return undefined;
    const throttled = error.details.status === 429;
    // It comes back to the gate, which knows how long it has to wait.
    if (throttled && this.surroundings.gate?.minds === "limits") return 0;
    return Math.max(
      verdict.wait ?? 0,
      backoff(throttled ? turn : failures - 1, throttled ? 30_000 : 8_000, random),
    );
  }

  /** A 401 with a key that this process made a moment ago. */
  #isWaitedFor(credential: Credential, error: OpenAIError): boolean {
    const born = this.#born.get(credential.fingerprint);
    return (
      isUnauthorized(error) && born !== undefined && this.surroundings.clock.now() - born < newKeyPatience
    );
  }
}
