import { type Entry, type LastState, lastStateOf } from "./entries";
import { type Monitor, presentEngine, readLastState } from "./last-state";
import type { Place } from "./place";

/** A resource that the program of this run declares. */
export interface Declared {
  token: string;
  name: string;
  place: Place;
}

/** Who names an object first. */
interface Claim {
  by: Declared;
}

/**
 * What the classes remember during one run of one program. Several programs may run in one process, one after the
 * other or side by side: each talks to an engine of its own.
 */
export class Run {
  readonly #declared = new Map<string, Declared[]>();
  readonly #claims = new Map<string, Claim>();
  /** Undefined where the engine does not tell. */
  readonly lastState: Promise<LastState | undefined>;

  constructor(monitor: Monitor) {
    this.lastState = readLastState(monitor)
      .then((resources) => resources && lastStateOf(resources))
      .catch(() => undefined);
  }

  declare(declared: Declared): void {
    const alike = this.#declared.get(declared.token);
    if (alike) alike.push(declared);
    else this.#declared.set(declared.token, [declared]);
  }

  /** Whether another resource of the program is the one that the entry tells of. */
  wants(entry: Entry, self: Declared): boolean {
    const alike = this.#declared.get(entry.token) ?? [];
    return alike.some((other) => other !== self && other.place.isOf(entry));
  }

  /** Takes the object for a resource; the other one where it was taken already. */
  claim(keys: string[], by: Declared): Declared | undefined {
    const other = keys.map((key) => this.#claims.get(key)?.by).find((one) => one && one !== by);
    for (const key of keys) if (!this.#claims.has(key)) this.#claims.set(key, { by });
    return other;
  }
}

const runs = new WeakMap<Monitor, Run>();

/** The run that the present code belongs to; undefined without an engine. */
export function presentRun(): Run | undefined {
  const monitor = presentEngine();
  if (!monitor) return undefined;
  const known = runs.get(monitor);
  if (known) return known;
  const run = new Run(monitor);
  runs.set(monitor, run);
  return run;
}
