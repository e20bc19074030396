import type { ListRules } from "../kernel/declaration";
import { type ErrorDetails, OpenAIError } from "../kernel/errors";
import { isObject, type Properties, valueAt } from "../kernel/values";
import type { Call } from "./call";
import type { Client } from "./client";
import type { Credential } from "./settings";

/** A whole collection, read to its end. */
export interface Listing {
  items: Properties[];
  pages: number;
  details: ErrorDetails;
}

const mostPages = 10_000;

/**
 * Reads every page of a collection. A listing that cannot be completed is an error and never an end:
 * what a broken listing leaves out must not be taken for gone.
 */
export async function listAll(
  client: Client,
  credential: Credential,
  rules: ListRules,
  call: Pick<Call, "path" | "template" | "beta" | "about">,
  /** Dotted path of what tells the items apart. */
  key = "id",
): Promise<Listing> {
  const items = new Map<string, Properties>();
  const cursors = new Set<string>();
  let after: string | undefined;
  for (let pages = 1; pages <= mostPages; pages++) {
    const query: Record<string, string> = { ...rules.query, limit: String(rules.max) };
    if (after !== undefined) query.after = after;
    const { body, details } = await client.call(credential, {
      ...call,
      method: "GET",
      query,
      repeat: "free",
    });
    const broken = (why: string) =>
      new OpenAIError(
        "broken-reply",
        `GET ${call.template} gave a listing that cannot be trusted: ${why} on page ${pages}. Nothing was changed; try again.`,
        details,
      );
    if (!Array.isArray(body.data)) throw broken("no data");
    for (const item of body.data) {
      const id = valueAt(item, key);
      if (!isObject(item) || typeof id !== "string") throw broken(`an item without ${key}`);
      items.set(id, item);
    }
    if (body.has_more === false) {
      if (rules.never === "empty" && items.size === 0) throw broken("no item, although there always is one,");
      return { items: [...items.values()], pages, details };
    }
    if (body.has_more !== true) throw broken("no word on whether there is more");
    const last = body.data.at(-1);
    const cursor =
      rules.page === "next"
        ? body.next
        : rules.page === "lastId"
          ? body.last_id
          : isObject(last)
            ? last.id
            : undefined;
    if (typeof cursor !== "string" || cursor === "") throw broken("more to come but no cursor");
    if (cursors.has(cursor)) throw broken("a repeated cursor");
    cursors.add(cursor);
    after = cursor;
  }
  throw new OpenAIError(
    "broken-reply",
    `GET ${call.template} has more than ${mostPages} pages; the listing was given up.`,
  );
}
