import type { Declaration } from "../../provider/kernel/declaration";
import { collectionOf, formatPath, parseId } from "../../provider/kernel/identity";
import type { Properties } from "../../provider/kernel/values";
import { kindOf } from "../../tests/kernel/facts";
import { endOf, itemOf, listOf, route } from "../../tests/lifecycle/house";
import type { Entry } from "../../tests/support/engine/state";

/** How often each method and route has to be called. */
export type Plan = Record<string, number>;

/** By kind: how many objects a collection has beside those of the program. Only counts where it makes pages. */
export type Others = Record<string, number>;

/** Every object is one POST. What is there before us is listed once for each collection, and then written. */
export function planOfUp(made: readonly Entry[]): Plan {
  const plan = new Counts();
  for (const { token } of made) {
    const { kind, at, end } = kindOf(token);
    if (kind !== "existing") plan.add("POST", route(at.create));
    else if (end === "restore") plan.add("POST", itemOf(kindOf(token)));
  }
  for (const { declaration, size } of collectionsOf(made)) {
    if (declaration.kind === "existing" || isToldByWhatWasThere(declaration))
      plan.add("GET", listOf(declaration), pagesOf(declaration, size));
  }
  return plan.counts;
}

/** Every changed object is one POST. */
export function planOfChanges(changed: readonly Entry[]): Plan {
  const plan = new Counts();
  for (const { token } of changed) plan.add("POST", itemOf(kindOf(token)));
  return plan.counts;
}

/**
 * Each collection is listed whole, or its objects are read one by one, whichever takes fewer calls. What is gone needs a
 * second witness: one call more.
 */
export function planOfRefresh(all: readonly Entry[], others: Others = {}, gone: readonly Entry[] = []): Plan {
  const plan = new Counts();
  for (const { declaration, size } of collectionsOf(all)) {
    const pages = pagesOf(declaration, size + (others[declaration.token] ?? 0));
    if (declaration.read === "listed" || pages <= size) plan.add("GET", listOf(declaration), pages);
    else plan.add("GET", itemOf(declaration), size);
  }
  for (const { token } of gone) {
    const declaration = kindOf(token);
    plan.add("GET", declaration.read === "listed" ? listOf(declaration) : itemOf(declaration));
  }
  return plan.counts;
}

/** Every object is one call, unless it goes with the one that it lives in. */
export function planOfDestroy(all: readonly Entry[]): Plan {
  const plan = new Counts();
  for (const { token, deletedWith } of all) {
    if (deletedWith !== undefined) continue;
    const { method, route: path } = endOf(kindOf(token));
    plan.add(method, path);
  }
  return plan.counts;
}

export function sumOf(plan: Plan): number {
  return Object.values(plan).reduce((sum, count) => sum + count, 0);
}

/** The calls that were more than the plan has of them, whatever other routes saved. */
export function redundant(made: Plan, plan: Plan): Plan {
  const excess = Object.entries(made).map(([name, count]): [string, number] => [
    name,
    count - (plan[name] ?? 0),
  ]);
  return Object.fromEntries(excess.filter(([, more]) => more > 0));
}

/** The API does not say when such an object was made: what was there before is asked for before the first is. */
function isToldByWhatWasThere({ kind, props }: Declaration): boolean {
  return kind === "item" && props.createdAt === undefined;
}

function pagesOf(declaration: Declaration, size: number): number {
  return Math.max(1, Math.ceil(size / collectionOf(declaration).rules.max));
}

/** The collections that these objects live in, with how many of them each has. */
function collectionsOf(entries: readonly Entry[]): { declaration: Declaration; size: number }[] {
  const found = new Map<string, { declaration: Declaration; size: number }>();
  for (const { token, id, outputs } of entries) {
    const declaration = kindOf(token);
    const ids = { ...(outputs as Properties), ...parseId(declaration, id) };
    const key = `${token} ${formatPath(declaration, collectionOf(declaration).template, ids)}`;
    const collection = found.get(key) ?? { declaration, size: 0 };
    collection.size++;
    found.set(key, collection);
  }
  return [...found.values()];
}

class Counts {
  readonly counts: Plan = {};

  add(method: string, path: string, times = 1): void {
    const name = `${method} ${path}`;
    this.counts[name] = (this.counts[name] ?? 0) + times;
  }
}
