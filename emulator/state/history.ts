import type { State } from "./state";
import type { Store } from "./store";
import type { Row } from "./table";

interface Version {
  /** Since when, in milliseconds. */
  at: number;
  rows: readonly Row[];
}

/** Of one table. Beyond it the oldest are forgotten, so that what they say counts as long past. */
const mostVersions = 1000;

/** What the tables held at earlier moments. Versions share the copies of rows that did not change between them. */
export class History {
  readonly #versions = new Map<string, Version[]>();
  #copies = new WeakMap<Row, { text: string; copy: Row }>();

  /** Everything before this is forgotten: what is there now has always been there. */
  begin(store: Store): void {
    this.clear();
    this.note(store, Number.NEGATIVE_INFINITY);
  }

  clear(): void {
    this.#versions.clear();
    this.#copies = new WeakMap();
  }

  /** What the tables hold from this moment on. */
  note(store: Store, now: number): void {
    for (const table of store.tables) {
      const { name } = table;
      const rows = store.all(table).map((row) => this.#copyOf(row));
      const versions = this.#versions.get(name) ?? [];
      const last = versions.at(-1);
      if (last?.rows.length === rows.length && last.rows.every((row, n) => row === rows[n])) continue;
      if (last?.at === now) versions.pop();
      versions.push({ at: now, rows });
      if (versions.length > mostVersions) versions.shift();
      this.#versions.set(name, versions);
    }
  }

  /** Nobody will ask for a moment before this one. */
  forgetBefore(moment: number): void {
    for (const versions of this.#versions.values()) {
      while (versions[1] !== undefined && versions[1].at <= moment) versions.shift();
    }
  }

  rowsAt(name: string, moment: number): readonly Row[] {
    const versions = this.#versions.get(name) ?? [];
    return (versions.findLast(({ at }) => at <= moment) ?? versions[0])?.rows ?? [];
  }

  /** A copy: whoever has it may change it. */
  tablesAt(moment: number): State["tables"] {
    const names = [...this.#versions.keys()];
    return structuredClone(Object.fromEntries(names.map((name) => [name, [...this.rowsAt(name, moment)]])));
  }

  #copyOf(row: Row): Row {
    const text = JSON.stringify(row);
    const known = this.#copies.get(row);
    if (known?.text === text) return known.copy;
    const copy = structuredClone(row);
    this.#copies.set(row, { text, copy });
    return copy;
  }
}
