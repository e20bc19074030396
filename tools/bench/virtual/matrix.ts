import { rmSync } from "node:fs";
import type { LimitRule } from "../../../emulator";
import type { RawSettings } from "../../../provider/api/settings";
import type { Plan } from "../plan";
import { sumOf } from "../plan";
import { clientCreates, clientReads, readEach } from "./baselines";
import { countsOf, Life, type Measured, type Scenario, scenarios } from "./life";
import { workload } from "./workload";
import { World } from "./world";

/** Numbers of projects. */
const sizes = [14, 100, 400] as const;
/** Requests a minute of each method and route; 0 stands for no limit. */
const rates = [7, 60, 600, 0] as const;
/** As many as the engine has on a machine with four cores. */
export const lanes = 16;
export const manyLanes = 64;
export const slowest = 7;
const learnedLimitsFile = ".build/bench/learned-limits.json";
/** Larger ones take long, and say nothing more. */
const largestForms = 100;

/** The scenarios that take calls enough to wait. */
const long = ["S1", "S6", "S10"] as const;

/** The ways in which an API may count, at the slowest rate. */
const forms: Record<string, LimitRule> = {
  bucket: { requestsPerMinute: slowest },
  "bucket, refused calls count": { requestsPerMinute: slowest, refusedCount: true },
  window: { requestsPerMinute: slowest, shape: "window" },
  "window, refused calls count": { requestsPerMinute: slowest, shape: "window", refusedCount: true },
};
/** Others, which no aim speaks of. */
const otherForms: Record<string, LimitRule> = {
  "bucket, told in headers": { requestsPerMinute: slowest, headers: true },
  "bucket, one for all calls": { requestsPerMinute: slowest, scope: "organization" },
};
/** What makes the most of a limit that is known, and what the engine's lanes have to do with it. */
const helps: Record<Help, { settings?: RawSettings; parallel?: number }> = {
  nothing: {},
  // By the same commands, on the same stack before.
  "a file learned before": { settings: { learnedLimitsFile } },
  "requestsPerMinute: 7": { settings: { requestsPerMinute: String(slowest) } },
  "--parallel 8": { parallel: 8 },
  "--parallel 64": { parallel: manyLanes },
};
type Help = "nothing" | "a file learned before" | "requestsPerMinute: 7" | "--parallel 8" | "--parallel 64";

/** A stack's life under one limit. */
export interface LifeRun {
  projects: number;
  limit: LimitRule | undefined;
  measured: Measured[];
  /** The first `up` once more: what is the engine's is not the limiter's. */
  again?: Again;
}

interface Again {
  /** By somebody who knows the server's budgets, in the same lanes. */
  known: Measured;
  /** By the limiter, with many more lanes. */
  wide: Measured;
}

/** The same work done in another way. */
export interface StrategyRun {
  strategy: Strategy;
  scenario: Scenario;
  projects: number;
  rate: number;
  operations: number;
  calls: Plan;
  refused: number;
  failed: number;
  seconds: number;
}

export const strategies = ["pulumi-openai", "one GET for each resource", "openai (npm), defaults"] as const;
type Strategy = (typeof strategies)[number];

export interface Matrix {
  lives: LifeRun[];
  strategies: StrategyRun[];
  forms: (LifeRun & { form: string; isAimedAt: boolean })[];
  helps: (LifeRun & { help: Help; parallel: number })[];
}

function limitOf(rate: number): LimitRule | undefined {
  return rate === 0 ? undefined : { requestsPerMinute: rate };
}

/** Everything that is measured in virtual time. */
export async function runMatrix(
  chosenSizes: readonly number[] = sizes,
  chosenRates: readonly number[] = rates,
): Promise<Matrix> {
  const matrix: Matrix = { lives: [], strategies: [], forms: [], helps: [] };
  for (const projects of chosenSizes) {
    for (const rate of chosenRates) {
      const { life, others } = await liveAndCompare(projects, rate);
      if (life.limit && rate === slowest) life.again = await again(projects, life.limit);
      matrix.lives.push(life);
      matrix.strategies.push(...others);
    }
    if (projects > largestForms) continue;
    for (const [form, limit] of Object.entries({ ...forms, ...otherForms })) {
      const measured = await live(new World(limit), projects, long);
      const run = { form, isAimedAt: form in forms, projects, limit, measured };
      matrix.forms.push(run.isAimedAt ? { ...run, again: await again(projects, limit) } : run);
    }
    const limit = { requestsPerMinute: slowest };
    for (const help of Object.keys(helps) as Help[]) {
      const { settings, parallel = lanes } = helps[help];
      rmSync(learnedLimitsFile, { force: true });
      const world = new World(limit);
      if (settings?.learnedLimitsFile) await live(world, projects, long, { settings, parallel });
      const measured = await live(world, projects, long, { settings, parallel });
      matrix.helps.push({ help, parallel, projects, limit, measured });
    }
  }
  return matrix;
}

/** A whole life, with the other ways to do the same where it has just been done. */
async function liveAndCompare(
  projects: number,
  rate: number,
): Promise<{ life: LifeRun; others: StrategyRun[] }> {
  const limit = limitOf(rate);
  const others: StrategyRun[] = [];
  const apart = new World(limit);
  const program = workload(projects);
  const compare = async (
    strategy: Strategy,
    scenario: Scenario,
    world: World,
    work: () => Promise<string[]>,
  ): Promise<void> => {
    const { value, calls, seconds } = await world.during(work);
    const counts = countsOf(calls);
    const run = {
      strategy,
      scenario,
      projects,
      rate,
      operations: program.length,
      failed: value.length,
      seconds,
    };
    others.push({ ...run, ...counts });
    tell(strategy, scenario, run.operations, rate, { ...run, ...counts });
  };
  await compare("openai (npm), defaults", "S1", apart, () => clientCreates(apart, program, lanes));
  const world = new World(limit);
  const after = async (scenario: Scenario, { entries }: Life) => {
    if (scenario !== "S6") return;
    await compare("one GET for each resource", "S6", world, () => readEach(world, entries, lanes));
    await compare("openai (npm), defaults", "S6", world, () => clientReads(world, entries, lanes));
  };
  const measured = await live(world, projects, Object.keys(scenarios) as Scenario[], { after });
  for (const one of measured) {
    const { scenario, resources, calls, refused, failed, seconds } = one;
    if (scenario !== "S1" && scenario !== "S6") continue;
    const run = { strategy: strategies[0], scenario, projects, rate, operations: resources };
    others.push({ ...run, calls, refused, failed: failed.length, seconds });
  }
  return { life: { projects, limit, measured }, others };
}

async function again(projects: number, limit: LimitRule): Promise<Again> {
  const up = (world: World, parallel: number) => new Life(world, projects, parallel).play("S1");
  return {
    known: await up(new World(limit, 1, "knowledge"), lanes),
    wide: await up(new World(limit), manyLanes),
  };
}

interface Circumstances {
  settings?: RawSettings;
  parallel?: number;
  /** To be done after each scenario, in the same place. */
  after?(scenario: Scenario, life: Life): Promise<void>;
}

async function live(
  world: World,
  projects: number,
  chosen: readonly Scenario[],
  { settings = {}, parallel = lanes, after = async () => {} }: Circumstances = {},
): Promise<Measured[]> {
  const life = new Life(world, projects, parallel, settings);
  const measured: Measured[] = [];
  for (const scenario of chosen) {
    const one = await life.play(scenario);
    measured.push(one);
    const rate = world.limit?.requestsPerMinute ?? 0;
    tell(strategies[0], scenario, one.resources, rate, { ...one, failed: one.failed.length });
    await after(scenario, life);
  }
  return measured;
}

function tell(
  strategy: Strategy,
  scenario: Scenario,
  resources: number,
  rate: number,
  { calls, refused, failed, seconds }: { calls: Plan; refused: number; failed: number; seconds: number },
): void {
  const what = `${strategy}: ${scenarios[scenario]}, ${resources} resources, ${rate || "no"} limit`;
  const found = `${sumOf(calls)} calls, ${refused} refused, ${failed} failed, ${seconds.toFixed(1)} s`;
  console.log(`[bench] ${what}: ${found}`);
}
