import { z } from "zod";
import { contentsProblem } from "./contents";
import { type RowProblem, rowProblem } from "./row-shapes";
import type { Tables } from "./rows";

/** Everything the emulator remembers, fit for JSON. */
export interface State {
  version: 1;
  /** Moves with every create and with /_emulator/clock; compare `tables` to see whether the world changed. */
  bookkeeping: { seed: number; issued: number; clockOffsetMs: number };
  tables: { [K in keyof Tables]: Tables[K][] };
  /** What is in the files, in base64 by its SHA-256. Too much of it is not kept. */
  contents?: Record<string, string>;
}

const noTables = (): State["tables"] => ({
  organizations: [],
  admin_keys: [],
  users: [],
  projects: [],
  service_accounts: [],
  project_keys: [],
  rate_limits: [],
  roles: [],
  role_assignments: [],
  groups: [],
  group_users: [],
  project_users: [],
  project_groups: [],
  files: [],
  uploads: [],
  upload_parts: [],
  vector_stores: [],
  vector_store_files: [],
  vector_store_file_batches: [],
  assistants: [],
  fine_tuning_jobs: [],
  fine_tuning_events: [],
  fine_tuning_checkpoints: [],
  fine_tuned_models: [],
  webhook_endpoints: [],
});

export const tableNames = Object.keys(noTables()) as (keyof Tables)[];

/** A state that was saved before these existed has none of them. */
const youngTables: readonly (keyof Tables)[] = [
  "uploads",
  "upload_parts",
  "vector_store_file_batches",
  "fine_tuning_events",
  "fine_tuning_checkpoints",
];

export const emptyState = (seed: number): State => ({
  version: 1,
  bookkeeping: { seed, issued: 0, clockOffsetMs: 0 },
  tables: noTables(),
  contents: {},
});

/** A copy with everything in place that a state may lack. */
export const completed = (state: State): State => {
  const { tables, contents = {}, ...rest } = structuredClone(state);
  return { ...rest, tables: { ...noTables(), ...tables }, contents };
};

const bookkeepingSchema = z.strictObject({
  seed: z.int(),
  issued: z.int().min(0),
  clockOffsetMs: z.int(),
});

const told = ({ path, message }: RowProblem): string => `\`${path}\`: ${message}`;

function tablesProblem(tables: object): string | null {
  const given = new Map<string, unknown>(Object.entries(tables));
  const unknown = [...given.keys()].find((name) => !(tableNames as string[]).includes(name));
  if (unknown !== undefined) return `\`tables.${unknown}\` is not known`;
  for (const name of tableNames) {
    const rows = given.get(name);
    if (rows === undefined && youngTables.includes(name)) continue;
    if (!Array.isArray(rows)) return `\`tables.${name}\` must be an array`;
    const problem = rowProblem(name, rows);
    if (problem !== null) return told(problem);
  }
  return null;
}

/** Why a value cannot be a state, or null. Whether its rows fit each other is the caller's own business. */
export function stateProblem(value: unknown): string | null {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return "a state is a JSON object";
  const { version, bookkeeping, tables, contents, ...unknown } = value as Partial<State>;
  if (version !== 1) return "`version` must be 1";
  const [extra] = Object.keys(unknown);
  if (extra !== undefined) return `\`${extra}\` is not known`;
  if (!bookkeepingSchema.safeParse(bookkeeping).success) {
    return "`bookkeeping` must hold the integers seed, issued and clockOffsetMs, and nothing else";
  }
  if (tables === null || typeof tables !== "object") return "`tables` must be an object";
  return tablesProblem(tables) ?? contentsProblem(contents);
}
