import type { Store } from "../state/store";
import type { Row } from "../state/table";
import { badRequest } from "./errors";

/** How one listing pages: which cursor it takes, and its bounds and default order. */
export interface PageRule {
  /**
   * `id`: `after` is an object's id (first_id and last_id are returned). `next`: `after` is the returned token.
   * `next or id`: it may be either, for the document names ids where the official client sends the token.
   */
  cursor: "id" | "next" | "next or id";
  /** Without `max` the document states none, and as much comes as is asked for. */
  limit: { default: number; min: number; max?: number };
  order: "asc" | "desc";
}

export interface PageQuery {
  limit?: number;
  after?: string;
  before?: string;
  order?: "asc" | "desc";
}

const tokenOf = (seq: number): string => Buffer.from(`seq:${seq}`).toString("base64url");

function positionOfToken(token: string): number | null {
  const match = /^seq:(-?\d+)$/.exec(Buffer.from(token, "base64url").toString());
  return match === null ? null : Number(match[1]);
}

function positionOfId(store: Store, rows: readonly Row[], cursor: string, param: string): number {
  const position = rows.find((row) => row.id === cursor)?.seq ?? store.buried(cursor);
  if (position === undefined)
    throw badRequest(`Invalid cursor: no object for '${param}'.`, param, "invalid_cursor");
  return position;
}

function positionOfNext(store: Store, rule: PageRule, rows: readonly Row[], cursor: string): number {
  const position = positionOfToken(cursor);
  if (position !== null) return position;
  if (rule.cursor === "next or id") return positionOfId(store, rows, cursor, "after");
  throw badRequest("Invalid cursor: 'after' is not a 'next' of this listing.", "after", "invalid_cursor");
}

export interface Page {
  object: "list";
  data: object[];
  has_more: boolean;
  first_id?: string | null;
  last_id?: string | null;
  next?: string | null;
}

/** The part of the rows that comes after (or before) the cursor, in the order asked for. */
export function page<R extends Row>(
  store: Store,
  rule: PageRule,
  query: PageQuery,
  rows: readonly R[],
  show: (row: R) => object,
): Page {
  const descending = (query.order ?? rule.order) === "desc";
  const ordered = [...rows].sort((a, b) => (descending ? b.seq - a.seq : a.seq - b.seq));
  const comesAfter = (row: Row, position: number) => (descending ? row.seq < position : row.seq > position);
  const limit = query.limit ?? rule.limit.default;

  if (rule.cursor !== "id") {
    const start = query.after === undefined ? null : positionOfNext(store, rule, rows, query.after);
    const rest = start === null ? ordered : ordered.filter((row) => comesAfter(row, start));
    const data = rest.slice(0, limit);
    const more = rest.length > data.length;
    const standing =
      data.at(-1)?.seq ?? start ?? (descending ? Number.MAX_SAFE_INTEGER : Number.MIN_SAFE_INTEGER);
    return { object: "list", data: data.map(show), has_more: more, next: more ? tokenOf(standing) : null };
  }

  let rest: readonly R[] = ordered;
  if (query.after !== undefined) {
    const position = positionOfId(store, rows, query.after, "after");
    rest = rest.filter((row) => comesAfter(row, position));
  }
  if (query.before !== undefined) {
    const position = positionOfId(store, rows, query.before, "before");
    rest = rest.filter((row) => row.seq !== position && !comesAfter(row, position));
  }
  // `before` alone asks for the page that ends just before the cursor, not for the first page of all.
  const backwards = query.before !== undefined && query.after === undefined;
  const chosen = backwards ? rest.slice(-limit) : rest.slice(0, limit);
  return {
    object: "list",
    data: chosen.map(show),
    first_id: chosen[0]?.id ?? null,
    last_id: chosen.at(-1)?.id ?? null,
    has_more: rest.length > chosen.length,
  };
}
