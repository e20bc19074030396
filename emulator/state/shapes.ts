import { z } from "zod";

export const text = z.string();
export const id = z.string().min(1);
export const count = z.number().min(0);
/** A moment, in whole seconds. */
export const seconds = z.int();

export const maybe = <T extends z.ZodType>(inner: T) => inner.nullable();

/** A row: what all have, and what only these have. What is not named is not known. */
export const shape = <T extends z.ZodRawShape>(fields: T) => z.strictObject({ id, seq: z.int(), ...fields });
