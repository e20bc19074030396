import type { Reply } from "../../api/reply";
import { isOpenAIError, OpenAIError } from "../../kernel/errors";
import { formatPath } from "../../kernel/identity";
import type { Operation } from "../session/operation";
import type { Sought } from "./sought";

/**
 * Whether the server has stopped serving the kind as a whole: from its last day on, neither the object nor its
 * collection is there, while the same address and key still serve something else. Nothing of it exists any more then.
 */
export async function isShutDown({ operation, ids }: Sought, error: unknown): Promise<boolean> {
  const { session, declaration, credential } = operation;
  const { sunset } = declaration;
  if (!sunset || !isRemoved(error) || !isPast(sunset.on, error)) return false;
  const call = { method: "GET", repeat: "free" } as const;
  const answer = (work: Promise<Reply>) => work.catch((failure: unknown) => failure);
  const { at, beta } = declaration;
  if (at.list !== undefined) {
    const path = formatPath(declaration, at.list, ids);
    const page = { ...call, path, template: at.list, query: { limit: "1" }, beta };
    if (!isRemoved(await answer(session.client.call(credential, page, operation)))) return false;
  }
  const { serves } = sunset;
  return !isOpenAIError(
    await answer(session.client.call(credential, { ...call, path: serves, template: serves }, operation)),
  );
}

/** The API's own "no such thing", of an object or of a whole path. */
function isRemoved(error: unknown): error is OpenAIError {
  return isOpenAIError(error) && error.details.status === 404 && error.details.fromApi === true;
}

function isPast(day: string, { details }: OpenAIError): boolean {
  return (details.serverTime ?? 0) * 1000 >= Date.parse(day);
}

/** A refused creation, with what the last day of the kind has to do with it. */
export function withSunset({ declaration }: Operation, error: unknown): unknown {
  const { sunset } = declaration;
  if (!sunset || !isOpenAIError(error) || error.code !== "refused") return error;
  if (![403, 404, 410].includes(error.details.status ?? 0)) return error;
  return new OpenAIError(error.code, `${error.message} ${sunset.says}`, error.details);
}
