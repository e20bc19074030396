import { isOpenAIError, OpenAIError } from "../../api/errors";
import { objectName } from "../session/object-name";
import type { Sought } from "./sought";

/** By an error that several wait for: the object with which it was told. */
const told = new WeakMap<OpenAIError, string>();

/** Where many objects wait for one answer, its failure is told with the first of them; the others point there. */
export function toldOnce({ declaration, ids }: Pick<Sought, "declaration" | "ids">, error: unknown): unknown {
  if (!isOpenAIError(error)) return error;
  const name = objectName({ declaration, live: ids });
  const first = told.get(error);
  if (first === undefined) told.set(error, name);
  if (first === undefined || first === name) return error;
  return new OpenAIError(
    error.code,
    `Not read, for the same reason as ${first}: see there. Nothing was changed.`,
    error.details,
  );
}
