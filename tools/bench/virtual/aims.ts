import { leastSeconds } from "../bound";
import { table } from "../finding";
import { sumOf } from "../plan";
import type { Measured } from "./life";
import { scenarios } from "./life";
import { type LifeRun, lanes, type Matrix, manyLanes, slowest } from "./matrix";
import { meanLatency } from "./world";

/** What was aimed at for commands at a limit, and what came of it. */
export interface Aim {
  aim: string;
  measured: string;
  isMet: boolean;
  /** Where it was missed: what missed it. */
  missed: string[];
}

const mostCalls = 1.02;
const mostTime = 1.1;
/** Where the bound is shorter, the time does not count. */
const longEnough = 10;

export function boundOf({ plan }: Measured, limit: LifeRun["limit"]): number {
  return leastSeconds(plan, limit, { lanes, latency: meanLatency });
}

export function aimsOf({ lives, forms: all, helps }: Matrix): Aim[] {
  const forms = all.filter(({ isAimedAt }) => isAimedAt);
  const learned = helps.filter(({ help }) => help === "a file learned before");
  const limited = lives.filter(({ limit }) => limit?.requestsPerMinute === slowest);
  /** How much of it is the engine's: nobody can do better than who knows the limits, and more lanes need less. */
  const explained = ({ life, measured: { scenario } }: One): string => {
    if (scenario !== "S1" || !life.again) return "";
    const [known, wide] = [life.again.known, life.again.wide].map((measured) =>
      timeShare({ life, measured }),
    );
    return `; nobody can do it in less than ${known?.toFixed(2)} with ${lanes} lanes; with ${manyLanes} ${wide?.toFixed(2)}`;
  };
  const counted = ({ measured: { calls, refused } }: One): string =>
    `: ${refused} of ${sumOf(calls) + refused} answers`;
  return [
    atMost("calls of a preview or an `up` with nothing to do", 0, count, each(lives, "S2", "S3")),
    atMost("calls of a refresh, of the fewest", mostCalls, callShare, each(lives, "S6", "S7")),
    atMost("failed operations", 0, failures, each(lives)),
    atMost(
      "seconds at 7 a minute, of the bound",
      mostTime,
      timeShare,
      each(limited).filter(isLong),
      plain,
      explained,
    ),
    ...[
      { sizes: "W14", most: 0.3, runs: limited.filter(({ projects }) => projects <= 14) },
      { sizes: "W100 and W400", most: 0.1, runs: limited.filter(({ projects }) => projects > 14) },
    ].map(({ sizes, most, runs }) =>
      atMost(`answers 429 at 7 a minute, ${sizes}`, most, refusedShare, each(runs), percent, counted),
    ),
    atMost(
      "answers 429 with a file learned by the command before",
      0.05,
      refusedShare,
      each(learned),
      percent,
    ),
    atMost("failed operations, four forms of limit", 0, failures, each(forms)),
    atMost(
      "seconds, four forms of limit, of the bound",
      mostTime,
      timeShare,
      each(forms).filter(isLong),
      plain,
      explained,
    ),
  ];
}

export function aimsTable(aims: readonly Aim[]): string {
  return table(
    ["aim", "measured", ""],
    aims.map(({ aim, measured, isMet, missed }) => [aim, measured, isMet ? "met" : missedText(missed)]),
  );
}

const mostNamed = 3;

/** The worst of those that missed it. */
function missedText(missed: readonly string[]): string {
  const more = missed.length - mostNamed;
  return `missed: ${missed.slice(0, mostNamed).join("; ")}${more > 0 ? `; and ${more} more` : ""}`;
}

interface One {
  life: LifeRun & { form?: string };
  measured: Measured;
}

function each(lives: readonly One["life"][], ...chosen: string[]): One[] {
  return lives.flatMap((life) =>
    life.measured
      .filter(({ scenario }) => chosen.length === 0 || chosen.includes(scenario))
      .map((measured) => ({ life, measured })),
  );
}

function atMost(
  what: string,
  most: number,
  measure: (one: One) => number,
  ones: readonly One[],
  show: (value: number) => string = plain,
  explained: (one: One) => string = () => "",
): Aim {
  const values = ones.map(measure);
  const over = ones.filter((one) => measure(one) > most).sort((a, b) => measure(b) - measure(a));
  const span = [...new Set([Math.min(...values), Math.max(...values)].map(show))].join(" to ");
  return {
    aim: `${what}: at most ${show(most)}`,
    measured: ones.length === 0 ? "–" : span,
    isMet: over.length === 0,
    missed: over.map((one) => `${nameOf(one)} (${show(measure(one))}${explained(one)})`),
  };
}

function nameOf({ life: { projects, limit, form }, measured: { scenario } }: One): string {
  const where = form ?? (limit ? `${limit.requestsPerMinute} a minute` : "no limit");
  return `W${projects}, ${scenarios[scenario]}, ${where}`;
}

const count = ({ measured }: One): number => sumOf(measured.calls) + measured.refused;
const failures = ({ measured }: One): number => measured.failed.length;
const callShare = ({ measured: { calls, plan } }: One): number => sumOf(calls) / sumOf(plan);
const timeShare = ({ life, measured }: One): number => measured.seconds / boundOf(measured, life.limit);
const isLong = ({ life, measured }: One): boolean => boundOf(measured, life.limit) >= longEnough;
const refusedShare = ({ measured: { calls, refused } }: One): number =>
  refused === 0 ? 0 : refused / (sumOf(calls) + refused);

function plain(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(2);
}

function percent(value: number): string {
  return `${(100 * value).toFixed(value > 0 && value < 0.1 ? 1 : 0)} %`;
}
