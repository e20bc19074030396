import { requestedWait } from "./retry-hints";

/** Which calls may be sent again after an answer that leaves open whether they were carried out. */
export type Repeat = "free" | "never";

/** What one attempt's end means for sending again. */
export type Verdict = {
  /** The call may have been carried out. */
  open: boolean;
} & (
  | {
      /** any: turned away unread, so every call may be sent again. free: only calls that are free to repeat. */
      again: "any" | "free";
      /** What the server asks for, in milliseconds. */
      wait: number | undefined;
    }
  | { again: "no" }
);

/** Limits that no waiting lifts: somebody has to pay or raise a budget. */
const exhausted = new Set([
  "insufficient_quota",
  "credit_balance_exhausted",
  "billing_not_active",
  "organization_spend_limit_exceeded",
  "project_spend_limit_exceeded",
  "organization_usage_limit_exceeded",
]);

/** Whether somebody has to pay or to raise a budget first. */
export function isExhausted(apiCode: string | undefined, apiType: string | undefined): boolean {
  return exhausted.has(apiCode ?? "") || exhausted.has(apiType ?? "");
}

export function verdictOn(
  status: number,
  header: (name: string) => string | undefined,
  error: { apiCode?: string; apiType?: string; apiMessage?: string; fromApi?: boolean } | null,
  now: number,
): Verdict {
  const wait = requestedWait(header, error?.apiMessage, now);
  // Without the API's error body a 429 came from something in between, which may have passed the request on.
  const open = status === 408 || status >= 500 || (status === 429 && !error?.fromApi);
  const told = header("x-should-retry");
  if (told === "false" || (status === 429 && isExhausted(error?.apiCode, error?.apiType)))
    return { again: "no", open };
  if (open || told === "true") return { again: "free", open, wait };
  return status === 429 ? { again: "any", open, wait } : { again: "no", open };
}

/** Half a second, doubled up to `most`, with a quarter of jitter so that many callers do not return at once. */
export function backoff(attempt: number, most: number, random: () => number = Math.random): number {
  const base = Math.min(most, 500 * 2 ** Math.min(attempt, 20));
  return base * (0.75 + random() / 2);
}
