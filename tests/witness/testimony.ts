import type { CredentialKind, ListRules } from "../../provider/kernel/declaration";
import type { Form } from "./form";

export type Witness = "openapi" | "openai-node";
export type Method = "GET" | "POST" | "DELETE";

/** What one witness says of one operation; what it says nothing of is absent. */
export interface Operation {
  readonly body?: Form;
  /** Whether the body is a form with files rather than JSON. */
  readonly multipart?: boolean;
  readonly reply?: Form;
  readonly credential?: CredentialKind;
  /** The `OpenAI-Beta` header; null where the witness knows of betas and there is none here. */
  readonly beta?: string | null;
  readonly listing?: Listing;
}

/** Of an operation that answers with pages. */
interface Listing {
  readonly item: Form;
  /** The ways of asking for the next page that would work. */
  readonly pages: readonly ListRules["page"][];
  readonly max?: number;
  readonly query: readonly string[];
}

export interface Testimony {
  readonly witness: Witness;
  /** Whether it states limits of values and whole numbers, beyond their types. */
  readonly statesLimits: boolean;
  /** `path` with anything in the place of its ids. */
  find(method: Method, path: string): Operation | undefined;
}

/** A path without the names of its ids, which differ and never travel. */
export function anonymous(path: string): string {
  return path.replace(/\{\w+\}/g, "{}");
}
