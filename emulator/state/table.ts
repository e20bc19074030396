/** What all rows have. */
export interface Row {
  id: string;
  /** Place in creation order; cursors and tie-breaks rest on it, for timestamps have whole seconds only. */
  seq: number;
}

export interface TableFacts {
  /** The parameter of paths that names one of its rows. What lies below a row whose table has none does not lag for it. */
  param?: string;
  /** The table is newer than the format of the state: one that was saved before has none of it. */
  mayBeMissing?: boolean;
}

/** What is asked of zod here. The package's types reach this file, and a program that uses them need not read zod's. */
interface Shape<R> {
  safeParse(value: unknown): {
    data?: R;
    error?: { issues: readonly { path: readonly PropertyKey[]; message: string }[] };
  };
}

/** The rows of one kind. Whoever has the table can reach them; the state holds those that the catalog lists. */
export interface Table<R extends Row = Row, Name extends string = string> extends TableFacts {
  readonly name: Name;
  /** Asked of the rows of somebody else's JSON. What it does not name is not known. */
  readonly shape: Shape<R>;
}

export type RowOf<T> = T extends Table<infer R> ? R : never;

/** What is wrong with the rows of a table, or null. */
export function rowProblem({ name, shape }: Table, rows: readonly unknown[]): string | null {
  for (const [n, row] of rows.entries()) {
    const issue = shape.safeParse(row).error?.issues[0];
    if (issue === undefined) continue;
    const path = issue.path.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`));
    // As `tables.projects[0].name`.
    return `\`tables.${name}[${n}]${path.join("")}\`: ${issue.message}`;
  }
  return null;
}
