import type { Thing } from "../../kernel/declaration";
import type { ErrorDetails } from "../../kernel/errors";
import type { Properties } from "../../kernel/values";
import type { Operation } from "../session/operation";

/** An object that is looked for: on whose behalf, and what the state knows of it. */
export interface Sought {
  operation: Operation<Thing>;
  /** Path ids and known properties. */
  ids: Properties;
  seenWith?: string;
  madeAt?: number;
}

/** What was seen: the object as the API shows it, or that it is gone, by two witnesses. */
export type Sight = { item: Properties; details: ErrorDetails } | "gone";

/** The protocol by which an object is found or called gone. */
export type Look = (sought: Sought) => Promise<Sight>;
