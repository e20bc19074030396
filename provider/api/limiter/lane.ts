import type { OpenAIError } from "../../kernel/errors";
import type { Asker } from "../asker";
import type { Call } from "../call";
import type { Pace } from "./pace";

/** A call that waits for its turn. */
export interface Waiter {
  call: Call;
  asker: Asker;
  /** In the order of arrival, over all lanes; who was refused keeps it. */
  turn: number;
  leave(): void;
  fail(error: OpenAIError): void;
}

/** The calls of one method and route: first those that something waits for, each in the order of arrival. */
export class Lane {
  readonly #first: Waiter[] = [];
  readonly #last: Waiter[] = [];
  /** When one of its calls was last refused. */
  refusedAt = Number.NEGATIVE_INFINITY;

  constructor(
    readonly method: string,
    readonly route: string,
    readonly pace: Pace,
  ) {}

  get waiting(): number {
    return this.#first.length + this.#last.length;
  }

  add(waiter: Waiter): void {
    const queue = this.#queueOf(waiter);
    let place = queue.length;
    while ((queue[place - 1]?.turn ?? -1) > waiter.turn) place--;
    queue.splice(place, 0, waiter);
  }

  remove(waiter: Waiter): boolean {
    const queue = this.#queueOf(waiter);
    const at = queue.indexOf(waiter);
    if (at >= 0) queue.splice(at, 1);
    return at >= 0;
  }

  next(): Waiter | undefined {
    return this.#first[0] ?? this.#last[0];
  }

  failAll(error: (call: Call) => OpenAIError): void {
    for (const queue of [this.#first, this.#last]) {
      for (const waiter of queue.splice(0)) waiter.fail(error(waiter.call));
    }
  }

  #queueOf({ asker }: Waiter): Waiter[] {
    return asker.yields ? this.#last : this.#first;
  }
}
