import type { Thing } from "../../kernel/declaration";
import type { Properties } from "../../kernel/values";
import { findItem, isSameItem } from "./items";

const mostCollections = 500;
/** Objects that are known to live, of each collection: a few are enough to see through a listing that misses many. */
const mostAlive = 20;

interface Standing {
  /** Path ids of objects that their own GET has found in this run. */
  alive: Properties[];
  isDisproved: boolean;
  /** First answers about single objects that are still awaited. */
  asking: Set<Promise<unknown>>;
}

/**
 * Which listings can bear witness to an absence. One that misses an object which is found by its own GET is proven
 * wrong, and nothing else is believed missing by it in this run.
 */
export class Trust {
  readonly #standings = new Map<string, Standing>();

  /** The object's own GET has found it, although the listing misses it. */
  disprove(key: string): void {
    this.#of(key).isDisproved = true;
  }

  /** The object's own GET has found it. */
  isAlive(key: string, ids: Properties): void {
    const { alive } = this.#of(key);
    alive.push(ids);
    if (alive.length > mostAlive) alive.shift();
  }

  /** The object was ended: that a listing misses it proves nothing. */
  isEnded(key: string, declaration: Thing, ids: Properties): void {
    const standing = this.#of(key);
    standing.alive = standing.alive.filter((other) => !isSameItem(declaration, other, ids));
  }

  /** Somebody asks for a single object that the listing misses: whoever wants to believe the listing waits for the answer. */
  isAsked(key: string, answer: Promise<unknown>): void {
    const { asking } = this.#of(key);
    asking.add(answer);
    const forget = () => asking.delete(answer);
    answer.then(forget, forget);
  }

  async isWitness(key: string, declaration: Thing, items: Properties[]): Promise<boolean> {
    const standing = this.#of(key);
    await Promise.allSettled([...standing.asking]);
    if (standing.alive.some((ids) => !findItem(declaration, ids, items))) standing.isDisproved = true;
    return !standing.isDisproved;
  }

  #of(key: string): Standing {
    const known = this.#standings.get(key);
    if (known) return known;
    const standing: Standing = { alive: [], isDisproved: false, asking: new Set() };
    this.#standings.set(key, standing);
    const oldest = this.#standings.keys().next();
    if (this.#standings.size > mostCollections && !oldest.done) this.#standings.delete(oldest.value);
    return standing;
  }
}
