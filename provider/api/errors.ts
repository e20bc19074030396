const brand = Symbol.for("pulumi-openai.error");

/** What went wrong, for programs. */
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
  /** An id, argument or program that cannot be used. */
  | "usage";

/** An error of this provider. Its message says what was tried, what exists now and what to do next. */
export class OpenAIError extends Error {
  readonly [brand] = true;
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: ApiErrorDetails = {},
  ) {
    super(message);
    this.name = "OpenAIError";
  }
}

/** Recognised by brand: two copies of this package in one process still know each other's errors. */
export function isOpenAIError(error: unknown): error is OpenAIError {
  return typeof error === "object" && error !== null && (error as { [brand]?: boolean })[brand] === true;
}

export interface ApiErrorDetails {
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
  /** The last of several answers, none of which was one. */
  isLasting?: boolean;
}

/** The API's error body, whether wrapped in `error` or flat, as some endpoints answer. */
export function readErrorBody(
  body: unknown,
): Pick<ApiErrorDetails, "apiCode" | "apiType" | "apiParam" | "apiMessage" | "fromApi"> | null {
  if (typeof body !== "object" || body === null) return null;
  const wrapped = (body as { error?: unknown }).error;
  const source = (typeof wrapped === "object" && wrapped !== null ? wrapped : body) as Record<
    string,
    unknown
  >;
  if (typeof source.message !== "string") return null;
  const text = (value: unknown) =>
    typeof value === "string" || typeof value === "number" ? String(value) : undefined;
  return {
    apiMessage: source.message,
    apiCode: text(source.code),
    apiType: text(source.type),
    apiParam: text(source.param),
    fromApi: source !== body || source.code !== undefined,
  };
}

/** Whether the answer is the API's own "there is no such object", not a proxy's page. */
export function isApiNotFound(error: unknown): error is OpenAIError {
  // A wrong base URL makes every path unknown, which says nothing of any object.
  if (isOpenAIError(error) && error.details.apiCode === "unknown_url") return false;
  // An absence that is not believed carries the answer that it does not believe.
  return (
    isOpenAIError(error) &&
    error.code === "refused" &&
    error.details.status === 404 &&
    error.details.fromApi === true
  );
}

export function isUnauthorized(error: unknown): error is OpenAIError {
  return isOpenAIError(error) && error.details.status === 401;
}
