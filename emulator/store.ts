import { idFrom, secretFrom } from "./ids";
import { type Tables, tableNames } from "./rows";

export interface State {
  version: 1;
  /** Moves with every create and with /_emulator/clock; compare `tables` to see whether the world changed. */
  bookkeeping: { seed: number; issued: number; clockOffsetMs: number };
  tables: { [K in keyof Tables]: Tables[K][] };
}

const tombstoneLimit = 10_000;

export function emptyState(seed: number): State {
  const tables: State["tables"] = {
    organizations: [],
    admin_keys: [],
    users: [],
    projects: [],
    service_accounts: [],
    project_keys: [],
    rate_limits: [],
    roles: [],
    role_assignments: [],
    groups: [],
    group_users: [],
    project_users: [],
    project_groups: [],
    files: [],
    vector_stores: [],
    vector_store_files: [],
    assistants: [],
    fine_tuning_jobs: [],
    fine_tuned_models: [],
    webhook_endpoints: [],
  };
  return { version: 1, bookkeeping: { seed, issued: 0, clockOffsetMs: 0 }, tables };
}

/** Why a value cannot be a state, or null. Shape of the rows is the caller's own business. */
export function stateProblem(value: unknown): string | null {
  if (value === null || typeof value !== "object") return "a state is a JSON object";
  const { version, bookkeeping, tables } = value as Partial<State>;
  if (version !== 1) return "`version` must be 1";
  const numbers = [bookkeeping?.seed, bookkeeping?.issued, bookkeeping?.clockOffsetMs];
  if (!numbers.every((number) => Number.isSafeInteger(number))) {
    return "`bookkeeping` must hold the integers seed, issued and clockOffsetMs";
  }
  if (tables === null || typeof tables !== "object") return "`tables` must be an object";
  const unknown = Object.keys(tables).find((name) => !(tableNames as readonly string[]).includes(name));
  if (unknown !== undefined) return `\`tables.${unknown}\` is not known`;
  const broken = tableNames.find((name) => !Array.isArray(tables[name]));
  return broken === undefined ? null : `\`tables.${broken}\` must be an array`;
}

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

  snapshot(): State {
    return structuredClone(this.#state);
  }

  restore(state: State): void {
    this.#state = structuredClone(state);
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
