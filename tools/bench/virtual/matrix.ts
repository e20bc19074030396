import type { LimitRule } from "../../../emulator";
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

/** The ways in which an API may count, at the slowest rate. */
const forms: Record<string, LimitRule> = {
  bucket: { requestsPerMinute: 7 },
  "bucket, refused calls count": { requestsPerMinute: 7, refusedCount: true },
  window: { requestsPerMinute: 7, shape: "window" },
  "window, refused calls count": { requestsPerMinute: 7, shape: "window", refusedCount: true },
};

/** A stack's life under one limit. */
export interface LifeRun {
  projects: number;
  limit: LimitRule | undefined;
  measured: Measured[];
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
  forms: (LifeRun & { form: string })[];
}

function limitOf(rate: number): LimitRule | undefined {
  return rate === 0 ? undefined : { requestsPerMinute: rate };
}

/** Everything that is measured in virtual time. */
export async function runMatrix(
  chosenSizes: readonly number[] = sizes,
  chosenRates: readonly number[] = rates,
): Promise<Matrix> {
  const matrix: Matrix = { lives: [], strategies: [], forms: [] };
  for (const projects of chosenSizes) {
    for (const rate of chosenRates) {
      const { life, others } = await liveAndCompare(projects, rate);
      matrix.lives.push(life);
      matrix.strategies.push(...others);
    }
    if (projects > 100) continue;
    for (const [form, limit] of Object.entries(forms)) {
      const measured = await live(new World(limit), projects, ["S1", "S6", "S10"]);
      matrix.forms.push({ form, projects, limit, measured });
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
  const measured = await live(
    world,
    projects,
    Object.keys(scenarios) as Scenario[],
    async (scenario, life) => {
      if (scenario !== "S6") return;
      const { entries } = life;
      await compare("one GET for each resource", "S6", world, () => readEach(world, entries, lanes));
      await compare("openai (npm), defaults", "S6", world, () => clientReads(world, entries, lanes));
    },
  );
  for (const one of measured) {
    const { scenario, resources, calls, refused, failed, seconds } = one;
    if (scenario !== "S1" && scenario !== "S6") continue;
    const run = { strategy: strategies[0], scenario, projects, rate, operations: resources };
    others.push({ ...run, calls, refused, failed: failed.length, seconds });
  }
  return { life: { projects, limit, measured }, others };
}

async function live(
  world: World,
  projects: number,
  chosen: readonly Scenario[],
  after: (scenario: Scenario, life: Life) => Promise<void> = async () => {},
): Promise<Measured[]> {
  const life = new Life(world, projects, lanes);
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
