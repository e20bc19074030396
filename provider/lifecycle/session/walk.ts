import type { Listing, Page } from "../../api/pages";
import type { Properties } from "../../kernel/values";
import { afterSecondQuestion } from "./second-question";

/** Whoever asks for a page for each object costs as much as one call for each, so one page is read for two that are sought. */
const soughtForAPage = 2;

interface Ways {
  /** The pages from the first one on. */
  open(): AsyncGenerator<Page, void, undefined>;
  /** What tells an item from the others, and what of it is remembered. */
  key(item: Properties): string;
  kept(item: Properties): Properties;
  /** Our own writes over a page that was asked for at this moment. */
  laid(listing: Listing, at: number): Listing;
  now(): number;
  pause(milliseconds: number): Promise<void>;
}

/**
 * A listing that is read page by page, no further than those who seek something in it make worthwhile: in a large
 * collection few objects are cheaper to ask for by their own paths. Whoever needs all of it has it read to its end.
 */
export class Walk {
  readonly listing: Listing = { items: [], pages: 0, details: {} };
  readonly at: number;
  isWhole = false;
  #pages: AsyncGenerator<Page, void, undefined>;
  #reading?: Promise<void>;
  #sought = 0;
  #isAskedAgain = false;
  #isBroken = false;
  readonly #seen = new Map<string, Properties>();

  constructor(private readonly ways: Ways) {
    this.at = ways.now();
    this.#pages = ways.open();
  }

  /** The listing as far as it shows the object, or whole; undefined where no further page is worthwhile. */
  async seek(isThere: (items: Properties[]) => boolean): Promise<Listing | undefined> {
    this.#sought++;
    while (!this.isWhole && !isThere(this.listing.items)) {
      const { pages } = this.listing;
      if (pages > 0 && pages * soughtForAPage >= this.#sought) return undefined;
      await this.#read();
    }
    return this.listing;
  }

  async toEnd(): Promise<Listing> {
    while (!this.isWhole) await this.#read();
    return this.listing;
  }

  /** The next page; whoever asks while it is under way shares it. */
  #read(): Promise<void> {
    this.#reading ??= this.#page().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  /** A page that makes no sense is a reason to begin once more, as with any other listing. */
  #page(): Promise<void> {
    if (this.#isAskedAgain) return this.#next();
    return afterSecondQuestion(
      (milliseconds) => {
        this.#isAskedAgain = true;
        return this.ways.pause(milliseconds);
      },
      () => this.#next(),
    );
  }

  async #next(): Promise<void> {
    if (this.#isBroken) this.#beginAnew();
    const at = this.ways.now();
    // Only a page that has come makes it whole again.
    this.#isBroken = true;
    const { value: page } = await this.#pages.next();
    this.#isBroken = false;
    if (!page) return;
    const laid = this.ways.laid(
      { items: page.items.map(this.ways.kept), pages: 1, details: page.details },
      at,
    );
    for (const item of laid.items) this.#take(item);
    this.listing.pages++;
    this.listing.details = page.details;
    this.isWhole = page.isLast;
  }

  #take(item: Properties): void {
    const key = this.ways.key(item);
    const before = this.#seen.get(key);
    if (before) this.listing.items = this.listing.items.filter((other) => other !== before);
    this.#seen.set(key, item);
    this.listing.items.push(item);
  }

  #beginAnew(): void {
    this.#pages = this.ways.open();
    this.#seen.clear();
    Object.assign(this.listing, { items: [], pages: 0 });
  }
}
