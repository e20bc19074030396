import { sumOf } from "../../tools/bench/plan";
import { Life, type Scenario, scenarios } from "../../tools/bench/virtual/life";
import { World } from "../../tools/bench/virtual/world";

jest.setTimeout(60_000);

const projects = 14;

/**
 * Calls that were let through, calls that were refused, and seconds of virtual time, as the seed has them. A change that
 * moves them is seen here first; `make bench ARGS=limits` shows what it does to all sizes and rates.
 */
const expected: Record<Scenario, [calls: number, refused: number, seconds: number]> = {
  S1: [347, 17, 743.96],
  S2: [0, 0, 0],
  S3: [0, 0, 0],
  S4: [1, 0, 0.043],
  S5: [4, 0, 0.264],
  S6: [149, 7, 421.956],
  S7: [151, 7, 421.46],
  S10: [44, 9, 113.18],
};

describe("a platform of 14 projects at seven calls a minute and route", () => {
  const life = new Life(new World({ requestsPerMinute: 7 }), projects);

  it.each(Object.keys(scenarios) as Scenario[])("%s takes what it took", async (scenario) => {
    const { calls, refused, failed, seconds, plan } = await life.play(scenario);
    expect(failed).toEqual([]);
    expect([sumOf(calls), refused, Number(seconds.toFixed(3))]).toEqual(expected[scenario]);
    expect(calls).toEqual(plan);
  });
});
