import { isOpenAIError } from "../kernel/errors";
import type { Properties, Value } from "../kernel/values";
import { isPartialSuccess } from "../lifecycle/session/saved";
import { providerName, type Said, writeState } from "./state";
import { toEngine } from "./translate";

/** An object that exists but is not finished is handed to the engine with its id, in the form that it understands. */
export async function keepPartial<T>(said: Said, provider: Value, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isPartialSuccess(error)) throw error;
    const { holds } = error;
    const saved = { ...error.saved, memo: { ...error.saved.memo, halfDone: true } };
    const args = holds ?? shownOf(said.args, saved.live);
    const properties = toEngine({ ...writeState(saved, { ...said, args }), [providerName]: provider });
    throw Object.assign(new Error(error.message), { id: saved.id, reasons: [error.message], properties });
  }
}

/** Of the arguments that were asked for, those that hold. */
function shownOf(args: Properties, live: Properties): Properties {
  return Object.fromEntries(Object.keys(args).map((name) => [name, live[name]]));
}

/**
 * Pulumi shows a failed call's message with its resource, and for some calls prints the whole error once more, as
 * text and stack. Of that second time only a hint is left.
 */
export async function plainly<T>(
  work: () => Promise<T>,
  /** A message as it may be printed. */
  printable: (message: string) => string = (message) => message,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error && (isOpenAIError(error) || "reasons" in error)) {
      error.message = printable(error.message);
      if ("reasons" in error) Object.assign(error, { reasons: [error.message] });
      error.stack = "";
      error.toString = () => "openai: the message stands with its resource";
    }
    throw error;
  }
}
