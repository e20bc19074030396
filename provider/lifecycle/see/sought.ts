import type { Credential } from "../../api/settings";
import type { Declaration } from "../../kernel/declaration";
import type { ErrorDetails } from "../../kernel/errors";
import type { Properties } from "../../kernel/values";
import type { Session } from "../session/session";

/** An object that is looked for: its path ids, and what the state knows of it. */
export interface Sought {
  declaration: Declaration;
  credential: Credential;
  /** Path ids and known properties. */
  ids: Properties;
  seenWith?: string;
  madeAt?: number;
}

/** What was seen: the object as the API shows it, or that it is gone, by two witnesses. */
export type Sight = { item: Properties; details: ErrorDetails } | "gone";

/** The protocol by which an object is found or called gone. */
export type Look = (session: Session, sought: Sought) => Promise<Sight>;
