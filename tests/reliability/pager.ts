import type { WireRequest, WireResponse } from "../../provider/api/wire";
import { readPath } from "../../provider/kernel/codec";
import { collectionOf } from "../../provider/kernel/identity";
import { isObject, type Properties } from "../../provider/kernel/values";
import type { Session } from "../../provider/lifecycle/session/session";
import type { Bag } from "../dynamic/shell";
import { lastId } from "../kernel/facts";
import type { Declaration } from "../lifecycle/house";
import type { Workshop } from "../support/workshop";
import type { Dice } from "./dice";
import { runThrough, withBody } from "./support-reads";

/** One page as a good server would serve it. */
export interface Page {
  /** From 1. */
  number: number;
  of: number;
  /** Which listing of the run this is, from 1. */
  listing: number;
  items: Bag[];
  body: Bag;
  /** The answer that came before this one. */
  before: Bag;
}

/** What is answered in its place. */
export type Misbehaviour = (page: Page) => Bag | { status: number; body: unknown } | "cut";

const perPage = 2;

/**
 * A run that sees the collection of a kind in many short pages: the true items, among others that are not ours. Between
 * it and the emulator stands a server that pages as the API does, and misbehaves as it is told.
 */
export function pagedRun(
  place: Workshop,
  declaration: Declaration,
  dice: Dice,
  misbehave: Misbehaviour = ({ body }) => body,
): Session {
  const order = new Map<string, number>();
  const rank = (key: string) => order.get(key) ?? order.set(key, dice.throw()).get(key) ?? 0;
  /** The page that each cursor leads to. */
  const following = new Map<string, number>();
  let listings = 0;
  return runThrough(place, async (request, on) => {
    if (!isListing(declaration, request)) return on(request);
    const url = new URL(request.url);
    const after = url.searchParams.get("after");
    if (after === null) listings++;
    url.searchParams.delete("after");
    const whole = await on({ ...request, url: url.href });
    if (whole.status !== 200) return whole;
    const all = withStrangers(declaration, await bodyOf(whole));
    const key = keyPath(declaration);
    all.sort((a, b) => rank(String(a[key])) - rank(String(b[key])));
    const pages: Bag[][] = [];
    while (all.length > 0) pages.push(all.splice(0, perPage));
    const number = after === null ? 1 : (following.get(after) ?? 1);
    const pageAt = (nth: number) => pageBody(declaration, pages[nth - 1] ?? [], nth < pages.length);
    const told = misbehave({
      number,
      of: pages.length,
      listing: listings,
      items: pages[number - 1] ?? [],
      body: pageAt(number),
      before: pageAt(number - 1),
    });
    if (told !== "cut") following.set(cursorIn(declaration, told), number + 1);
    if (told === "cut") throw Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });
    return typeof told.status === "number" && "body" in told
      ? withBody(whole, told.status, told.body)
      : withBody(whole, 200, told);
  });
}

function pageBody(declaration: Declaration, items: Bag[], more: boolean): Bag {
  const cursor = items.length > 0 ? cursorOf(declaration, items) : null;
  const { page } = collectionOf(declaration).rules;
  return {
    object: "list",
    data: items,
    first_id: items[0]?.id ?? null,
    last_id: page === "lastId" ? cursor : null,
    next: page === "next" && more ? cursor : null,
    has_more: more,
  };
}

/** A page is told by its last item. */
const cursorOf = (declaration: Declaration, page: Bag[]): string => {
  const id = String(page.at(-1)?.id);
  return collectionOf(declaration).rules.page === "next" ? `token-${id}` : id;
};

/** The cursor that the client takes from an answer. */
function cursorIn(declaration: Declaration, { next, last_id, data }: Bag): string {
  const { page } = collectionOf(declaration).rules;
  if (page !== "lastItem") return String(page === "next" ? next : last_id);
  const last: unknown = Array.isArray(data) ? data.at(-1) : undefined;
  return String(isObject(last) ? last.id : undefined);
}

function isListing(declaration: Declaration, { method, url }: WireRequest): boolean {
  const pattern = new RegExp(`^/v1${collectionOf(declaration).template.replace(/\{\w+\}/g, "[^/]+")}$`);
  return method === "GET" && pattern.test(new URL(url).pathname);
}

/** Where an item of a listing says which one it is. */
function keyPath(declaration: Declaration): string {
  const name = lastId(declaration);
  const property = declaration.props[name];
  return property ? readPath(name, property) : "id";
}

/** Other people's objects: like ours in everything but what they are called. */
function withStrangers(declaration: Declaration, { data }: Properties): Bag[] {
  const real: Bag[] = Array.isArray(data) ? data.filter(isObject) : [];
  const like: Bag = { ...real[0], id: "", [keyPath(declaration)]: "" };
  return [...real, ...["a", "b", "c", "d", "e", "f"].map((letter) => stranger(`${letter}-stranger`, like))];
}

export function stranger(name: string, like: Bag): Bag {
  const entries = Object.entries(like);
  return Object.fromEntries(entries.map(([key, value]) => [key, typeof value === "string" ? name : value]));
}

async function bodyOf({ body }: WireResponse): Promise<Properties> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString("utf8")) as Properties;
}
