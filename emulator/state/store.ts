import type { Contents } from "./contents";
import { idFrom, secretFrom } from "./ids";
import { completed, type State } from "./state";
import type { Row, Table } from "./table";

const tombstoneLimit = 10_000;

export class Store {
  #state: State;
  /** Where removed rows stood, so that a listing whose cursor was deleted meanwhile can go on. */
  readonly #tombstones = new Map<string, number>();

  constructor(
    readonly tables: readonly Table[],
    state: State,
  ) {
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
    this.#state = completed(this.tables, state);
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

  all<R extends Row>(table: Table<R>): readonly R[] {
    return this.#rowsOf(table);
  }

  find<R extends Row>(table: Table<R>, matches: (row: R) => boolean): R | undefined {
    return this.all(table).find(matches);
  }

  filter<R extends Row>(table: Table<R>, matches: (row: R) => boolean): R[] {
    return this.all(table).filter(matches);
  }

  insert<R extends Row>(table: Table<R>, row: Omit<R, "seq">): R {
    this.bookkeeping.issued += 1;
    // TypeScript cannot see that Omit<Row, "seq"> plus seq is Row for a generic Row.
    const complete = { ...row, seq: this.bookkeeping.issued } as unknown as R;
    this.#rowsOf(table).push(complete);
    return complete;
  }

  remove<R extends Row>(table: Table<R>, matches: (row: R) => boolean): number {
    const kept: R[] = [];
    let removed = 0;
    for (const row of this.#rowsOf(table)) {
      if (!matches(row)) {
        kept.push(row);
        continue;
      }
      removed += 1;
      this.#bury(row.id, row.seq);
    }
    this.#rowsOf(table).splice(0, Number.POSITIVE_INFINITY, ...kept);
    return removed;
  }

  buried(id: string): number | undefined {
    return this.#tombstones.get(id);
  }

  #rowsOf<R extends Row>({ name }: Table<R>): R[] {
    const rows = this.#state.tables[name];
    if (rows === undefined) throw new Error(`the table ${name} is not in the catalog`);
    // Only rows of the table get in: by insert, or by a state that was checked against its shape.
    return rows as R[];
  }

  #bury(id: string, seq: number): void {
    this.#tombstones.set(id, seq);
    if (this.#tombstones.size <= tombstoneLimit) return;
    const oldest = this.#tombstones.keys().next();
    if (!oldest.done) this.#tombstones.delete(oldest.value);
  }
}
