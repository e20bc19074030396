import type { Contents } from "./contents";
import { idFrom, secretFrom } from "./ids";
import type { Tables } from "./rows";
import { completed, type State } from "./state";

const tombstoneLimit = 10_000;

export class Store {
  #state: State;
  /** Where removed rows stood, so that a listing whose cursor was deleted meanwhile can go on. */
  readonly #tombstones = new Map<string, number>();

  constructor(state: State) {
    this.#state = state;
  }

  get bookkeeping(): State["bookkeeping"] {
    return this.#state.bookkeeping;
  }

  get contents(): Contents {
    this.#state.contents ??= {};
    return this.#state.contents;
  }

  snapshot(): State {
    return structuredClone(this.#state);
  }

  restore(state: State): void {
    this.#state = completed(state);
    this.#tombstones.clear();
  }

  newId(prefix: string): string {
    this.bookkeeping.issued += 1;
    return idFrom(prefix, this.bookkeeping.seed, this.bookkeeping.issued);
  }

  newSecret(prefix: string): string {
    this.bookkeeping.issued += 1;
    return secretFrom(prefix, this.bookkeeping.seed, this.bookkeeping.issued);
  }

  all<K extends keyof Tables>(table: K): readonly Tables[K][] {
    return this.#state.tables[table];
  }

  find<K extends keyof Tables>(table: K, matches: (row: Tables[K]) => boolean): Tables[K] | undefined {
    return this.all(table).find(matches);
  }

  filter<K extends keyof Tables>(table: K, matches: (row: Tables[K]) => boolean): Tables[K][] {
    return this.all(table).filter(matches);
  }

  insert<K extends keyof Tables>(table: K, row: Omit<Tables[K], "seq">): Tables[K] {
    this.bookkeeping.issued += 1;
    // TypeScript cannot see that Omit<Row, "seq"> plus seq is Row for a generic K.
    const complete = { ...row, seq: this.bookkeeping.issued } as unknown as Tables[K];
    this.#state.tables[table].push(complete);
    return complete;
  }

  remove<K extends keyof Tables>(table: K, matches: (row: Tables[K]) => boolean): number {
    const kept: Tables[K][] = [];
    let removed = 0;
    for (const row of this.#state.tables[table]) {
      if (!matches(row)) {
        kept.push(row);
        continue;
      }
      removed += 1;
      this.#bury(row.id, row.seq);
    }
    this.#state.tables[table].splice(0, Number.POSITIVE_INFINITY, ...kept);
    return removed;
  }

  buried(id: string): number | undefined {
    return this.#tombstones.get(id);
  }

  #bury(id: string, seq: number): void {
    this.#tombstones.set(id, seq);
    if (this.#tombstones.size <= tombstoneLimit) return;
    const oldest = this.#tombstones.keys().next();
    if (!oldest.done) this.#tombstones.delete(oldest.value);
  }
}
