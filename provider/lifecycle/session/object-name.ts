import { contentOf } from "../../kernel/codec";
import { namesIn, type Thing } from "../../kernel/declaration";
import { formatId } from "../../kernel/identity";
import type { Properties } from "../../kernel/values";

/** An object, as people know it. */
export interface Named {
  declaration: Thing;
  id?: string;
  /** Its known properties, or the arguments that it is made with. */
  live?: Properties;
}

/** The object's kind, its name where it has one, and its id where that is known. */
export function objectName({ declaration, id, live = {} }: Named): string {
  const { token, props } = declaration;
  const title = Object.keys(props).find((name) => props[name]?.options.named);
  // A file is called by its file's name.
  const named = title ?? contentOf(declaration)?.filename ?? "name";
  const name = live[named];
  const known = id ?? idFrom(declaration, live);
  if (typeof name !== "string" || name === "") return known === undefined ? token : `${token} ${known}`;
  return `${token} "${name}"${known === undefined ? "" : ` (${known})`}`;
}

function idFrom(declaration: Thing, live: Properties): string | undefined {
  try {
    return formatId(declaration, live);
  } catch {
    // What is about to be made has none yet.
    return undefined;
  }
}

/** A whole collection, for messages: the parents that stand in its path tell it from others of its kind. */
export function listingName(declaration: Thing, ids: Properties): string {
  const parents = namesIn(declaration.at.list ?? "").map((name) => String(ids[name]));
  return `The list of every ${declaration.token}${parents.length > 0 ? ` in ${parents.join("/")}` : ""}`;
}
