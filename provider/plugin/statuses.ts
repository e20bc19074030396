import { status } from "@grpc/grpc-js";
import type { ErrorCode, OpenAIError } from "../kernel/errors";

/**
 * What each kind of error is called in the protocol. The engine takes INTERNAL, UNKNOWN and DATA_LOSS to mean that a
 * resource may be damaged, and everything else for a refusal that it can go on from: none of the three is among these.
 */
const statuses: Record<ErrorCode, status> = {
  setting: status.FAILED_PRECONDITION,
  refused: status.INVALID_ARGUMENT,
  unreachable: status.UNAVAILABLE,
  ambiguous: status.ABORTED,
  "broken-reply": status.UNAVAILABLE,
  unproven: status.FAILED_PRECONDITION,
  failed: status.ABORTED,
  impossible: status.FAILED_PRECONDITION,
  stopped: status.DEADLINE_EXCEEDED,
  usage: status.INVALID_ARGUMENT,
};

/** Where the API has refused it, its own answer says more. */
const ofApi: Readonly<Record<number, status>> = {
  401: status.UNAUTHENTICATED,
  403: status.PERMISSION_DENIED,
  404: status.NOT_FOUND,
  409: status.ALREADY_EXISTS,
  429: status.RESOURCE_EXHAUSTED,
};

export function statusOf({ code, details }: OpenAIError, isCancelled: boolean): status {
  if (code === "stopped" && isCancelled) return status.CANCELLED;
  if (code !== "refused" || details.status === undefined) return statuses[code];
  return ofApi[details.status] ?? (details.status >= 500 ? status.UNAVAILABLE : status.INVALID_ARGUMENT);
}
