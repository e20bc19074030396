import type { Properties } from "../kernel/values";
import type { EncodedForm } from "./multipart";
import type { Repeat } from "./retry";

/** One call of the API, before it has an address and a key. */
export interface Call {
  method: "GET" | "POST" | "DELETE";
  /** Below the base URL, with ids in place. */
  path: string;
  /** The same with placeholders, for messages: ids of people do not belong in logs. */
  template: string;
  query?: Record<string, string>;
  body?: Properties;
  /** Instead of a body: files travel as a form. */
  form?: EncodedForm;
  beta?: string;
  repeat: Repeat;
  /** nothing: an empty body is a whole answer. A DELETE's always is. */
  expects?: "object" | "nothing";
  /** What a reply should have and does not, such as the id of what was made: then what was done is not known. */
  lacks?(body: Properties): string | undefined;
  /** The object that it is about, as people know it, for the line that says what takes so long. */
  about?: string;
  /** Values that it sends and nobody may quote, at any length, not even as a part of a word. */
  secrets?: readonly string[];
  /** Values of the body that an error message may repeat, such as the names of roles. */
  plain?: ReadonlySet<string>;
}
