import { sleep } from "../../../provider/api/clock";
import type { Dice } from "../../reliability/dice";
import type { FakeClock } from "../fake-clock";

/** How a run dies. */
export interface Kill {
  /** No step begins after so many; those under way end and are remembered. */
  after?: number;
  /** The engine is gone while this step is under way: what is done then is done, and the state does not know it. */
  during?: number;
}

/** What a step leaves: its change of the state, and what went wrong although it happened. */
interface Done {
  commit(): void;
  complaint?: string;
}

/** Carries out the steps of one run, side by side, and keeps the state true to what they did. */
export class Steps {
  readonly log: string[] = [];
  readonly errors: string[] = [];
  killed = false;
  #dead = false;
  #begun = 0;
  #ended = 0;
  #running = 0;
  readonly #waiting: (() => void)[] = [];
  readonly #lanes: number;

  constructor(
    readonly clock: FakeClock,
    readonly dice: Dice,
    readonly kill: Kill,
    readonly continueOnError: boolean,
  ) {
    this.#lanes = dice.pick([1, 2, 16]);
    this.killed = kill.after === 0;
  }

  get stopped(): boolean {
    return this.killed || (this.errors.length > 0 && !this.continueOnError);
  }

  fail(error: unknown): void {
    if (!(error instanceof Error)) throw error;
    this.errors.push(error.message);
  }

  /** Whether it was done wholly. */
  async perform(label: string, work: () => Promise<Done>): Promise<boolean> {
    while (this.#running >= this.#lanes) await new Promise<void>((go) => this.#waiting.push(go));
    if (this.stopped) {
      // Whoever waits behind it must learn that nothing begins any more.
      this.#waiting.shift()?.();
      return false;
    }
    this.#running++;
    const isLast = ++this.#begun === this.kill.during;
    try {
      if (this.dice.chance(0.4)) await sleep(this.clock, this.dice.between(0, 3_000));
      const { commit, complaint } = await work();
      if (isLast) this.#die();
      if (this.#dead) return false;
      commit();
      this.log.push(label);
      if (++this.#ended === this.kill.after) this.killed = true;
      if (complaint !== undefined) this.errors.push(complaint);
      return complaint === undefined;
    } catch (error) {
      if (isLast) this.#die();
      if (!this.#dead) this.fail(error);
      return false;
    } finally {
      this.#running--;
      this.#waiting.shift()?.();
    }
  }

  #die(): void {
    this.#dead = true;
    this.killed = true;
  }
}
