import type { Clock } from "./clock";

/** The server's time, as far as its replies have told it. */
export class ServerClock {
  #heard?: { time: number; at: number };

  constructor(private readonly clock: Clock) {}

  /** What a reply's `Date` says. */
  hear(date: string): void {
    const time = Date.parse(date);
    if (!Number.isNaN(time)) this.#heard = { time: Math.floor(time / 1000), at: this.clock.now() };
  }

  /**
   * In Unix seconds: from the last reply, and what has passed since by a clock that may stand still while the machine
   * sleeps. So it is never later than the truth.
   */
  now(): number | undefined {
    const heard = this.#heard;
    return heard && heard.time + Math.floor((this.clock.now() - heard.at) / 1000);
  }
}
