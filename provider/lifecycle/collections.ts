import type { Client } from "../api/client";
import { type Clock, sleep } from "../api/clock";
import { type Listing, listAll } from "../api/pages";
import type { Credential } from "../api/settings";
import { readPath } from "../kernel/codec";
import { type Declaration, namesIn } from "../kernel/declaration";
import { formatPath } from "../kernel/identity";
import { type Properties, same, type Value, valueAt } from "../kernel/values";

const mostCollections = 500;
const freshFor = 5 * 60_000;
/** Two answers count as two witnesses when this lies between them, in milliseconds. */
export const secondLook = 10_000;

interface Entry {
  at: number;
  first: Promise<Listing>;
  second?: Promise<Listing>;
  missing: number;
}

/** Listings shared by all reads of a run, with our own writes laid over them. */
export class Collections {
  readonly #entries = new Map<string, Entry>();

  constructor(
    private readonly client: Client,
    private readonly clock: Clock,
  ) {}

  /** The collection that an object with these path ids lives in; listed once for everyone who asks. */
  all(credential: Credential, declaration: Declaration, ids: Properties): Promise<Listing> {
    return this.#entry(credential, declaration, ids).first;
  }

  /** A second listing, made after somebody missed something in the first. Shared as well. */
  again(credential: Credential, declaration: Declaration, ids: Properties): Promise<Listing> {
    const entry = this.#entry(credential, declaration, ids);
    entry.second ??= this.#secondListing(entry, () => this.#list(credential, declaration, ids));
    entry.second.catch(() => {
      entry.second = undefined;
    });
    return entry.second;
  }

  async #secondListing(entry: Entry, list: () => Promise<Listing>): Promise<Listing> {
    await entry.first;
    await sleep(this.clock, Math.max(0, entry.at + secondLook - this.clock.now()));
    return list();
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

  /** Our own write, so that later reads of this run see it whatever the listing said. */
  async wrote(
    credential: Credential,
    declaration: Declaration,
    ids: Properties,
    item: Properties,
  ): Promise<void> {
    const listing = await this.#entries
      .get(this.#key(credential, declaration, ids))
      ?.first.catch(() => undefined);
    const known = listing && findItem(declaration, ids, listing.items);
    if (known) Object.assign(known, item);
  }

  /** Our own creation: what was listed before it says nothing of it. */
  made(credential: Credential, declaration: Declaration, ids: Properties): void {
    this.#entries.delete(this.#key(credential, declaration, ids));
  }

  /** Our own deletion. */
  async removed(credential: Credential, declaration: Declaration, ids: Properties): Promise<void> {
    const listing = await this.#entries
      .get(this.#key(credential, declaration, ids))
      ?.first.catch(() => undefined);
    if (!listing) return;
    const gone = findItem(declaration, ids, listing.items);
    listing.items = listing.items.filter((item) => item !== gone);
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
      () => {
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
