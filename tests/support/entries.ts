import type { Asker } from "../../provider/api/asker";
import type { Declaration, Thing } from "../../provider/kernel/declaration";
import type { Properties } from "../../provider/kernel/values";
import * as change from "../../provider/lifecycle/change/update";
import * as ending from "../../provider/lifecycle/end/end";
import * as make from "../../provider/lifecycle/make/create";
import * as listing from "../../provider/lifecycle/see/list";
import * as see from "../../provider/lifecycle/see/read";
import type { Hint } from "../../provider/lifecycle/session/hint";
import { Operation } from "../../provider/lifecycle/session/operation";
import type { Saved } from "../../provider/lifecycle/session/saved";
import type { Session } from "../../provider/lifecycle/session/session";

/** The lifecycle's entries as a test calls them that needs nothing but a session, a kind and perhaps a key. */

export function create(
  session: Session,
  declaration: Declaration,
  args: Properties,
  apiKey?: string,
  adopting?: string | boolean,
  hint?: Hint,
): Promise<Saved> {
  return make.create(new Operation(session, declaration, { apiKey, hint }), args, adopting);
}

export function read(
  session: Session,
  declaration: Declaration,
  saved: Saved,
  said: Properties,
  apiKey?: string,
): Promise<see.Seen | undefined> {
  return see.read(new Operation(session, declaration, { apiKey }), saved, said);
}

export function find(
  session: Session,
  declaration: Thing,
  id: string,
  apiKey?: string,
): Promise<see.Seen | undefined> {
  return see.find(new Operation(session, declaration, { apiKey }), id);
}

export function update(
  session: Session,
  declaration: Declaration,
  saved: Saved,
  olds: Properties,
  news: Properties,
  apiKey?: string,
  hint?: Hint,
): Promise<Saved> {
  return change.update(new Operation(session, declaration, { apiKey, hint }), saved, olds, news);
}

export function end(
  session: Session,
  declaration: Declaration,
  saved: Saved,
  apiKey?: string,
): Promise<void> {
  return ending.end(new Operation(session, declaration, { apiKey }), saved);
}

export function list(
  session: Session,
  declaration: Thing,
  parents: Properties = {},
  asker: Asker & { apiKey?: string } = {},
): AsyncGenerator<listing.Listed, void, undefined> {
  return listing.list(new Operation(session, declaration, asker), parents);
}
