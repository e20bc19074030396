import type { Clock } from "../clock";

/** The same clock, but where somebody sets it back its time goes on from where it was: no wait becomes longer by that. */
export function steady(clock: Clock): Clock {
  let last = clock.now();
  let ahead = 0;
  return {
    now() {
      const now = clock.now();
      ahead += Math.max(0, last - now);
      last = now;
      return now + ahead;
    },
    after: (milliseconds, action) => clock.after(milliseconds, action),
  };
}
