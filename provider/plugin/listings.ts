import { randomUUID } from "node:crypto";
import type { Listed } from "../lifecycle/see/list";

type Listing = AsyncIterator<Listed, void, undefined>;

/** Nobody reads as many side by side; what is forgotten can be listed anew. */
const mostOpen = 100;

/** Listings that wait for somebody to want their next page: going on costs the calls of that page, and none before it. */
export class Listings {
  readonly #open = new Map<string, Listing>();

  /** Keeps one until it is asked for; the token asks for it. */
  keep(listing: Listing): string {
    const token = randomUUID();
    this.#open.set(token, listing);
    const oldest = this.#open.keys().next();
    if (this.#open.size > mostOpen && !oldest.done) this.take(oldest.value)?.return?.();
    return token;
  }

  take(token: string): Listing | undefined {
    const listing = this.#open.get(token);
    this.#open.delete(token);
    return listing;
  }
}
