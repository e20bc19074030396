import { z } from "zod";
import type { Clock } from "./clock";
import { History } from "./history";
import type { Tables } from "./rows";
import { emptyState, type State, Store } from "./store";

/** How far the servers that answer reads are behind. What is left out is 0. */
export interface LagRule {
  /** Listings show the world as it was so long ago: without what is new, with what is gone, before its changes. */
  listSeconds?: number;
  /** Until it is so old, an object's own path answers 404. */
  readSeconds?: number;
}

const ruleSchema = z.strictObject({
  listSeconds: z.number().min(0).max(86_400).default(0),
  readSeconds: z.number().min(0).max(86_400).default(0),
});
const none = { listSeconds: 0, readSeconds: 0 };

/** The world without what is too new; what is written is written. */
class WithoutTheNew extends Store {
  readonly #known = new Map<keyof Tables, ReadonlySet<number>>();

  constructor(
    private readonly present: Store,
    private readonly knownSeqs: (table: keyof Tables) => number[],
  ) {
    super(emptyState(0));
  }

  override get bookkeeping(): State["bookkeeping"] {
    return this.present.bookkeeping;
  }

  override all<K extends keyof Tables>(table: K): readonly Tables[K][] {
    const known = this.#known.get(table) ?? new Set(this.knownSeqs(table));
    this.#known.set(table, known);
    return this.present.all(table).filter(({ seq }) => known.has(seq));
  }

  override insert<K extends keyof Tables>(table: K, row: Omit<Tables[K], "seq">): Tables[K] {
    return this.present.insert(table, row);
  }

  override remove<K extends keyof Tables>(table: K, matches: (row: Tables[K]) => boolean): number {
    return this.present.remove(table, matches);
  }

  override buried(id: string): number | undefined {
    return this.present.buried(id);
  }
}

/** The world as it was, for what is listed. What the list belongs to is looked up as it is. Writes go nowhere. */
class Past extends Store {
  constructor(
    private readonly present: Store,
    tables: State["tables"],
  ) {
    super({ version: 1, bookkeeping: { ...present.bookkeeping }, tables });
  }

  override find<K extends keyof Tables>(
    table: K,
    matches: (row: Tables[K]) => boolean,
  ): Tables[K] | undefined {
    return this.present.find(table, matches) ?? super.find(table, matches);
  }

  override buried(id: string): number | undefined {
    return this.present.buried(id);
  }
}

/** Lets reads come from a server that has not heard of everything yet. The state itself is never behind. */
export class Lag {
  readonly #history = new History();
  #rule: Required<LagRule> = none;

  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
  ) {}

  /** What is there at the first rule is known everywhere. */
  rule(value: unknown): void {
    const parsed = ruleSchema.safeParse(value);
    if (!parsed.success) throw new TypeError(z.prettifyError(parsed.error));
    const wasOn = this.#isOn();
    this.#rule = parsed.data;
    if (!this.#isOn()) this.#history.clear();
    else if (!wasOn) this.#history.begin(this.store);
  }

  clear(): void {
    this.rule(none);
  }

  /** The state was put in place as a whole: it too is known everywhere. */
  restored(): void {
    if (this.#isOn()) this.#history.begin(this.store);
  }

  /** To be called after everything that may have changed the state. */
  note(): void {
    if (!this.#isOn()) return;
    const now = this.clock.now();
    this.#history.note(this.store, now);
    this.#history.forgetBefore(now - 1000 * Math.max(this.#rule.listSeconds, this.#rule.readSeconds));
  }

  /** What a request of this operation gets to see. */
  seenBy({ method, route }: { method: string; route: string }): Store {
    const { listSeconds, readSeconds } = this.#rule;
    const isItem = route.endsWith("}");
    if (isItem && readSeconds > 0) {
      const then = this.#then(readSeconds);
      return new WithoutTheNew(this.store, (table) =>
        this.#history.rowsAt(table, then).map(({ seq }) => seq),
      );
    }
    if (!isItem && method === "GET" && listSeconds > 0) {
      return new Past(this.store, this.#history.tablesAt(this.#then(listSeconds)));
    }
    return this.store;
  }

  #isOn(): boolean {
    return this.#rule.listSeconds > 0 || this.#rule.readSeconds > 0;
  }

  #then(seconds: number): number {
    return this.clock.now() - Math.round(seconds * 1000);
  }
}
