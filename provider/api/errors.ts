import { type ErrorDetails, isOpenAIError, type OpenAIError } from "../kernel/errors";

/** The API's error body, whether wrapped in `error` or flat, as some endpoints answer. */
export function readErrorBody(
  body: unknown,
): Pick<ErrorDetails, "apiCode" | "apiType" | "apiParam" | "apiMessage" | "fromApi"> | null {
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
  return isOpenAIError(error) && error.details.status === 401 && !isWrongHost(error.details);
}

/** The key is good, but its project is at home in another region: a 401 that no waiting and no other key lifts. */
export function isWrongHost({ status, apiCode }: ErrorDetails): boolean {
  return status === 401 && apiCode === "incorrect_hostname";
}
