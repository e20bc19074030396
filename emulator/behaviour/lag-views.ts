import type { Contents } from "../state/contents";
import type { Tables } from "../state/rows";
import { emptyState, type State } from "../state/state";
import { Store } from "../state/store";

/** A server's idea of the world. It reads what that server knows; what is written is written. */
abstract class View extends Store {
  constructor(
    protected readonly present: Store,
    state: State = emptyState(0),
  ) {
    super(state);
  }

  override get contents(): Contents {
    return this.present.contents;
  }

  override buried(id: string): number | undefined {
    return this.present.buried(id);
  }
}

abstract class PartOfThePresent extends View {
  protected abstract knows(table: keyof Tables, row: { id: string; seq: number }): boolean;

  override get bookkeeping(): State["bookkeeping"] {
    return this.present.bookkeeping;
  }

  override all<K extends keyof Tables>(table: K): readonly Tables[K][] {
    return this.present.all(table).filter((row) => this.knows(table, row));
  }

  override insert<K extends keyof Tables>(table: K, row: Omit<Tables[K], "seq">): Tables[K] {
    return this.present.insert(table, row);
  }

  override remove<K extends keyof Tables>(table: K, matches: (row: Tables[K]) => boolean): number {
    return this.present.remove(table, matches);
  }
}

/** The world without what is too new. */
export class WithoutTheNew extends PartOfThePresent {
  readonly #known = new Map<keyof Tables, ReadonlySet<number>>();

  constructor(
    present: Store,
    private readonly knownSeqs: (table: keyof Tables) => number[],
  ) {
    super(present);
  }

  protected override knows(table: keyof Tables, { seq }: { seq: number }): boolean {
    const known = this.#known.get(table) ?? new Set(this.knownSeqs(table));
    this.#known.set(table, known);
    return known.has(seq);
  }
}

/** The world without a few objects. */
export class Without extends PartOfThePresent {
  constructor(
    present: Store,
    private readonly unknown: ReadonlyMap<keyof Tables, string>,
  ) {
    super(present);
  }

  protected override knows(table: keyof Tables, { id }: { id: string }): boolean {
    return this.unknown.get(table) !== id;
  }
}

/** The world as it was, for what is listed. What the list belongs to is looked up as it is. Writes go nowhere. */
export class Past extends View {
  constructor(present: Store, tables: State["tables"]) {
    super(present, { version: 1, bookkeeping: { ...present.bookkeeping }, tables });
  }

  override find<K extends keyof Tables>(
    table: K,
    matches: (row: Tables[K]) => boolean,
  ): Tables[K] | undefined {
    return this.present.find(table, matches) ?? super.find(table, matches);
  }
}
