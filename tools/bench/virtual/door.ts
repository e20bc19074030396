import type { LimitRule } from "../../../emulator";
import { type Budget, budgetFor } from "../../../emulator/behaviour/limits-budget";
import { routes } from "../../../emulator/routes/catalog";
import { sleep } from "../../../provider/api/clock";
import type { FakeClock } from "../../../tests/support/fake-clock";

const patterns = routes.map(({ method, route }) => ({
  name: `${method} ${route}`,
  method,
  path: new RegExp(`/v1${route.replace(/\{\w+\}/g, "[^/]+")}$`),
}));

/**
 * Where somebody waits who knows the server's budgets: each call stands at the server's door until there is room, in the
 * order of arrival, and is never refused. No client of the same engine can be faster.
 */
export class Door {
  readonly #budgets = new Map<string, { budget: Budget; turn: Promise<void> }>();

  constructor(
    private readonly limit: LimitRule,
    private readonly clock: FakeClock,
  ) {}

  enter(method: string, url: string): Promise<void> {
    const { scope = "route", requestsPerMinute, burst, shape = "bucket" } = this.limit;
    const name = scope === "organization" ? scope : nameOf(method, url);
    const own = this.#budgets.get(name) ?? {
      budget: budgetFor({ requestsPerMinute, burst, shape, refusedCount: false }),
      turn: Promise.resolve(),
    };
    this.#budgets.set(name, own);
    own.turn = own.turn.then(() => this.#room(own.budget));
    return own.turn;
  }

  /** Between two commands all budgets fill up. */
  rest(): void {
    this.#budgets.clear();
  }

  async #room(budget: Budget): Promise<void> {
    for (let wait = 0; !budget.take(this.clock.now()); ) {
      wait = Math.ceil(budget.untilNext(this.clock.now()));
      await sleep(this.clock, wait);
    }
  }
}

function nameOf(method: string, url: string): string {
  const { pathname } = new URL(url);
  const found = patterns.find((pattern) => pattern.method === method && pattern.path.test(pathname));
  if (!found) throw new Error(`the emulator does not serve ${method} ${pathname}`);
  return found.name;
}
