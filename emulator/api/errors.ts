/** Refusals in the API's own words. The message never holds a value of the request, for it could be a key. */
export interface ErrorFacts {
  status: number;
  message: string;
  type?: string;
  code?: string | null;
  param?: string | null;
}

export class ApiError extends Error {
  readonly status: number;
  readonly facts: ErrorFacts;

  constructor(facts: ErrorFacts) {
    super(facts.message);
    this.status = facts.status;
    this.facts = facts;
  }

  body(): unknown {
    const { message, type = "invalid_request_error", param = null, code = null } = this.facts;
    return { error: { message, type, param, code } };
  }
}

export const badRequest = (
  message: string,
  param: string | null = null,
  code: string | null = null,
): ApiError => new ApiError({ status: 400, message, param, code });

export const notFound = (message: string): ApiError =>
  new ApiError({ status: 404, message, code: "not_found" });

export const archived = (projectId: string): ApiError =>
  badRequest(
    `Project '${projectId}' is archived. Archived projects cannot be used or updated.`,
    null,
    "project_archived",
  );

export const unknownUrl = (method: string, path: string): ApiError =>
  new ApiError({ status: 404, message: `Invalid URL (${method} ${path})`, code: "unknown_url" });

// Reported is the status only; neither code nor wording is public.
export const fineTuningClosed = (): ApiError =>
  new ApiError({
    status: 403,
    message:
      "Your organization can no longer create fine-tuning jobs: the fine-tuning platform is being wound down.",
  });

/** What a gateway or the API itself says for a status when a fault names no body. */
export function errorForStatus(status: number): ApiError {
  if (status === 429) {
    return new ApiError({
      status,
      message: "Rate limit reached.",
      type: "requests",
      code: "rate_limit_exceeded",
    });
  }
  if (status >= 500) {
    const message = "The server had an error while processing your request.";
    return new ApiError({ status, message, type: "server_error" });
  }
  return new ApiError({ status, message: `The emulator was told to answer with ${status}.` });
}
