import { randomBytes } from "node:crypto";

/** Who holds an object: a resource, by the lease that it was given with the object, and its name in the program where that is known. */
export interface Holder {
  lease?: string;
  name?: string;
}

const mostRemembered = 200_000;
const timeDigits = 9;

function remember<V>(map: Map<string, V>, key: string, value: V): void {
  map.set(key, value);
  const oldest = map.keys().next();
  if (map.size > mostRemembered && !oldest.done) map.delete(oldest.value);
}

/**
 * Who holds what in this run. The engine thinks in resources and ends the old one last: without this ledger a
 * resource that was renamed would take away the object that its successor has just been given.
 * Keys name an object in its canonical spelling, or one field of a setting; see `holdings`.
 */
export class Ledger {
  /** By creations, adoptions and take-overs of this run. */
  readonly #given = new Map<string, Holder>();
  /** By resources of earlier runs that the program of this run still declares. */
  readonly #kept = new Map<string, Holder>();
  /** By resources that the last state gives the object beside another, after a run that was cut off. */
  readonly #expected = new Map<string, readonly Holder[]>();
  /** By key and lease: resources that have left their object in this run, by being replaced or deleted. */
  readonly #left = new Map<string, true>();
  /** Ended by this run, and not made again since. */
  readonly #ended = new Map<string, true>();
  /** The engine replaces the resource that has it, for another object. */
  readonly #replaced = new Map<string, true>();
  /** Fields of settings that this run has put back, with the lease whose former value it was. */
  readonly #restored = new Map<string, string | undefined>();
  readonly #turns = new Map<string, Promise<unknown>>();
  #last = 0;

  /** One at a time: what is about to be ended must not be taken over meanwhile, nor the other way round. */
  async inTurn<T>(keys: readonly string[], work: () => Promise<T>): Promise<T> {
    const before = keys.map((key) => this.#turns.get(key));
    const done = Promise.all(before).then(work);
    const quiet = done.catch(() => undefined);
    for (const key of keys) this.#turns.set(key, quiet);
    try {
      return await done;
    } finally {
      for (const key of keys) if (this.#turns.get(key) === quiet) this.#turns.delete(key);
    }
  }

  /**
   * A lease: when it was drawn, and something that tells it from all others. Later ones are greater, also across runs.
   */
  draw(serverTime: number): string {
    this.#last = Math.max(this.#last + 1, serverTime * 1000);
    return `${this.#last.toString(36).padStart(timeDigits, "0")}${randomBytes(2).toString("hex")}`;
  }

  /** A lease of an earlier run: those that are drawn from now on are greater, whatever the clocks say. */
  saw(lease: string | undefined): void {
    const time = Number.parseInt(lease?.slice(0, timeDigits) ?? "", 36);
    if (time > this.#last) this.#last = time;
  }

  /** A creation, an adoption or a take-over of this run has it now. */
  give(keys: readonly string[], holder: Holder): void {
    for (const key of keys) {
      remember(this.#given, key, holder);
      this.#ended.delete(key);
      this.#restored.delete(key);
    }
  }

  /** A resource that the program still declares has it since an earlier run. */
  keep(keys: readonly string[], holder: Holder): void {
    for (const key of keys) remember(this.#kept, key, holder);
  }

  /** The last state gives it to this resource of the program as well; what becomes of that one is not known yet. */
  expect(keys: readonly string[], holder: Holder): void {
    for (const key of keys) {
      const others = (this.#expected.get(key) ?? []).filter(({ lease }) => lease !== holder.lease);
      remember(this.#expected, key, [...others, holder]);
    }
  }

  /** The engine is about to replace the resource with this lease, which has it. */
  replace(keys: readonly string[], lease: string | undefined): void {
    for (const key of keys) remember(this.#replaced, key, true);
    this.leave(keys, lease);
  }

  /** The resource with this lease has nothing to do with it any more. */
  leave(keys: readonly string[], lease: string | undefined): void {
    for (const key of keys) remember(this.#left, `${key} ${lease}`, true);
  }

  isReplaced(keys: readonly string[]): boolean {
    return keys.some((key) => this.#replaced.has(key));
  }

  /** Whether a creation, an adoption or a take-over of this run has it. */
  givenTo(keys: readonly string[]): Holder | undefined {
    return first(keys, (key) => this.#given.get(key));
  }

  /** Whoever has it besides the resource with this lease. */
  heldBeside(keys: readonly string[], lease: string | undefined): Holder | undefined {
    return first(keys, (key) =>
      [this.#given.get(key), this.#kept.get(key)].find((holder) => holder && holder.lease !== lease),
    );
  }

  /** The same, also where only the last state says so: what might be another one's is not ended. */
  mayBeHeldBeside(keys: readonly string[], lease: string | undefined): Holder | undefined {
    const expected = first(keys, (key) =>
      this.#expected
        .get(key)
        ?.find((holder) => holder.lease !== lease && !this.#left.has(`${key} ${holder.lease}`)),
    );
    return this.heldBeside(keys, lease) ?? expected;
  }

  isHeld(keys: readonly string[]): boolean {
    return keys.some((key) => this.#given.has(key) || this.#kept.has(key));
  }

  /** This run has ended it: what comes in its place may have its id. */
  end(keys: readonly string[]): void {
    for (const key of keys) {
      this.#given.delete(key);
      this.#kept.delete(key);
      this.#expected.delete(key);
      remember(this.#ended, key, true);
    }
  }

  isEnded(keys: readonly string[]): boolean {
    return keys.length > 0 && keys.every((key) => this.#ended.has(key));
  }

  /** Several may put back one field in a run; the value that was found first of all is the one to stay. */
  mayRestore(key: string, lease: string | undefined): boolean {
    const before = this.#restored.get(key);
    return !this.#restored.has(key) || (lease ?? "") < (before ?? "");
  }

  restored(key: string, lease: string | undefined): void {
    remember(this.#restored, key, lease);
  }
}

function first<T>(keys: readonly string[], find: (key: string) => T | undefined): T | undefined {
  for (const key of keys) {
    const found = find(key);
    if (found !== undefined) return found;
  }
  return undefined;
}
