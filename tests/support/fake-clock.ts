import type { Clock } from "../../provider/api/clock";

interface Timer {
  at: number;
  action: () => void;
}

/**
 * A clock that jumps to the next timer as soon as nothing else is going on, so that hours pass in milliseconds.
 * It also serves the emulator, so that client and server share one time.
 */
export class FakeClock implements Clock {
  #now: number;
  #timers: Timer[] = [];
  #advancing = false;

  constructor(start = Date.UTC(2026, 10, 23, 12)) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  after(milliseconds: number, action: () => void): () => void {
    const timer = { at: this.#now + milliseconds, action };
    this.#timers.push(timer);
    void this.#advanceWhenIdle();
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** The emulator's form of waiting. */
  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      this.after(milliseconds, resolve);
    });
  }

  async #advanceWhenIdle(): Promise<void> {
    if (this.#advancing) return;
    this.#advancing = true;
    while (this.#timers.length > 0) {
      // Everything that can go on without time passing goes on first: a handler needs some turns of the event loop.
      for (let turn = 0; turn < 30; turn++) await new Promise((resolve) => setImmediate(resolve));
      const [next] = this.#timers.sort((a, b) => a.at - b.at);
      if (!next) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#now = Math.max(this.#now, next.at);
      next.action();
    }
    this.#advancing = false;
  }
}
