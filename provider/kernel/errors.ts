const brand = Symbol.for("pulumi-openai.error");

/** What went wrong, for programs. Each shell has one table from these to its own answers. */
export type ErrorCode =
  /** A setting is missing, malformed or of the wrong kind; nothing was sent. */
  | "setting"
  /** The API said no; nothing was changed. */
  | "refused"
  /** The server was not reached; nothing was sent. */
  | "unreachable"
  /** Something may have been done: the answer was lost or damaged. */
  | "ambiguous"
  /** A reply that makes no sense, such as a listing that cannot be completed. */
  | "broken-reply"
  /** An absence that cannot be believed, for example under another key. */
  | "unproven"
  /** The object exists, but the work that it stands for has failed. */
  | "failed"
  /** The object is not ours to manage, or the change is not possible. */
  | "impossible"
  /** The command was cancelled, or its time was up; what was under way is said in the message. */
  | "stopped"
  /** An id, argument or program that cannot be used. */
  | "usage";

/** What an answer of the server said beside the message, where there was one. */
export interface ErrorDetails {
  status?: number;
  /** Machine-readable code of the API's error body. */
  apiCode?: string;
  apiType?: string;
  apiParam?: string;
  apiMessage?: string;
  /** The body has the API's form, and not that of a gateway in between. */
  fromApi?: boolean;
  requestId?: string;
  organization?: string;
  /** The server's clock, in Unix seconds; absent where it did not say. */
  serverTime?: number;
  /** An earlier attempt of the same call got no answer, and may have been carried out. */
  mayBeDone?: boolean;
  /** In an encoding that nobody has asked for: every answer will be. */
  isPacked?: boolean;
  /** When the first attempt left that may have been carried out, in milliseconds of the session's clock. */
  sentAt?: number;
  /** The server's time at that moment or a little before, in Unix seconds; unknown before the first reply of a run. */
  since?: number;
  /** The last of several answers, none of which was one. */
  isLasting?: boolean;
  /** Of a command that was stopped: what it was waiting for, as the message says it already. */
  waiting?: string;
}

/** An error of this provider. Its message says what was tried, what exists now and what to do next. */
export class OpenAIError extends Error {
  readonly [brand] = true;
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: ErrorDetails = {},
  ) {
    super(message);
    this.name = "OpenAIError";
  }
}

/** Recognised by brand: two copies of this package in one process still know each other's errors. */
export function isOpenAIError(error: unknown): error is OpenAIError {
  return typeof error === "object" && error !== null && (error as { [brand]?: boolean })[brand] === true;
}
