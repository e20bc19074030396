import { grouped, table } from "../finding";
import { redundant, sumOf } from "../plan";
import { boundOf } from "./aims";
import { scenarios } from "./life";
import { type Matrix, type StrategyRun, slowest, strategies } from "./matrix";
import type { Panel, Series } from "./plot";

/** Every scenario and size at the slowest rate. */
export function scenariosTable({ lives }: Matrix): string {
  const runs = lives.filter(({ limit }) => limit?.requestsPerMinute === slowest);
  return table(
    ["size", "command", "resources", "calls", "fewest", "redundant", "429", "failed", "time", "bound"],
    runs.flatMap(({ projects, limit, measured }) =>
      measured.map((one) => [
        `W${projects}`,
        scenarios[one.scenario],
        grouped(one.resources),
        grouped(sumOf(one.calls)),
        grouped(sumOf(one.plan)),
        grouped(sumOf(redundant(one.calls, one.plan))),
        refusedText(one),
        grouped(one.failed.length),
        duration(one.seconds),
        duration(boundOf(one, limit)),
      ]),
    ),
  );
}

/** The commands that take calls, at every rate: the time and, in brackets, the bound. */
export function ratesTable({ lives }: Matrix): string {
  const long = ["S1", "S5", "S6", "S7", "S10"];
  const rates = [...new Set(lives.map(({ limit }) => limit?.requestsPerMinute))];
  const sizes = [...new Set(lives.map(({ projects }) => projects))];
  const find = (projects: number, rate: number | undefined) =>
    lives.find((life) => life.projects === projects && life.limit?.requestsPerMinute === rate);
  return table(
    ["size", "command", ...rates.map((rate) => (rate === undefined ? "no limit" : `${rate} a minute`))],
    sizes.flatMap((projects) =>
      long.map((scenario) => [
        `W${projects}`,
        scenarios[scenario as keyof typeof scenarios],
        ...rates.map((rate) => {
          const life = find(projects, rate);
          const one = life?.measured.find((other) => other.scenario === scenario);
          return life && one ? `${duration(one.seconds)} (${duration(boundOf(one, life.limit))})` : "–";
        }),
      ]),
    ),
  );
}

/** Other ways to do the same. */
export function strategiesTable({ strategies: runs }: Matrix): string {
  const ordered = runs.toSorted(
    (a, b) =>
      a.scenario.localeCompare(b.scenario) ||
      a.projects - b.projects ||
      rank(a.rate) - rank(b.rate) ||
      strategies.indexOf(a.strategy) - strategies.indexOf(b.strategy),
  );
  return table(
    ["command", "size", "a minute", "with", "calls", "429", "failed", "time"],
    ordered.map((run) => [
      scenarios[run.scenario],
      `W${run.projects}`,
      run.rate === 0 ? "no limit" : String(run.rate),
      run.strategy,
      grouped(sumOf(run.calls)),
      refusedText(run),
      run.failed === 0 ? "0" : `${grouped(run.failed)} (${share(run.failed / run.operations)})`,
      duration(run.seconds),
    ]),
  );
}

export function formsTable({ forms }: Matrix): string {
  return table(
    ["limit of 7 a minute", "size", "command", "calls", "429", "failed", "time", "bound", "of the bound"],
    forms.flatMap(({ form, projects, limit, measured }) =>
      measured.map((one) => [
        form,
        `W${projects}`,
        scenarios[one.scenario],
        grouped(sumOf(one.calls)),
        refusedText(one),
        grouped(one.failed.length),
        duration(one.seconds),
        duration(boundOf(one, limit)),
        (one.seconds / boundOf(one, limit)).toFixed(2),
      ]),
    ),
  );
}

/** What helps at a limit of seven a minute that no header tells. */
export function helpsTable({ helps }: Matrix): string {
  return table(
    ["with", "size", "command", "429", "failed", "time", "bound", "of the bound"],
    helps.flatMap(({ help, projects, limit, measured }) =>
      measured.map((one) => [
        help,
        `W${projects}`,
        scenarios[one.scenario],
        refusedText(one),
        grouped(one.failed.length),
        duration(one.seconds),
        duration(boundOf(one, limit)),
        (one.seconds / boundOf(one, limit)).toFixed(2),
      ]),
    ),
  );
}

/** Calls by route, of the largest life that is still easy to follow. */
export function routesTable({ lives }: Matrix): string {
  const life = lives.find(({ projects, limit }) => projects === 100 && limit?.requestsPerMinute === slowest);
  const columns = (["S1", "S6", "S7", "S10"] as const).flatMap(
    (scenario) => life?.measured.filter((one) => one.scenario === scenario) ?? [],
  );
  const names = [...new Set(columns.flatMap(({ calls, plan }) => Object.keys({ ...calls, ...plan })))].sort();
  return table(
    ["call, at W100", ...columns.map(({ scenario }) => scenarios[scenario])],
    names.map((name) => [
      `\`${name}\``,
      ...columns.map(({ calls, plan }) => {
        const [made, fewest] = [calls[name] ?? 0, plan[name] ?? 0];
        return made === fewest ? grouped(made) : `${grouped(made)} (fewest ${grouped(fewest)})`;
      }),
    ]),
  );
}

const colours = ["#2f7dd1", "#d18a2f", "#c0485f"];

/** Time against size at the slowest rate, for each strategy and for the bound. */
export function panelsOf({ strategies: runs, lives }: Matrix): Panel[] {
  return (["S6", "S1"] as const).map((scenario) => {
    const own = runs.filter((run) => run.scenario === scenario && run.rate === slowest);
    const lines = strategies.map(
      (strategy, index): Series => ({
        name: strategy,
        colour: colours[index] ?? "#808080",
        points: own
          .filter((run) => run.strategy === strategy)
          .map((run) => ({
            ...{ x: run.operations, y: run.seconds },
            ...(run.failed > 0
              ? { isHollow: true, note: `${share(run.failed / run.operations)} failed` }
              : {}),
          })),
      }),
    );
    const bound: Series = { name: "the bound", colour: "#808080", isDashed: true, points: [] };
    for (const { limit, measured } of lives) {
      if (limit?.requestsPerMinute !== slowest) continue;
      for (const one of measured)
        if (one.scenario === scenario) bound.points.push({ x: one.resources, y: boundOf(one, limit) });
    }
    const title = `${scenarios[scenario]}: time at ${slowest} calls a minute and route`;
    return { title, series: [...lines, bound].filter(({ points }) => points.length > 0) };
  });
}

function refusedText({ calls, refused }: Pick<StrategyRun, "calls" | "refused">): string {
  const all = sumOf(calls) + refused;
  return refused === 0 ? "0" : `${grouped(refused)} (${share(refused / all)})`;
}

function share(value: number): string {
  return `${(100 * value).toFixed(value < 0.1 ? 1 : 0)} %`;
}

const rank = (rate: number): number => (rate === 0 ? Number.POSITIVE_INFINITY : rate);

/** 3725 as 1 h 2 min. */
function duration(seconds: number): string {
  if (seconds < 100) return `${seconds.toFixed(1)} s`;
  const minutes = seconds / 60;
  if (minutes < 100) return `${minutes.toFixed(1)} min`;
  return `${(minutes / 60).toFixed(1)} h`;
}
