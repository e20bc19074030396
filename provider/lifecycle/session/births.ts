import type { Client } from "../../api/client";
import type { Thing } from "../../kernel/declaration";
import { formatId } from "../../kernel/identity";
import type { Properties } from "../../kernel/values";

const mostRemembered = 10_000;

/** When this run has made what, by the server's clock in Unix seconds. */
export class Births {
  readonly #moments = new Map<string, number>();

  constructor(private readonly client: Client) {}

  note(declaration: Thing, ids: Properties): void {
    const now = this.client.serverTime();
    if (now === undefined) return;
    this.#moments.set(keyOf(declaration, ids), now);
    const oldest = this.#moments.keys().next();
    if (this.#moments.size > mostRemembered && !oldest.done) this.#moments.delete(oldest.value);
  }

  of(declaration: Thing, ids: Properties): number | undefined {
    return this.#moments.get(keyOf(declaration, ids));
  }
}

function keyOf(declaration: Thing, ids: Properties): string {
  return `${declaration.token} ${formatId(declaration, ids)}`;
}
