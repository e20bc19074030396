import { isOpenAIError, type OpenAIError } from "../../kernel/errors";

/** Until a question is asked once more, in milliseconds. */
const secondQuestion = 5_000;
/** What no second question changes at once: the key's rights, and limits, which the client has waited for. */
const final = new Set([401, 403, 408, 429]);

/** Asks once more where a single answer was no sense, before a whole command fails because of it. */
export async function afterSecondQuestion<T>(
  pause: (milliseconds: number) => Promise<void>,
  ask: () => Promise<T>,
): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!isOpenAIError(error) || !isWorthAnother(error)) throw error;
    await pause(secondQuestion);
    return ask();
  }
}

/** Whether the same question may get another answer. */
export function isWorthAnother({ code, details: { status = 0, isLasting } }: OpenAIError): boolean {
  if (isLasting || (code !== "refused" && code !== "broken-reply")) return false;
  return (status >= 200 && status < 300) || (status >= 400 && status < 500 && !final.has(status));
}
