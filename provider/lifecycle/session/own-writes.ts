import type { Listing } from "../../api/pages";
import type { Thing } from "../../kernel/declaration";
import type { Properties } from "../../kernel/values";
import { findItem, isSameItem } from "./items";

const mostRemembered = 1000;
/** Longest time for which a listing may not show what was written, in milliseconds. */
export const longestLag = 120_000;

/** What this run has written itself. */
export interface OwnWrite {
  at: number;
  /** Of the collection. */
  key: string;
  declaration: Thing;
  ids: Properties;
  what: Properties | "removed";
}

/** The writes of a run: a listing may lag behind them, and must not make the run forget what it did. */
export class OwnWrites {
  #writes: OwnWrite[] = [];

  note(write: OwnWrite): void {
    this.#writes.push(write);
    if (this.#writes.length > mostRemembered) this.#writes.shift();
  }

  /** An object was made: what was written to one with its ids before says nothing of it. */
  forget(key: string, declaration: Thing, ids: Properties): void {
    this.#writes = this.#writes.filter(
      (write) => write.key !== key || !isSameItem(declaration, write.ids, ids),
    );
  }

  /** A listing that was begun at this moment, as it is after the writes that it may not show yet. */
  over(key: string, at: number, listing: Listing): Listing {
    for (const write of this.#writes) {
      if (write.key === key && write.at >= at - longestLag) lay(write, listing);
    }
    return listing;
  }
}

/** Lays a write over a listing. */
export function lay({ declaration, ids, what }: OwnWrite, listing: Listing): void {
  const item = findItem(declaration, ids, listing.items);
  if (!item) return;
  if (what === "removed") listing.items = listing.items.filter((other) => other !== item);
  else Object.assign(item, what);
}
