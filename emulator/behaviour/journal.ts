/** What arrived and what was answered. No bodies, headers or queries, so no secrets. */
export interface JournalEntry {
  method: string;
  /** The path as received, with `/v1` and without the query. */
  path: string;
  /** The OpenAPI template without `/v1`; null for a URL that does not exist. */
  route: string | null;
  /** The status sent; 0 when the connection was cut instead. */
  status: number;
  ms: number;
}

const longest = 200_000;

export class Journal {
  #entries: JournalEntry[] = [];

  add(entry: JournalEntry): void {
    this.#entries.push(entry);
    // Dropping in halves keeps the cost of the bound away from the common case.
    if (this.#entries.length > longest) this.#entries = this.#entries.slice(-longest / 2);
  }

  entries(): JournalEntry[] {
    return this.#entries.map((entry) => ({ ...entry }));
  }

  clear(): void {
    this.#entries = [];
  }
}
