import { type Finding, grouped, spread, table } from "./finding";
import { disturbance } from "./machine";
import { aimedCalls, platform, resourcesOf } from "./program";
import { runStack, type StackRun, type Step, stepNames, sumOf } from "./stack";
import { withStandIn } from "./stand-in";

/** One resource shows what a command takes that has nothing to do; the others are a company and a large one. */
const sizes = [0, 14, 105] as const;
const rounds = 2;
const mostBytesEach = 700;

/** The engine writes the state after each resource; with this it does so once, at the end. Fit for measuring only. */
const savedOnce = { PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true" };

/** All rounds of one size. The other two columns tell where the time goes. */
interface Size {
  projects: number;
  provider: StackRun[];
  standIn: StackRun[];
  savedOnce: StackRun[];
}

/** What a program's commands take: seconds, calls, and bytes of state. */
export async function stacks(room: string): Promise<Finding> {
  const found: Size[] = sizes.map((projects) => ({ projects, provider: [], standIn: [], savedOnce: [] }));
  for (let round = 1; round <= rounds; round++) {
    for (const size of found) {
      const { projects } = size;
      console.log(`[bench] round ${round} of ${rounds}: ${resourcesOf(projects)} resources`);
      const program = platform(projects);
      size.provider.push(await runStack(room, `platform-${projects}`, program));
      size.standIn.push(await runStack(room, `stand-in-${projects}`, withStandIn(program)));
      size.savedOnce.push(await runStack(room, `saved-once-${projects}`, program, savedOnce));
    }
  }
  return {
    numbers: found,
    tables: [
      aims(found),
      "### Commands",
      commands(found),
      disturbance(
        found.flatMap(({ provider, standIn, savedOnce }) =>
          [...provider, ...standIn, ...savedOnce].map(({ busyBefore }) => busyBefore),
        ),
      ),
      "### Calls by route",
      routes(found),
      "### State",
      state(found),
    ].join("\n\n"),
  };
}

function aimOf(projects: number, step: Step): number {
  const aims = aimedCalls(projects);
  if (step === "up" || step === "destroy") return aims[step];
  return step === "refresh, nothing differs" ? aims.refresh : aims.nothing;
}

function calls(runs: readonly StackRun[], step: Step): number[] {
  return runs.map(({ spent }) => sumOf(spent[step].calls));
}

function seconds(runs: readonly StackRun[], step: Step): number[] {
  return runs.map(({ spent }) => spent[step].seconds);
}

function aims(found: readonly Size[]): string {
  const large = found.slice(1);
  const verdict = (isMet: boolean) => (isMet ? "met" : "missed");
  const ofSteps = stepNames.map((step) => {
    const isMet = large.every(({ projects, provider }) =>
      calls(provider, step).every((count) => count === aimOf(projects, step)),
    );
    const wanted = large.map(({ projects }) => grouped(aimOf(projects, step)));
    const had = large.map(({ provider }) => spread(calls(provider, step), 0));
    return [
      `calls of ${step}`,
      [...new Set(wanted)].join(" and "),
      [...new Set(had)].join(" and "),
      verdict(isMet),
    ];
  });
  const bytes = large.map(({ provider }) => provider.map(({ weight }) => weight.bytesEach));
  const had = bytes.map((ofSize) => spread(ofSize, 0)).join(" and ");
  const isLight = bytes.flat().every((each) => each <= mostBytesEach);
  return table(
    [
      "aim",
      `with ${large.map(({ projects }) => resourcesOf(projects)).join(" and ")} resources`,
      "measured",
      "",
    ],
    [...ofSteps, ["bytes of state a resource", `at most ${mostBytesEach}`, had, verdict(isLight)]],
  );
}

function commands(found: readonly Size[]): string {
  return table(
    ["resources", "command", "calls", "seconds", "with the stand-in", "state saved once"],
    found.flatMap(({ projects, provider, standIn, savedOnce }) =>
      stepNames.map((step) => [
        grouped(resourcesOf(projects)),
        step,
        spread(calls(provider, step), 0),
        spread(seconds(provider, step), 1),
        spread(seconds(standIn, step), 1),
        spread(seconds(savedOnce, step), 1),
      ]),
    ),
  );
}

/** The last round's; were the rounds different, the table of the aims would show it. */
function routes(found: readonly Size[]): string {
  const columns = (["up", "refresh, nothing differs"] as const).flatMap((step) =>
    found.slice(1).map(({ projects, provider }) => ({
      title: `${step.split(",")[0]}, ${resourcesOf(projects)}`,
      counts: provider.at(-1)?.spent[step].calls ?? {},
    })),
  );
  const names = [...new Set(columns.flatMap(({ counts }) => Object.keys(counts)))].sort();
  return table(
    ["call", ...columns.map(({ title }) => title)],
    names.map((name) => [`\`${name}\``, ...columns.map(({ counts }) => grouped(counts[name] ?? 0))]),
  );
}

function state(found: readonly Size[]): string {
  const weights = found.flatMap(({ provider }) => provider.slice(-1).map(({ weight }) => weight));
  const sizesOfAll = table(
    ["resources", "bytes a resource", "whole export"],
    weights.map(({ resources, bytesEach, exportBytes }) =>
      [resources, bytesEach, exportBytes].map((value) => grouped(value)),
    ),
  );
  const ofKinds = Object.entries(weights.at(-1)?.bytesOfKinds ?? {});
  return `${sizesOfAll}\n\n${table(
    ["kind", "bytes"],
    ofKinds.map(([kind, bytes]) => [kind, grouped(bytes)]),
  )}`;
}
