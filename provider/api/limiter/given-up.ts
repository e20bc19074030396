import { OpenAIError } from "../../kernel/errors";
import type { Call } from "../call";
import { duration } from "../duration";
import { nameOf } from "../reply";

const minute = 60_000;

/** The longest that a server may ask to wait, in milliseconds. */
export const longestWait = 10 * minute;

/** A budget that lets nothing through for so long is not waited for, in milliseconds. */
export const longestSilence = 15 * minute;

/** `until`: a moment in milliseconds since the epoch; the server has asked for it. */
export function askedTooMuch(call: Call, until: number, now: number): OpenAIError {
  const moment = new Date(until).toISOString().replace(/T(.*)\.\d+Z/, " $1 UTC");
  return limited(
    `${nameOf(call)} was refused for now: the API asks to come back at ${moment}, in ${duration(until - now)}, and no limit is waited ` +
      `for longer than ${duration(longestWait)}. Nothing was changed; run the command again then.`,
  );
}

export function nothingPassed(call: Call): OpenAIError {
  return limited(
    `${nameOf(call)} was not carried out, and nothing was changed: its limit has let no call through for ${duration(longestSilence)}, ` +
      "so something else seems to spend it; run the command again when that has ended.",
  );
}

function limited(message: string): OpenAIError {
  return new OpenAIError("refused", message, { status: 429, isLasting: true });
}
