import { seedKeys } from "../../emulator";
import type { Stage } from "./stage";

/** Which of its forms a program takes in a command: free, where a setting of the stack would cost a command. */
export const inStep = (step: string | number) => ({ STEP: String(step) });

/** The beginning of a program whose form is told by {@link inStep}. */
export const stepped = 'const step = process.env.STEP ?? "";\n';

/** Runs a command that must succeed; what it printed tells why it did not. */
export async function succeeds(place: Stage, step: string | number, ...args: string[]): Promise<string> {
  const { code, output } = await place.run(args, inStep(step));
  expect(code === 0 ? "fine" : `${args.join(" ")}: ${output}`).toBe("fine");
  return output;
}

/** Runs a command that must fail; what it said. */
export async function fails(place: Stage, step: string | number, ...args: string[]): Promise<string> {
  const { code, output } = await place.run(args, inStep(step));
  expect(code === 0 ? `${args.join(" ")}: ${output}` : "failed").toBe("failed");
  return output;
}

export const up = (place: Stage, step: string | number, ...more: string[]): Promise<string> =>
  succeeds(place, step, "up", "--yes", "--skip-preview", ...more);

export const upFails = (place: Stage, step: string | number, ...more: string[]): Promise<string> =>
  fails(place, step, "up", "--yes", "--skip-preview", ...more);

/** The program has what it says. */
export const atRest = (place: Stage, step: string | number): Promise<string> =>
  succeeds(place, step, "preview", "--expect-no-changes", "--diff");

/** A refresh finds nothing that it did not know. */
export const refreshClean = (place: Stage, step: string | number): Promise<string> =>
  succeeds(place, step, "refresh", "--yes", "--skip-preview", "--expect-no-changes");

export const destroy = (place: Stage, step: string | number, ...more: string[]): Promise<string> =>
  succeeds(place, step, "destroy", "--yes", "--skip-preview", ...more);

export interface Step {
  op: string;
  urn: string;
  diffReasons?: string[] | null;
  replaceReasons?: string[] | null;
  detailedDiff?: Record<string, { kind: string }> | null;
}

/** What a command would do, by kind and name, but for what stays. */
export async function planned(
  place: Stage,
  step: string | number,
  ...args: string[]
): Promise<Record<string, Step>> {
  const command = args.length > 0 ? args : ["preview"];
  const { code, output } = await place.run([...command, "--json"], inStep(step));
  if (code !== 0) throw new Error(output);
  const { steps } = JSON.parse(output.slice(output.indexOf("{"))) as { steps: Step[] };
  const changing = steps.filter(({ op, urn }) => op !== "same" && !urn.includes("pulumi:pulumi:Stack"));
  return Object.fromEntries(changing.map((one) => [one.urn.split(/openai:/)[1] ?? one.urn, one]));
}

export const operations = (steps: Record<string, Step>): Record<string, string> =>
  Object.fromEntries(Object.entries(steps).map(([name, { op }]) => [name, op]));

/** A call as somebody at a desk makes it: without the stack. */
export async function byHand(
  { emulator }: Stage,
  method: string,
  path: string,
  body?: unknown,
  key: string = seedKeys.admin,
): Promise<Record<string, unknown>> {
  const response = await emulator.fetch(
    new Request(`http://localhost/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        "content-type": "application/json",
        "openai-beta": "assistants=v2",
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    }),
  );
  const reply = (await response.json()) as Record<string, unknown>;
  expect([response.status, reply]).toEqual([200, reply]);
  return reply;
}

/** Times and counters that say nothing of what somebody may do. */
const meaningless = ["seq", "last_used_at", "created_at", "added_at", "last_active_at", "updated_at"];

type Rows = Record<string, unknown>[];

/** Everything that the server holds, as far as a difference means something; without what lies in archived projects. */
export function holdings({ emulator }: Stage): string[] {
  const tables = Object.entries(emulator.state().tables as unknown as Record<string, Rows>);
  const projects = tables.find(([name]) => name === "projects")?.[1] ?? [];
  const gone = new Set(projects.filter((row) => row.archived_at !== null).map(({ id }) => id));
  return tables.flatMap(([table, rows]) =>
    rows
      .filter((row) => !gone.has(row.project_id ?? row.id) && !gone.has(row.resource_id))
      .map((row) => `${table} ${JSON.stringify(meaning(row))}`),
  );
}

function meaning(row: Record<string, unknown>): Record<string, unknown> {
  // An assignment is what it says: its id is the emulator's own.
  const isNamed = !("principal_id" in row);
  return Object.fromEntries(
    Object.entries(row).filter(([name]) => !meaningless.includes(name) && (name !== "id" || isNamed)),
  );
}

/** What the server holds more (+) and less (-) than it did; the first of it, for a project has a hundred rows. */
export function changesSince(place: Stage, before: string[]): string[] {
  const now = holdings(place);
  const more = now.filter((row) => !before.includes(row)).map((row) => `+ ${row}`);
  const less = before.filter((row) => !now.includes(row)).map((row) => `- ${row}`);
  return [...more.slice(0, 8), ...less.slice(0, 8)];
}

/** Calls that change something, in the order in which they came. */
export const writes = ({ emulator }: Stage): string[] =>
  emulator
    .requests()
    .filter(({ method }) => method !== "GET")
    .map(({ method, route }) => `${method} ${route}`);
