import type { Asker } from "../../api/asker";
import type { Client } from "../../api/client";
import type { Clock } from "../../api/clock";
import { type Listing, listAll } from "../../api/pages";
import { formatPath } from "../../kernel/identity";
import type { Properties } from "../../kernel/values";
import type { Asked } from "./asked";
import { Births } from "./births";
import { declaredFields, keyOfItems, placeOf } from "./items";
import { lay, OwnWrites } from "./own-writes";
import { afterSecondQuestion } from "./second-question";
import { type Shared, Shelf } from "./shelf";
import { orStopped, pauseFor } from "./stopping";
import { Trust } from "./trust";

export { findBy, findItem } from "./items";

/** What is written over, or taken, was looked at no longer ago than this, in milliseconds. */
const recently = 5 * 60_000;
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
    /** On whose behalf collections are listed: one asker who gives up does not end it for the others. */
    private readonly everybody: Asker = {},
  ) {
    this.births = new Births(client);
  }

  /**
   * The collection that an object with these path ids lives in; listed once a run for everyone who asks, however long the
   * run has to wait for its turns.
   */
  all(asked: Asked, ids: Properties): Promise<Listing> {
    return this.#shared(asked, this.#cached(asked, ids).listing);
  }

  /** The same, listed anew where that is long ago: for whoever writes over what it shows, or decides by it what is new. */
  recent(asked: Asked, ids: Properties): Promise<Listing> {
    return this.#shared(asked, this.#cached(asked, ids, this.clock.now() - recently).listing);
  }

  /**
   * A second listing, made after somebody missed something in the first: ten seconds after it, and begun at `moment` or
   * later. Shared as well.
   */
  async again(asked: Asked, ids: Properties, moment = 0): Promise<Listing> {
    const first = this.#cached(asked, ids);
    await this.#shared(asked, first.listing);
    const due = Math.max(moment, first.at + secondLook, this.clock.now());
    const known = this.#second.get(keyOf(asked, ids));
    const isLate = known && known.at >= Math.max(moment, first.at + secondLook);
    return this.#shared(asked, (isLate ? known : this.#begin(this.#second, due, asked, ids)).listing);
  }

  /** A listing begun at this moment or later. Whoever comes while an older one is under way shares the next. */
  async fresh(asked: Asked, ids: Properties, moment = this.clock.now()): Promise<Listing> {
    for (;;) {
      const known = this.#fresh.get(keyOf(asked, ids));
      if (known && known.at >= moment) return this.#shared(asked, known.listing);
      if (!known || known.isDone) {
        return this.#shared(asked, this.#begin(this.#fresh, this.clock.now(), asked, ids).listing);
      }
      await this.#shared(asked, known.listing.then(noted, noted));
    }
  }

  /** A listing begun at this moment or later, shared by all who look for what they have lost. Asked for once, come what may. */
  since(asked: Asked, ids: Properties, moment: number): Promise<Listing> {
    const key = keyOf(asked, ids);
    const known = this.#looks.get(key);
    if (known && known.at >= moment) return this.#shared(asked, known.listing);
    const at = this.clock.now();
    const { listing } = this.#looks.keep(key, at, this.#list(asked, ids));
    return this.#shared(asked, listing);
  }

  /** Our own write, so that later reads of this run see it whatever a listing says. */
  async wrote(asked: Asked, ids: Properties, item: Properties): Promise<void> {
    await this.#note(asked, ids, item);
  }

  /** Our own deletion. */
  async removed(asked: Asked, ids: Properties): Promise<void> {
    this.trust.isEnded(keyOf(asked, ids), asked.declaration, ids);
    await this.#note(asked, ids, "removed");
  }

  /** Our own creation: what was listed before it says nothing of it, nor what was written to one that had its ids. */
  made(asked: Asked, ids: Properties): void {
    const key = keyOf(asked, ids);
    for (const shelf of [this.#first, this.#second, this.#fresh]) shelf.delete(key);
    this.#own.forget(key, asked.declaration, ids);
    this.births.note(asked.declaration, ids);
  }

  async #note(asked: Asked, ids: Properties, what: Properties | "removed"): Promise<void> {
    const { declaration } = asked;
    const key = keyOf(asked, ids);
    const kept = what === "removed" ? what : declaredFields(declaration)(what);
    const write = { at: this.clock.now(), key, declaration, ids, what: kept };
    this.#own.note(write);
    for (const shelf of [this.#first, this.#second, this.#fresh]) {
      const shared = shelf.get(key);
      // One that is not begun yet is laid over when it comes.
      if (!shared || shared.at > write.at) continue;
      const listing = await shared.listing.catch(() => undefined);
      if (listing) lay(write, listing);
    }
  }

  #cached(asked: Asked, ids: Properties, moment = 0): Shared {
    const known = this.#first.get(keyOf(asked, ids));
    const now = this.clock.now();
    if (known && (!known.isDone || known.at >= moment)) return known;
    const shared = this.#begin(this.#first, now, asked, ids);
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
  #begin(shelf: Shelf, at: number, asked: Asked, ids: Properties): Shared {
    const key = keyOf(asked, ids);
    const pause = (milliseconds: number) => pauseFor(this.clock, this.everybody, milliseconds);
    const work = async () => {
      const wait = at - this.clock.now();
      if (wait > 0) await pause(wait);
      let begun = at;
      const listing = await afterSecondQuestion(pause, () => {
        begun = this.clock.now();
        return this.#list(asked, ids);
      });
      return this.#own.over(key, begun, listing);
    };
    return shelf.keep(key, at, work());
  }

  #list({ declaration, credential }: Asked, ids: Properties): Promise<Listing> {
    const { rules, place } = placeOf(declaration, ids);
    const kept = declaredFields(declaration);
    return listAll(this.client, credential, rules, place, keyOfItems(declaration), this.everybody, kept);
  }

  #shared<T>(asked: Asked, work: Promise<T>): Promise<T> {
    return orStopped(this.clock, asked, work);
  }
}

const noted = (): void => undefined;

/** What tells one collection from all others, as it is listed with this key. */
export function keyOf({ credential, declaration }: Asked, ids: Properties): string {
  const { at, list } = declaration;
  const query = list?.query ? `?${new URLSearchParams(list.query)}` : "";
  return `${credential.connection} ${formatPath(declaration, at.list ?? at.item, ids)}${query}`;
}
