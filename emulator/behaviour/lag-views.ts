import type { Contents } from "../state/contents";
import { emptyState, type State } from "../state/state";
import { Store } from "../state/store";
import type { Row, Table } from "../state/table";

/** A server's idea of the world. It reads what that server knows; what is written is written. */
abstract class View extends Store {
  constructor(
    protected readonly present: Store,
    state: State = emptyState(present.tables, 0),
  ) {
    super(present.tables, state);
  }

  override get contents(): Contents {
    return this.present.contents;
  }

  override buried(id: string): number | undefined {
    return this.present.buried(id);
  }
}

abstract class PartOfThePresent extends View {
  protected abstract knows(table: Table, row: Row): boolean;

  override get bookkeeping(): State["bookkeeping"] {
    return this.present.bookkeeping;
  }

  override all<R extends Row>(table: Table<R>): readonly R[] {
    return this.present.all(table).filter((row) => this.knows(table, row));
  }

  override insert<R extends Row>(table: Table<R>, row: Omit<R, "seq">): R {
    return this.present.insert(table, row);
  }

  override remove<R extends Row>(table: Table<R>, matches: (row: R) => boolean): number {
    return this.present.remove(table, matches);
  }
}

/** The world without what is too new. */
export class WithoutTheNew extends PartOfThePresent {
  readonly #known = new Map<Table, ReadonlySet<number>>();

  constructor(
    present: Store,
    private readonly knownSeqs: (table: Table) => number[],
  ) {
    super(present);
  }

  protected override knows(table: Table, { seq }: Row): boolean {
    const known = this.#known.get(table) ?? new Set(this.knownSeqs(table));
    this.#known.set(table, known);
    return known.has(seq);
  }
}

/** The world without a few objects. */
export class Without extends PartOfThePresent {
  constructor(
    present: Store,
    private readonly unknown: ReadonlyMap<Table, string>,
  ) {
    super(present);
  }

  protected override knows(table: Table, { id }: Row): boolean {
    return this.unknown.get(table) !== id;
  }
}

/** The world as it was, for what is listed. What the list belongs to is looked up as it is. Writes go nowhere. */
export class Past extends View {
  constructor(present: Store, tables: State["tables"]) {
    super(present, { version: 1, bookkeeping: { ...present.bookkeeping }, tables });
  }

  override find<R extends Row>(table: Table<R>, matches: (row: R) => boolean): R | undefined {
    return this.present.find(table, matches) ?? super.find(table, matches);
  }
}
