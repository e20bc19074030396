/** What a measurement found: its numbers for programs, its tables for people. */
export interface Finding {
  numbers: unknown;
  /** Markdown, for the part of docs/performance.md that bears the measurement's name. */
  tables: string;
}

/** Measures one thing, in a folder where the packed package is installed. */
export type Measurement = (room: string) => Promise<Finding>;

/** A Markdown table. Columns with numbers only are set to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const isNumeric = (column: number) => rows.every((row) => /^[-\d.,–]*$/.test(row[column] ?? ""));
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(head),
    line(head.map((_, column) => (isNumeric(column) ? "---:" : "---"))),
    ...rows.map(line),
  ].join("\n");
}

/** What several runs gave: the lowest and the highest, or one number where they round to the same. */
export function spread(values: readonly number[], digits: number): string {
  const [low, high] = [Math.min(...values).toFixed(digits), Math.max(...values).toFixed(digits)];
  return low === high ? low : `${low}–${high}`;
}

/** 1857423 as 1,857,423. */
export function grouped(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}
