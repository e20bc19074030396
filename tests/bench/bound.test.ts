import fc from "fast-check";
import type { LimitRule } from "../../emulator";
import { budgetFor } from "../../emulator/behaviour/limits-budget";
import { leastSeconds, secondsThrough } from "../../tools/bench/bound";

/** When the last of so many calls is let through by somebody who knows the budget: each leaves at the first moment that it can. */
function lastOf(calls: number, { requestsPerMinute, burst, shape = "bucket" }: LimitRule): number {
  const budget = budgetFor({ requestsPerMinute, burst, shape, refusedCount: false });
  let now = 0;
  for (let nth = 0; nth < calls; nth++) {
    now += budget.untilNext(now);
    expect(budget.take(now)).toBe(true);
  }
  return now / 1000;
}

const limits = fc.record({
  requestsPerMinute: fc.integer({ min: 1, max: 600 }),
  burst: fc.option(fc.integer({ min: 1, max: 50 }), { nil: undefined }),
  shape: fc.constantFrom("bucket" as const, "window" as const),
});

describe("the bound", () => {
  it("is what somebody needs who knows the limit and is never refused", () => {
    fc.assert(
      fc.property(limits, fc.integer({ min: 1, max: 200 }), (limit, calls) => {
        expect(secondsThrough(calls, limit)).toBeCloseTo(lastOf(calls, limit), 6);
      }),
      { seed: 7 },
    );
  });

  it("lets the calls of a minute through at once, and later ones one by one or in packs", () => {
    const bucket = { requestsPerMinute: 7 };
    const window = { requestsPerMinute: 7, shape: "window" } as const;
    expect([7, 8, 14, 21].map((calls) => Math.round(secondsThrough(calls, bucket)))).toEqual([0, 9, 60, 120]);
    expect([7, 8, 14, 15].map((calls) => secondsThrough(calls, window))).toEqual([0, 60, 60, 120]);
  });

  it("is decided by the slowest route, or by all calls where they share one budget", () => {
    const plan = { "GET /a": 14, "GET /b": 7 };
    const speed = { lanes: 16, latency: 0 };
    expect(leastSeconds(plan, { requestsPerMinute: 7 }, speed)).toBeCloseTo(60);
    expect(leastSeconds(plan, { requestsPerMinute: 7, scope: "organization" }, speed)).toBeCloseTo(120);
  });

  it("is decided by the lanes where limits are wide, and is nothing where nothing is called", () => {
    const speed = { lanes: 4, latency: 0.1 };
    expect(leastSeconds({ "GET /a": 100 }, undefined, speed)).toBeCloseTo(2.5);
    expect(leastSeconds({ "GET /a": 100 }, { requestsPerMinute: 6000 }, speed)).toBeCloseTo(2.5);
    expect(leastSeconds({ "GET /a": 1 }, undefined, speed)).toBeCloseTo(0.1);
    expect(leastSeconds({}, undefined, speed)).toBe(0);
  });
});
