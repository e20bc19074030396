import type { PassOutcome } from "../gate";
import { isExhausted } from "../retry";
import { requestedWait, spanOf } from "../retry-hints";
import type { Told } from "./estimate";

/** What the answer to one call means for its budget. */
export type Answered =
  | { how: "passed"; told?: Told }
  /** `wait`: what the server asks for, in milliseconds. */
  | { how: "refused"; wait?: number }
  /** No answer came: the server may have counted it or not. */
  | { how: "lost" }
  | { how: "unsent" };

export function answered({ status, headers = {}, error }: PassOutcome, now: number): Answered {
  if (status === undefined) return { how: error ? "lost" : "unsent" };
  const header = (name: string) => {
    const value = headers[name];
    return Array.isArray(value) ? value[0] : value;
  };
  const { apiCode, apiType, apiMessage } = error?.details ?? {};
  // A budget of money that is spent says nothing of how many calls are let through.
  if (status !== 429 || isExhausted(apiCode, apiType)) return { how: "passed", told: toldBy(header) };
  const date = Date.parse(header("date") ?? "");
  // Not to wait at all is no answer to who was refused.
  return {
    how: "refused",
    wait: requestedWait(header, apiMessage, Number.isNaN(date) ? now : date) || undefined,
  };
}

function toldBy(header: (name: string) => string | undefined): Told | undefined {
  const limit = Number(header("x-ratelimit-limit-requests") ?? Number.NaN);
  const left = Number(header("x-ratelimit-remaining-requests") ?? Number.NaN);
  const untilUnspent = spanOf(header("x-ratelimit-reset-requests") ?? "");
  if (!(limit >= 1 && left >= 0 && left < limit) || !untilUnspent) return undefined;
  return { limit, left, untilUnspent };
}
