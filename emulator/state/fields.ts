import { z } from "zod";
import type { Row, Table, TableFacts } from "./table";

// Words for the fields of rows.
export const text = z.string();
export const id = z.string().min(1);
export const count = z.number().min(0);
/** A moment, in whole seconds. */
export const seconds = z.int();
export const metadata = z.record(z.string(), text);
export const anyObject = z.custom<object>((value) => typeof value === "object" && value !== null);

export const maybe = <T extends z.ZodType>(inner: T) => inner.nullable();

/** How far something is that goes on after the answer of its creation; see behaviour/transitions.ts. */
export const underWay = { reads: count, since_ms: z.number() };

type RowWith<Fields extends z.ZodRawShape> = Row & z.output<z.ZodObject<Fields>>;

/** A table of the state: from its fields come the type of a row and what is asked of one that somebody brings. */
export function table<Name extends string, Fields extends z.ZodRawShape>(
  name: Name,
  fields: Fields,
  facts: TableFacts = {},
): Table<RowWith<Fields>, Name> {
  const shape = z.strictObject({ id, seq: z.int(), ...fields });
  // TypeScript does not see for generic fields that these and what all rows have are the row.
  return { ...facts, name, shape: shape as unknown as z.ZodType<RowWith<Fields>> };
}
