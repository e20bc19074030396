import { OpenAIError } from "../kernel/errors";
import type { Call } from "./call";
import { nameOf, type Outcome } from "./reply";

/** How long a change that is on its way may still be answered after the command was cancelled, in milliseconds. */
export const lastMoments = 1_500;

/** Cancelled before an attempt could leave. `turnedAway`: what became of those before it; none may have been carried out. */
export function notSent(call: Call, turnedAway: OpenAIError | undefined): OpenAIError {
  const message = turnedAway
    ? `${turnedAway.message} The command was cancelled before it was sent again.`
    : `${nameOf(call)} was not sent: the command was cancelled. Nothing was changed.`;
  return new OpenAIError("stopped", message);
}

/** Cancelled while an attempt was on its way. */
export function givenUp(call: Call, host: string): Outcome {
  const isRead = call.method === "GET";
  const message = isRead
    ? `${nameOf(call)} was given up: the command was cancelled before ${host} answered. Nothing was changed.`
    : `${nameOf(call)} was sent to ${host}, and the command was cancelled before the answer came. Whether it was carried out is not known.`;
  return {
    error: new OpenAIError(isRead ? "stopped" : "ambiguous", message),
    verdict: { again: "no", open: !isRead },
  };
}

/** Cancelled before anybody could ask again what an attempt that may have been carried out has led to. */
export function notLookedAt(open: OpenAIError): OpenAIError {
  const message = `${open.message} The command was cancelled before it could be looked at.`;
  return new OpenAIError("ambiguous", message, open.details);
}
