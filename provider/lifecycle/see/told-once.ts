import { isOpenAIError, OpenAIError } from "../../kernel/errors";
import { keyOf } from "../session/collections";
import { objectName } from "../session/object-name";
import type { Session } from "../session/session";
import type { Sought } from "./sought";

const mostTold = 1_000;

/** By run, and by listing and what came of it: the object with which it was told. */
const told = new WeakMap<Session, Map<string, string>>();

/** Where many objects wait for one listing, its failure is told with the first of them; the others point there. */
export function toldOnce({ operation, ids }: Sought, error: unknown): unknown {
  const { session, declaration } = operation;
  const isOfListing = isOpenAIError(error) && error.message.startsWith(`GET ${declaration.at.list} `);
  if (!isOfListing) return error;
  const before = told.get(session) ?? new Map<string, string>();
  told.set(session, before);
  const key = `${keyOf(operation, ids)} ${error.code} ${error.details.status}`;
  const name = objectName({ declaration, live: ids });
  const first = before.get(key);
  if (first === undefined && before.size < mostTold) before.set(key, name);
  if (first === undefined || first === name) return error;
  return new OpenAIError(
    error.code,
    `Not read, for the same reason as ${first}: see there. Nothing was changed.`,
    error.details,
  );
}
