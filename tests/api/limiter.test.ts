import type { LimitRule } from "../../emulator";
import { ask, limitedSession, readOf, repeated } from "../support/limited";
import { workshop } from "../support/workshop";

const second = 1000;
const minute = 60 * second;

/** So many reads of projects, all at once, against a server with this limit: when each was let through, and how many were not. */
async function reads(count: number, rule: LimitRule, settings = {}) {
  const place = workshop();
  place.emulator.limits(rule);
  const began = place.clock.now();
  await ask(
    limitedSession(place, settings),
    repeated(count, () => readOf("projects")),
  );
  const answers = place.emulator.requests();
  return {
    elapsed: place.clock.now() - began,
    refused: answers.filter(({ status }) => status === 429).length,
    passed: answers.filter(({ status }) => status === 200).length,
  };
}

const forms = (["bucket", "window"] as const).flatMap((shape) =>
  [false, true].map((refusedCount) => ({ shape, refusedCount })),
);

describe.each(forms)(
  "a limit of 7 calls a minute that nobody tells ($shape, refused calls count: $refusedCount)",
  (form) => {
    const rule: LimitRule = { requestsPerMinute: 7, ...form };
    const bound = (calls: number) =>
      form.shape === "bucket" ? ((calls - 7) * minute) / 7 : Math.floor((calls - 1) / 7) * minute;

    test.each([9, 13, 25, 60, 84, 400])(
      "%d calls are done within a tenth of the least time, and few are refused",
      async (calls) => {
        const { elapsed, passed, refused } = await reads(calls, rule);
        expect(passed).toBe(calls);
        expect(elapsed).toBeGreaterThanOrEqual(bound(calls) - second);
        expect(elapsed).toBeLessThanOrEqual(1.1 * bound(calls));
        expect(refused / (passed + refused)).toBeLessThanOrEqual(calls >= 400 ? 0.1 : 0.3);
      },
    );
  },
);
