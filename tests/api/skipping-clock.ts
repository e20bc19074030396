import type { Clock } from "../../provider/api/clock";
import type { Wire } from "../../provider/api/wire";

interface Timer {
  at: number;
  action: () => void;
}

/**
 * For real sockets, whose time nobody can skip: the clock stands still while an exchange that it watches is under
 * way, and jumps to the next timer once none is. So time limits never come, and pauses are over at once.
 */
export class SkippingClock implements Clock {
  #now = Date.UTC(2026, 10, 23, 12);
  #timers: Timer[] = [];
  #underWay = 0;
  #jumping = false;
  /** How far each jump went, in milliseconds. */
  readonly jumps: number[] = [];

  now(): number {
    return this.#now;
  }

  after(milliseconds: number, action: () => void): () => void {
    const timer = { at: this.#now + milliseconds, action };
    this.#timers.push(timer);
    void this.#jumpWhenIdle();
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  watch(wire: Wire): Wire {
    return async (request, signal) => {
      this.#underWay++;
      try {
        const response = await wire(request, signal);
        return { ...response, body: this.#watched(response.body) };
      } catch (error) {
        this.#underWay--;
        throw error;
      }
    };
  }

  async *#watched(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    try {
      yield* body;
    } finally {
      this.#underWay--;
    }
  }

  async #jumpWhenIdle(): Promise<void> {
    if (this.#jumping) return;
    this.#jumping = true;
    while (this.#timers.length > 0) {
      let quiet = 0;
      for (; quiet < 5 && this.#timers.length > 0; quiet = this.#underWay > 0 ? 0 : quiet + 1) {
        await new Promise((resolve) => setImmediate(resolve));
      }
      const [next] = this.#timers.sort((a, b) => a.at - b.at);
      if (!next || quiet < 5) continue;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      if (next.at > this.#now) this.jumps.push(next.at - this.#now);
      this.#now = Math.max(this.#now, next.at);
      next.action();
    }
    this.#jumping = false;
  }
}
