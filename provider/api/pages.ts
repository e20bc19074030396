import type { ListRules } from "../kernel/declaration";
import { type ErrorDetails, OpenAIError } from "../kernel/errors";
import { isObject, type Properties, valueAt } from "../kernel/values";
import type { Asker } from "./asker";
import type { Call } from "./call";
import type { Client } from "./client";
import type { Reply } from "./reply";
import type { Credential } from "./settings";

/** A whole collection, read to its end. */
export interface Listing {
  items: Properties[];
  pages: number;
  details: ErrorDetails;
}

/** One page of a collection, in the API's order. An item that moves while it is listed may stand on two pages. */
export interface Page {
  items: Properties[];
  details: ErrorDetails;
}

/** Where a collection is. */
type Place = Pick<Call, "path" | "template" | "beta" | "about">;

const mostPages = 10_000;

/**
 * The pages of a collection, each asked for when it is wanted, so that a collection of any size takes the memory of one
 * page. A listing that cannot be completed is an error and never an end: what a broken listing leaves out must not be
 * taken for gone.
 */
export async function* pagesOf(
  client: Client,
  credential: Credential,
  rules: ListRules,
  call: Place,
  /** Dotted path of what tells the items apart. */
  key = "id",
  asker?: Asker,
): AsyncGenerator<Page, void, undefined> {
  const cursors = new Set<string>();
  let after: string | undefined;
  let isEmpty = true;
  for (let pages = 1; pages <= mostPages; pages++) {
    const query: Record<string, string> = { ...rules.query, limit: String(rules.max) };
    if (after !== undefined) query.after = after;
    const reply = await client.call(credential, { ...call, method: "GET", query, repeat: "free" }, asker);
    const { body, details } = reply;
    const broken = (why: string) =>
      new OpenAIError(
        "broken-reply",
        `GET ${call.template} gave a listing that cannot be trusted: ${why} on page ${pages}. Nothing was changed; try again.`,
        details,
      );
    const items = itemsOf(reply, key, broken);
    isEmpty &&= items.length === 0;
    if (body.has_more === false) {
      if (rules.never === "empty" && isEmpty) throw broken("no item, although there always is one,");
      yield { items, details };
      return;
    }
    if (body.has_more !== true) throw broken("no word on whether there is more");
    after = cursorOf(rules, body, items);
    if (after === undefined || after === "") throw broken("more to come but no cursor");
    if (cursors.has(after)) throw broken("a repeated cursor");
    cursors.add(after);
    yield { items, details };
  }
  throw new OpenAIError(
    "broken-reply",
    `GET ${call.template} has more than ${mostPages} pages; the listing was given up.`,
  );
}

/** Every page of a collection; each item once, as it was seen last. `kept` is what of it is remembered. */
export async function listAll(
  client: Client,
  credential: Credential,
  rules: ListRules,
  call: Place,
  key = "id",
  asker?: Asker,
  kept: (item: Properties) => Properties = (item) => item,
): Promise<Listing> {
  const items = new Map<string, Properties>();
  let pages = 0;
  let details: ErrorDetails = {};
  for await (const page of pagesOf(client, credential, rules, call, key, asker)) {
    pages++;
    details = page.details;
    for (const item of page.items) items.set(String(valueAt(item, key)), kept(item));
  }
  return { items: [...items.values()], pages, details };
}

function itemsOf({ body }: Reply, key: string, broken: (why: string) => OpenAIError): Properties[] {
  if (!Array.isArray(body.data)) throw broken("no data");
  return body.data.map((item) => {
    if (!isObject(item) || typeof valueAt(item, key) !== "string") throw broken(`an item without ${key}`);
    return item;
  });
}

function cursorOf({ page }: ListRules, body: Properties, items: Properties[]): string | undefined {
  const cursor = page === "next" ? body.next : page === "lastId" ? body.last_id : items.at(-1)?.id;
  return typeof cursor === "string" ? cursor : undefined;
}
