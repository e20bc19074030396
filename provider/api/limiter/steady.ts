import type { Clock } from "../clock";

/** So late may a timer be without the clock having been set, in milliseconds. */
const late = 5_000;

/**
 * The same clock, but nobody can set it: where it is put back, time goes on from where it was, and it never runs past a moment at
 * which something was to happen.
 */
export function steady(clock: Clock): Clock {
  const due = new Set<{ at: number }>();
  let lead = 0;
  let last = clock.now();
  const now = () => {
    const first = Math.min(...[...due].map(({ at }) => at));
    const told = clock.now() + lead;
    const time = told < last ? last : told > first + late ? Math.max(last, first) : told;
    lead += time - told;
    last = time;
    return time;
  };
  return {
    now,
    after(milliseconds, action) {
      const timer = { at: now() + milliseconds };
      due.add(timer);
      const cancel = clock.after(milliseconds, () => {
        now();
        due.delete(timer);
        action();
      });
      return () => {
        due.delete(timer);
        cancel();
      };
    },
  };
}
