import type { OpenAIError } from "../kernel/errors";
import type { Asker } from "./asker";
import type { Call } from "./call";
import type { Credential } from "./settings";
import type { WireResponse } from "./wire";

/** Where calls queue before they leave. Each attempt enters anew, and time spent in here counts against no deadline. */
export interface Gate {
  /** Whether it makes calls that were refused for a limit wait as long as they have to. Without it the client does. */
  readonly minds?: "limits";
  /** Waits for its turn, and says what it waits for itself. Rejects where waiting makes no sense; leaves the queue when the signal ends. */
  enter(credential: Credential, call: Call, asker: Asker): Promise<Pass>;
}

/** The leave to send one attempt. */
export interface Pass {
  /** Called once, whatever comes of the attempt. */
  ended(outcome: PassOutcome): void;
}

/** How an attempt ended. Neither a status nor an error: nothing was sent. */
export interface PassOutcome {
  /** The head of the answer, where one came. */
  status?: number;
  headers?: WireResponse["headers"];
  /** Absent where the answer is one. */
  error?: OpenAIError;
}
