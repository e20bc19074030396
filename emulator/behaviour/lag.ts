import { z } from "zod";
import { History } from "../state/history";
import type { Store } from "../state/store";
import type { Table } from "../state/table";
import type { Clock } from "./clock";
import { Past, Without, WithoutTheNew } from "./lag-views";

/** How far the servers are behind. What is left out is 0. */
export interface LagRule {
  /** Listings show the world as it was so long ago: without what is new, with what is gone, before its changes. */
  listSeconds?: number;
  /** Until it is so old, an object's own path answers 404. */
  readSeconds?: number;
  /** Until it is so old, a POST to a path below an object, of a child or an action, answers 404. */
  parentSeconds?: number;
}

const age = z.number().min(0).max(86_400).default(0);
const ruleSchema = z.strictObject({ listSeconds: age, readSeconds: age, parentSeconds: age });
const none = { listSeconds: 0, readSeconds: 0, parentSeconds: 0 };

interface Request {
  method: string;
  route: string;
  params: Readonly<Record<string, string>>;
}

/** Lets answers come from a server that has not heard of everything yet. The state itself is never behind. */
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
    this.#history.forgetBefore(now - 1000 * Math.max(...Object.values(this.#rule)));
  }

  /** What this request gets to see. */
  seenBy({ method, route, params }: Request): Store {
    const { listSeconds, readSeconds, parentSeconds } = this.#rule;
    const isItem = route.endsWith("}");
    if (isItem && readSeconds > 0) {
      return new WithoutTheNew(this.store, (table) => this.#seqsBefore(table, readSeconds));
    }
    if (!isItem && method === "GET" && listSeconds > 0) {
      return new Past(this.store, this.#history.tablesAt(this.#then(listSeconds)));
    }
    if (!isItem && method === "POST" && parentSeconds > 0) {
      return new Without(this.store, this.#youngParents(params, parentSeconds));
    }
    return this.store;
  }

  /** Only those are missing: with their siblings gone too, what is there already could be made twice. */
  #youngParents(params: Request["params"], seconds: number): Map<Table, string> {
    const named = Object.entries(params).flatMap(([name, id]): [Table, string][] => {
      const table = this.store.tables.find(({ param }) => param === name);
      if (table === undefined) return [];
      const row = this.store.find(table, (candidate) => candidate.id === id);
      const isKnown = row === undefined || this.#seqsBefore(table, seconds).includes(row.seq);
      return isKnown ? [] : [[table, id]];
    });
    return new Map(named);
  }

  #seqsBefore(table: Table, seconds: number): number[] {
    return this.#history.rowsAt(table.name, this.#then(seconds)).map(({ seq }) => seq);
  }

  #isOn(): boolean {
    return Object.values(this.#rule).some((seconds) => seconds > 0);
  }

  #then(seconds: number): number {
    return this.clock.now() - Math.round(seconds * 1000);
  }
}
