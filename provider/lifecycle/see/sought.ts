import type { Thing } from "../../kernel/declaration";
import type { ErrorDetails } from "../../kernel/errors";
import { parseId } from "../../kernel/identity";
import type { Properties } from "../../kernel/values";
import type { Operation } from "../session/operation";
import type { Saved } from "../session/saved";

/** An object that is looked for: on whose behalf, and what the state knows of it. */
export interface Sought {
  operation: Operation<Thing>;
  /** Path ids and known properties. */
  ids: Properties;
  seenWith?: string;
  madeAt?: number;
}

/** What a state holds, to be looked for. */
export function soughtOf<O extends Operation<Thing>>(
  operation: O,
  { id, live, memo }: Saved,
): Sought & { operation: O } {
  const ids = { ...live, ...parseId(operation.declaration, id) };
  return { operation, ids, seenWith: memo.seenWith, madeAt: memo.madeAt };
}

/** What was seen: the object as the API shows it, or that it is gone, by two witnesses. */
export type Sight = { item: Properties; details: ErrorDetails } | "gone";

/** The protocol by which an object is found or called gone. */
export type Look = (sought: Sought) => Promise<Sight>;
