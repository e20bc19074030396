import type { Client } from "../api/client";
import { type Clock, sleep } from "../api/clock";
import { type Listing, listAll } from "../api/pages";
import type { Credential } from "../api/settings";
import { readPath } from "../kernel/codec";
import { type Declaration, namesIn } from "../kernel/declaration";
import { formatPath } from "../kernel/identity";
import { type Properties, same, type Value, valueAt } from "../kernel/values";

const mostCollections = 500;
const mostOwnWrites = 1000;
/** Longest time for which a listing may not show what was written, in milliseconds. */
const longestLag = 120_000;
const freshFor = 5 * 60_000;
/** Two answers count as two witnesses when this lies between them, in milliseconds. */
export const secondLook = 10_000;

interface Entry {
  at: number;
  first: Promise<Listing>;
  second?: { at: number; listing: Promise<Listing> };
  missing: number;
}

/** What this run has written itself. */
interface OwnWrite {
  at: number;
  /** Of the collection. */
  key: string;
  declaration: Declaration;
  ids: Properties;
  what: Properties | "removed";
}

/** Lays a write over a listing. */
function lay({ declaration, ids, what }: OwnWrite, listing: Listing): void {
  const item = findItem(declaration, ids, listing.items);
  if (!item) return;
  if (what === "removed") listing.items = listing.items.filter((other) => other !== item);
  else Object.assign(item, what);
}

/** Listings shared by all reads of a run, with our own writes laid over them. */
export class Collections {
  readonly #entries = new Map<string, Entry>();
  #own: OwnWrite[] = [];
  readonly #looks = new Map<string, { at: number; listing: Promise<Listing> }>();

  constructor(
    private readonly client: Client,
    private readonly clock: Clock,
  ) {}

  /** The collection that an object with these path ids lives in; listed once for everyone who asks. */
  all(credential: Credential, declaration: Declaration, ids: Properties): Promise<Listing> {
    return this.#entry(credential, declaration, ids).first;
  }

  /**
   * A second listing, made after somebody missed something in the first, and begun at `moment` or later. Shared as well.
   */
  again(credential: Credential, declaration: Declaration, ids: Properties, moment: number): Promise<Listing> {
    const entry = this.#entry(credential, declaration, ids);
    if (entry.second && entry.second.at >= moment) return entry.second.listing;
    const second = {
      at: Number.POSITIVE_INFINITY,
      listing: Promise.resolve() as unknown as Promise<Listing>,
    };
    second.listing = this.#secondListing(entry, second, this.#key(credential, declaration, ids), () =>
      this.#list(credential, declaration, ids),
    );
    second.listing.catch(() => {
      if (entry.second === second) entry.second = undefined;
    });
    entry.second = second;
    return second.listing;
  }

  /** A listing begun at this moment or later, shared by all who look for what they have lost. */
  since(credential: Credential, declaration: Declaration, ids: Properties, moment: number): Promise<Listing> {
    const key = this.#key(credential, declaration, ids);
    const known = this.#looks.get(key);
    if (known && known.at >= moment) return known.listing;
    const listing = this.#list(credential, declaration, ids);
    listing.catch(() => this.#looks.delete(key));
    this.#looks.set(key, { at: this.clock.now(), listing });
    const oldest = this.#looks.keys().next();
    if (this.#looks.size > mostCollections && !oldest.done) this.#looks.delete(oldest.value);
    return listing;
  }

  async #secondListing(
    entry: Entry,
    second: { at: number },
    key: string,
    list: () => Promise<Listing>,
  ): Promise<Listing> {
    await entry.first;
    await sleep(this.clock, Math.max(0, entry.at + secondLook - this.clock.now()));
    second.at = this.clock.now();
    return this.#withOwnWrites(key, second.at, await list());
  }

  /** A listing may lag behind what this run has written a moment before it. */
  #withOwnWrites(key: string, at: number, listing: Listing): Listing {
    for (const write of this.#own) {
      if (write.key === key && write.at >= at - longestLag) lay(write, listing);
    }
    return listing;
  }

  /** Counts an object missing from the first listing. More of them than pages: one more listing is cheaper than asking for each. */
  async missesMoreThanItsPages(
    credential: Credential,
    declaration: Declaration,
    ids: Properties,
  ): Promise<boolean> {
    const entry = this.#entry(credential, declaration, ids);
    entry.missing++;
    return entry.missing > (await entry.first).pages;
  }

  /** Our own write, so that later reads of this run see it whatever a listing says. */
  async wrote(
    credential: Credential,
    declaration: Declaration,
    ids: Properties,
    item: Properties,
  ): Promise<void> {
    await this.#note(credential, declaration, ids, item);
  }

  /** Our own deletion. */
  async removed(credential: Credential, declaration: Declaration, ids: Properties): Promise<void> {
    await this.#note(credential, declaration, ids, "removed");
  }

  /** Our own creation: what was listed before it says nothing of it. */
  made(credential: Credential, declaration: Declaration, ids: Properties): void {
    this.#entries.delete(this.#key(credential, declaration, ids));
  }

  async #note(
    credential: Credential,
    declaration: Declaration,
    ids: Properties,
    what: OwnWrite["what"],
  ): Promise<void> {
    const key = this.#key(credential, declaration, ids);
    const write: OwnWrite = { at: this.clock.now(), key, declaration, ids, what };
    this.#own.push(write);
    if (this.#own.length > mostOwnWrites) this.#own.shift();
    const entry = this.#entries.get(key);
    for (const made of [entry?.first, entry?.second?.listing]) {
      const listing = await made?.catch(() => undefined);
      if (listing) lay(write, listing);
    }
  }

  #key(credential: Credential, declaration: Declaration, ids: Properties): string {
    return `${credential.fingerprint} ${formatPath(declaration, declaration.at.list, ids)}`;
  }

  #entry(credential: Credential, declaration: Declaration, ids: Properties): Entry {
    const key = this.#key(credential, declaration, ids);
    const known = this.#entries.get(key);
    if (known && this.clock.now() - known.at < freshFor) return known;
    const entry: Entry = {
      at: this.clock.now(),
      first: this.#list(credential, declaration, ids),
      missing: 0,
    };
    entry.first.then(
      (listing) => {
        this.#withOwnWrites(key, entry.at, listing);
        entry.at = this.clock.now();
      },
      () => {
        if (this.#entries.get(key) === entry) this.#entries.delete(key);
      },
    );
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    const oldest = this.#entries.keys().next();
    if (this.#entries.size > mostCollections && !oldest.done) this.#entries.delete(oldest.value);
    return entry;
  }

  #list(credential: Credential, declaration: Declaration, ids: Properties): Promise<Listing> {
    const call = {
      path: formatPath(declaration, declaration.at.list, ids),
      template: declaration.at.list,
      beta: declaration.beta,
    };
    return listAll(this.client, credential, declaration.list, call, keyOfItems(declaration));
  }
}

/** Where an item of a listing carries the last id of the path. */
function keyOfItems(declaration: Declaration): string {
  const name = namesIn(declaration.id).at(-1) ?? "";
  const property = declaration.props[name];
  return property ? readPath(name, property) : name;
}

/** The item of a listing that the last id of the path names. */
export function findItem(
  declaration: Declaration,
  ids: Properties,
  items: Properties[],
): Properties | undefined {
  const name = namesIn(declaration.id).at(-1) ?? "";
  return findBy(declaration, name, ids[name], items);
}

export function findBy(
  declaration: Declaration,
  name: string,
  value: Value,
  items: Properties[],
): Properties | undefined {
  const property = declaration.props[name];
  if (!property) return undefined;
  const plain = (raw: Value) => (property.options.equal ? property.options.equal(raw) : raw);
  return items.find((item) => same(plain(valueAt(item, readPath(name, property))), plain(value)));
}
