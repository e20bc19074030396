import type { OpenAIError } from "../kernel/errors";
import type { Call } from "./call";
import type { Attempt } from "./sender";
import { notLookedAt, notSent } from "./stopped";

/** The attempts of one call so far, and what they leave open. */
export class Attempts {
  /** The first that may have been carried out. */
  #open?: Attempt;
  #last?: OpenAIError;

  constructor(private readonly call: Call) {}

  failed(attempt: Attempt): void {
    if (this.#isOpen(attempt)) this.#open ??= attempt;
    this.#last = errorOf(attempt);
  }

  /** The error that ends the call, with what is to be known of the attempts before. */
  ended(error: OpenAIError, attempt?: Attempt): OpenAIError {
    if (this.#open) error.details.mayBeDone = true;
    const open = this.#open ?? (attempt && this.#isOpen(attempt) ? attempt : undefined);
    if (open) Object.assign(error.details, { sentAt: open.sentAt, since: open.since });
    return error;
  }

  /** What it means that the command was cancelled now, with nothing on its way. */
  stopped(): OpenAIError {
    const open = this.#open && errorOf(this.#open);
    return open ? this.ended(notLookedAt(open)) : notSent(this.call, this.#last);
  }

  /** Reading leaves nothing open. */
  #isOpen({ outcome }: Attempt): boolean {
    return this.call.method !== "GET" && "error" in outcome && outcome.verdict.open;
  }
}

function errorOf({ outcome }: Attempt): OpenAIError | undefined {
  return "error" in outcome ? outcome.error : undefined;
}
