import type { Listing } from "../../api/pages";

const mostCollections = 500;

/** A listing that several wait for. */
export interface Shared {
  /** When it is begun, or once it is complete when it was: nothing newer is in it. */
  at: number;
  listing: Promise<Listing>;
  isDone: boolean;
}

/** One listing of each collection. What failed is not remembered; and there is an end to what is. */
export class Shelf {
  readonly #listings = new Map<string, Shared>();

  get(key: string): Shared | undefined {
    return this.#listings.get(key);
  }

  delete(key: string): void {
    this.#listings.delete(key);
  }

  keep(key: string, at: number, listing: Promise<Listing>): Shared {
    const shared: Shared = { at, listing, isDone: false };
    listing.then(
      () => {
        shared.isDone = true;
      },
      () => {
        shared.isDone = true;
        if (this.#listings.get(key) === shared) this.#listings.delete(key);
      },
    );
    this.#listings.delete(key);
    this.#listings.set(key, shared);
    const oldest = this.#listings.keys().next();
    if (this.#listings.size > mostCollections && !oldest.done) this.#listings.delete(oldest.value);
    return shared;
  }
}
