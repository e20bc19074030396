import type { Clock } from "./clock";
import { duration } from "./duration";

/** A wait that is not longer needs no words, in milliseconds. */
const silence = 10_000;

/** One line once a call has taken long, and one when that is over. Time at the gate does not count: the gate speaks for itself. */
export class LongWait {
  why = "the server has not answered yet";
  #left = silence;
  #began = 0;
  #cancel?: () => void;
  #isSaid = false;

  constructor(
    private readonly clock: Clock,
    private readonly say: (line: string) => void,
    private readonly name: string,
    private readonly atMost: number,
  ) {}

  start(): void {
    if (this.#isSaid) return;
    this.#began = this.clock.now();
    this.#cancel = this.clock.after(this.#left, () => {
      this.#isSaid = true;
      this.say(`${this.name}: waiting, for up to ${duration(this.atMost)} (${this.why})`);
    });
  }

  pause(): void {
    this.#cancel?.();
    this.#left = Math.max(0, this.#left - (this.clock.now() - this.#began));
  }

  end(): void {
    this.#cancel?.();
    if (this.#isSaid) this.say(`${this.name}: done waiting`);
  }
}
