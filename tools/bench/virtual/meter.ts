import type { Handler } from "../../../provider/dynamic/handler";

/** Milliseconds that each Check and each Diff took in the handler. */
export class Meter {
  readonly check: number[] = [];
  readonly diff: number[] = [];
  #turn: Promise<unknown> = Promise.resolve();

  readonly watch = (handler: Handler): Handler => ({
    ...handler,
    check: this.#timed(handler.check, this.check),
    diff: this.#timed(handler.diff, this.diff),
  });

  /** One at a time, as the engine asks for them: otherwise the work for one would be counted for all that wait. */
  #timed<Args extends unknown[], T>(
    work: (...args: Args) => Promise<T>,
    into: number[],
  ): (...args: Args) => Promise<T> {
    return (...args) => {
      const mine = this.#turn.then(async () => {
        const began = performance.now();
        try {
          return await work(...args);
        } finally {
          into.push(performance.now() - began);
        }
      });
      this.#turn = mine.catch(() => {});
      return mine;
    };
  }
}

/** The value that this share of all stay below; 0 where there are none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** Processor time and memory of this process while something is done. */
export async function weighed<T>(work: () => Promise<T>): Promise<{ value: T; cpu: number; peak: number }> {
  const before = process.cpuUsage();
  let peak = process.memoryUsage.rss();
  const look = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 20);
  try {
    const value = await work();
    const { user, system } = process.cpuUsage(before);
    return { value, cpu: (user + system) / 1e6, peak: Math.max(peak, process.memoryUsage.rss()) / 2 ** 20 };
  } finally {
    clearInterval(look);
  }
}
