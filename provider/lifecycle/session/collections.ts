import type { Client } from "../../api/client";
import { type Clock, sleep } from "../../api/clock";
import { type Listing, listAll } from "../../api/pages";
import type { Credential } from "../../api/settings";
import type { Declaration } from "../../kernel/declaration";
import { formatPath } from "../../kernel/identity";
import type { Properties } from "../../kernel/values";
import { Births } from "./births";
import { keyOfItems } from "./items";
import { listingName } from "./object-name";
import { lay, OwnWrites } from "./own-writes";
import { afterSecondQuestion } from "./second-question";
import { type Shared, Shelf } from "./shelf";
import { Trust } from "./trust";

export { findBy, findItem } from "./items";

const freshFor = 5 * 60_000;
/** Two answers count as two witnesses when this lies between them, in milliseconds. */
export const secondLook = 10_000;

/** Listings shared by all reads of a run, with our own writes laid over them. */
export class Collections {
  readonly #first = new Shelf();
  readonly #second = new Shelf();
  readonly #fresh = new Shelf();
  readonly #looks = new Shelf();
  readonly #own = new OwnWrites();
  /** Which listings can be believed when they miss something. */
  readonly trust = new Trust();
  /** When this run has made what. */
  readonly births: Births;

  constructor(
    private readonly client: Client,
    private readonly clock: Clock,
  ) {
    this.births = new Births(client);
  }

  /** The collection that an object with these path ids lives in; listed once for everyone who asks. */
  all(credential: Credential, declaration: Declaration, ids: Properties): Promise<Listing> {
    return this.#cached(credential, declaration, ids).listing;
  }

  /**
   * A second listing, made after somebody missed something in the first: ten seconds after it, and begun at `moment` or
   * later. Shared as well.
   */
  async again(
    credential: Credential,
    declaration: Declaration,
    ids: Properties,
    moment = 0,
  ): Promise<Listing> {
    const first = this.#cached(credential, declaration, ids);
    await first.listing;
    const due = Math.max(moment, first.at + secondLook, this.clock.now());
    const key = keyOf(credential, declaration, ids);
    const known = this.#second.get(key);
    if (known && known.at >= Math.max(moment, first.at + secondLook)) return known.listing;
    return this.#begin(this.#second, due, credential, declaration, ids).listing;
  }

  /** A listing begun at this moment or later. Whoever comes while an older one is under way shares the next. */
  async fresh(
    credential: Credential,
    declaration: Declaration,
    ids: Properties,
    moment = this.clock.now(),
  ): Promise<Listing> {
    for (;;) {
      const known = this.#fresh.get(keyOf(credential, declaration, ids));
      if (known && known.at >= moment) return known.listing;
      if (!known || known.isDone)
        return this.#begin(this.#fresh, this.clock.now(), credential, declaration, ids).listing;
      await known.listing.catch(() => undefined);
    }
  }

  /** A listing begun at this moment or later, shared by all who look for what they have lost. Asked for once, come what may. */
  since(credential: Credential, declaration: Declaration, ids: Properties, moment: number): Promise<Listing> {
    const key = keyOf(credential, declaration, ids);
    const known = this.#looks.get(key);
    if (known && known.at >= moment) return known.listing;
    const at = this.clock.now();
    const listing = this.#list(credential, declaration, ids);
    return this.#looks.keep(key, at, listing).listing;
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
    this.trust.isEnded(keyOf(credential, declaration, ids), declaration, ids);
    await this.#note(credential, declaration, ids, "removed");
  }

  /** Our own creation: what was listed before it says nothing of it, nor what was written to one that had its ids. */
  made(credential: Credential, declaration: Declaration, ids: Properties): void {
    const key = keyOf(credential, declaration, ids);
    for (const shelf of [this.#first, this.#second, this.#fresh]) shelf.delete(key);
    this.#own.forget(key, declaration, ids);
    this.births.note(declaration, ids);
  }

  async #note(
    credential: Credential,
    declaration: Declaration,
    ids: Properties,
    what: Properties | "removed",
  ): Promise<void> {
    const key = keyOf(credential, declaration, ids);
    const write = { at: this.clock.now(), key, declaration, ids, what };
    this.#own.note(write);
    for (const shelf of [this.#first, this.#second, this.#fresh]) {
      const shared = shelf.get(key);
      // One that is not begun yet is laid over when it comes.
      if (!shared || shared.at > write.at) continue;
      const listing = await shared.listing.catch(() => undefined);
      if (listing) lay(write, listing);
    }
  }

  #cached(credential: Credential, declaration: Declaration, ids: Properties): Shared {
    const key = keyOf(credential, declaration, ids);
    const known = this.#first.get(key);
    const now = this.clock.now();
    if (known && now - known.at < freshFor) return known;
    const shared = this.#begin(this.#first, now, credential, declaration, ids);
    // Two witnesses, and the age of what is remembered, count from its end.
    shared.listing.then(
      () => {
        shared.at = this.clock.now();
      },
      () => undefined,
    );
    return shared;
  }

  /** Lists from this moment on, asks once more if the answer makes no sense, and lays our own writes over it. */
  #begin(
    shelf: Shelf,
    at: number,
    credential: Credential,
    declaration: Declaration,
    ids: Properties,
  ): Shared {
    const key = keyOf(credential, declaration, ids);
    const work = async () => {
      const wait = at - this.clock.now();
      if (wait > 0) await sleep(this.clock, wait);
      let begun = at;
      const listing = await afterSecondQuestion(this.clock, () => {
        begun = this.clock.now();
        return this.#list(credential, declaration, ids);
      });
      return this.#own.over(key, begun, listing);
    };
    return shelf.keep(key, at, work());
  }

  #list(credential: Credential, declaration: Declaration, ids: Properties): Promise<Listing> {
    const call = {
      path: formatPath(declaration, declaration.at.list, ids),
      template: declaration.at.list,
      beta: declaration.beta,
      about: listingName(declaration, ids),
    };
    return listAll(this.client, credential, declaration.list, call, keyOfItems(declaration));
  }
}

/** What tells one collection from all others, as it is listed with this key. */
export function keyOf(credential: Credential, declaration: Declaration, ids: Properties): string {
  const { at, list } = declaration;
  const query = list.query ? `?${new URLSearchParams(list.query)}` : "";
  return `${credential.connection} ${formatPath(declaration, at.list, ids)}${query}`;
}
