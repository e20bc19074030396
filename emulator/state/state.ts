import { z } from "zod";
import { contentsProblem } from "./contents";
import { type Row, rowProblem, type Table } from "./table";

/** Everything the emulator remembers, fit for JSON. */
export interface State<Tables extends Record<string, Row[]> = Record<string, Row[]>> {
  version: 1;
  /** Moves with every create and with /_emulator/clock; compare `tables` to see whether the world changed. */
  bookkeeping: { seed: number; issued: number; clockOffsetMs: number };
  tables: Tables;
  /** What is in the files, in base64 by its SHA-256. Too much of it is not kept. */
  contents?: Record<string, string>;
}

const noRows = (tables: readonly Table[]): State["tables"] =>
  Object.fromEntries(tables.map(({ name }) => [name, []]));

export const emptyState = (tables: readonly Table[], seed: number): State => ({
  version: 1,
  bookkeeping: { seed, issued: 0, clockOffsetMs: 0 },
  tables: noRows(tables),
  contents: {},
});

/** A copy with everything in place that a state may lack. */
export const completed = (tables: readonly Table[], state: State): State => {
  const { tables: rows, contents = {}, ...rest } = structuredClone(state);
  return { ...rest, tables: { ...noRows(tables), ...rows }, contents };
};

const bookkeepingSchema = z.strictObject({
  seed: z.int(),
  issued: z.int().min(0),
  clockOffsetMs: z.int(),
});

function tablesProblem(tables: readonly Table[], value: object): string | null {
  const given = new Map<string, unknown>(Object.entries(value));
  const unknown = [...given.keys()].find((name) => !tables.some((table) => table.name === name));
  if (unknown !== undefined) return `\`tables.${unknown}\` is not known`;
  for (const table of tables) {
    const rows = given.get(table.name);
    if (rows === undefined && table.mayBeMissing === true) continue;
    if (!Array.isArray(rows)) return `\`tables.${table.name}\` must be an array`;
    const problem = rowProblem(table, rows);
    if (problem !== null) return problem;
  }
  return null;
}

/** Why a value cannot be a state, or null. Whether its rows fit each other is the caller's own business. */
export function stateProblem(known: readonly Table[], value: unknown): string | null {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return "a state is a JSON object";
  const { version, bookkeeping, tables, contents, ...unknown } = value as Partial<State>;
  if (version !== 1) return "`version` must be 1";
  const [extra] = Object.keys(unknown);
  if (extra !== undefined) return `\`${extra}\` is not known`;
  if (!bookkeepingSchema.safeParse(bookkeeping).success) {
    return "`bookkeeping` must hold the integers seed, issued and clockOffsetMs, and nothing else";
  }
  if (tables === null || typeof tables !== "object") return "`tables` must be an object";
  return tablesProblem(known, tables) ?? contentsProblem(contents);
}
