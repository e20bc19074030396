import type { Emulator } from "../../emulator";
import { readPath } from "../../provider/kernel/codec";
import type { Properties } from "../../provider/kernel/values";
import { lastId } from "../kernel/facts";
import type { Workshop } from "../support/workshop";
import { type Declaration, itemOf, listOf } from "./house";

type Match = NonNullable<Parameters<Emulator["fault"]>[0]["match"]>;

/** A page that holds nothing, as an incident may show one. */
export const emptyPage = {
  object: "list",
  data: [],
  first_id: null,
  last_id: null,
  has_more: false,
  next: null,
};

export const notFoundBody = {
  error: { message: "Not found.", type: "invalid_request_error", param: null, code: "not_found" },
};

/** How an item of the listing names itself that is nobody's. */
export function stranger(declaration: Declaration, id = "something_else"): Properties {
  const name = lastId(declaration);
  const own = declaration.props[name];
  const path = own ? readPath(name, own).split(".") : ["id"];
  const named = path.reduceRight<Properties | string>((inner, step) => ({ [step]: inner }), id);
  return { id, object: "x", ...(typeof named === "string" ? {} : named) };
}

/** A listing that looks complete, and misses what is looked for. */
export const pageOfOthers = (declaration: Declaration) => ({ ...emptyPage, data: [stranger(declaration)] });

/** From now on the listing of a kind looks complete, and is empty: so often, or always. */
export function empties(place: Workshop, declaration: Declaration, times = 10_000): void {
  listsInstead(place, declaration, emptyPage, { times });
}

export function listsInstead(
  place: Workshop,
  declaration: Declaration,
  body: object,
  match: Pick<Match, "nth" | "times"> = { times: 10_000 },
): void {
  place.emulator.fault({
    match: { method: "GET", route: listOf(declaration), ...match },
    action: { type: "status", status: 200, body },
  });
}

/** The API's own 404, where it is not true: to the next GET of an object of the kind, or to another call. */
export function denies(place: Workshop, declaration: Declaration, match: Match = {}): void {
  place.emulator.fault({
    match: { method: "GET", route: itemOf(declaration), ...match },
    action: { type: "status", status: 404, body: notFoundBody },
  });
}
