import type { Asker } from "../../api/asker";
import type { Client } from "../../api/client";
import type { Clock } from "../../api/clock";
import { type Listing, pagesOf } from "../../api/pages";
import { type Properties, valueAt } from "../../kernel/values";
import type { Asked } from "./asked";
import { declaredFields, findItem, keyOfItems, placeOf } from "./items";
import { lay, type OwnWrite, type OwnWrites } from "./own-writes";
import { mostCollections } from "./shelf";
import { pauseFor } from "./stopping";
import { Walk } from "./walk";

/** The collections that were read in part, by their keys. */
export class Walks {
  readonly #walks = new Map<string, Walk>();

  constructor(
    private readonly client: Client,
    private readonly clock: Clock,
    private readonly own: OwnWrites,
    private readonly everybody: Asker,
  ) {}

  /** As far as it is worthwhile for this object. A walk that comes to its end is a listing like any other; one that fails is forgotten. */
  upTo(
    key: string,
    asked: Asked,
    ids: Properties,
    whole: (listing: Listing) => void,
  ): Promise<Listing | undefined> {
    const walk = this.#walks.get(key) ?? this.#begin(key, asked, ids);
    const seeking = walk.seek((items) => findItem(asked.declaration, ids, items) !== undefined);
    const over = () => {
      if (this.take(key, walk) && walk.isWhole) whole(walk.listing);
    };
    seeking.then(() => walk.isWhole && over(), over);
    return seeking;
  }

  /** Takes one out, if it is the one that is meant. */
  take(key: string, meant = this.#walks.get(key)): Walk | undefined {
    const walk = this.#walks.get(key);
    if (walk !== meant) return undefined;
    this.#walks.delete(key);
    return walk;
  }

  note(write: OwnWrite): void {
    const walk = this.#walks.get(write.key);
    if (walk) lay(write, walk.listing);
  }

  #begin(key: string, { declaration, credential }: Asked, ids: Properties): Walk {
    const { rules, place } = placeOf(declaration, ids);
    const path = keyOfItems(declaration);
    const walk = new Walk({
      open: () => pagesOf(this.client, credential, rules, place, path, this.everybody),
      key: (item) => String(valueAt(item, path)),
      kept: declaredFields(declaration),
      laid: (listing, at) => this.own.over(key, at, listing),
      now: () => this.clock.now(),
      pause: (milliseconds) => pauseFor(this.clock, this.everybody, milliseconds),
    });
    this.#walks.set(key, walk);
    const oldest = this.#walks.keys().next();
    if (this.#walks.size > mostCollections && !oldest.done) this.#walks.delete(oldest.value);
    return walk;
  }
}
