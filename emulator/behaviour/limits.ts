import { z } from "zod";
import type { Clock } from "./clock";
import { type Budget, budgetFor } from "./limits-budget";

/** How many calls are let through. What is left out of the optional ones is as said here. */
export interface LimitRule {
  requestsPerMinute: number;
  /** How many may come at once: the bucket's size, or the calls of one window. As many as in a minute. */
  burst?: number;
  /** `route` (the default): each organization has a budget for each method and route. `organization`: one for all of them. */
  scope?: "route" | "organization";
  /** Whether replies tell the limit (`x-ratelimit-...`) and refusals when to come back (`retry-after`). No. */
  headers?: boolean;
  /**
   * `bucket` (the default): starts full, and refills evenly. `window`: at most `burst` calls in any stretch of time in
   * which a bucket would refill, so with the default burst in any minute.
   */
  shape?: "bucket" | "window";
  /** Whether a call that is refused counts like one that is let through. No. */
  refusedCount?: boolean;
}

const ruleSchema = z.strictObject({
  requestsPerMinute: z.number().min(0.01).max(1_000_000),
  burst: z.int().min(1).max(1_000_000).optional(),
  scope: z.enum(["route", "organization"]).default("route"),
  headers: z.boolean().default(false),
  shape: z.enum(["bucket", "window"]).default("bucket"),
  refusedCount: z.boolean().default(false),
});

/** Whether a call is let through, and what the reply says about the limit. */
export interface Admission {
  allowed: boolean;
  headers: Record<string, string>;
}

interface Request {
  /** Whose key it is; a key that nobody issued spends no budget. */
  organization: string | null;
  method: string;
  route: string;
}

export class Limits {
  readonly #clock: Clock;
  readonly #budgets = new Map<string, Budget>();
  #rule: z.infer<typeof ruleSchema> | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** All budgets start anew, unspent. */
  rule(value: unknown): void {
    const parsed = ruleSchema.safeParse(value);
    if (!parsed.success) throw new TypeError(z.prettifyError(parsed.error));
    this.clear();
    this.#rule = parsed.data;
  }

  clear(): void {
    this.#rule = undefined;
    this.#budgets.clear();
  }

  admit({ organization, method, route }: Request): Admission {
    const rule = this.#rule;
    if (rule === undefined || organization === null) return { allowed: true, headers: {} };
    const key = rule.scope === "organization" ? organization : `${organization} ${method} ${route}`;
    const budget = this.#budgets.get(key) ?? budgetFor(rule);
    this.#budgets.set(key, budget);
    const now = this.#clock.now();
    const allowed = budget.take(now);
    return { allowed, headers: rule.headers ? headersOf(budget, allowed, now) : {} };
  }
}

function headersOf(budget: Budget, allowed: boolean, now: number): Record<string, string> {
  const wait = Math.max(1, Math.ceil(budget.untilNext(now)));
  return {
    "x-ratelimit-limit-requests": String(budget.size),
    "x-ratelimit-remaining-requests": String(budget.left(now)),
    "x-ratelimit-reset-requests": duration(budget.untilUnspent(now)),
    ...(allowed ? {} : { "retry-after": String(Math.ceil(wait / 1000)), "retry-after-ms": String(wait) }),
  };
}

/** As the API writes it: 6m0s, 8.572s, 120ms. */
function duration(milliseconds: number): string {
  const whole = Math.ceil(milliseconds);
  if (whole < 1000) return `${whole}ms`;
  const hours = Math.floor(whole / 3_600_000);
  const minutes = Math.floor(whole / 60_000) % 60;
  const seconds = `${(whole % 60_000) / 1000}s`;
  return hours > 0 ? `${hours}h${minutes}m${seconds}` : minutes > 0 ? `${minutes}m${seconds}` : seconds;
}
