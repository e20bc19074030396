import type { AssignmentSourceForm } from "../behaviour/assignment-sources";
import type { Fault } from "../behaviour/faults";
import type { JournalEntry } from "../behaviour/journal";
import type { LagRule } from "../behaviour/lag";
import type { LimitRule } from "../behaviour/limits";
import type { Sunset } from "../behaviour/sunsets";
import type { TransitionRule } from "../behaviour/transitions";
import { seededState } from "../objects/seed";
import { happenings, type State } from "../routes/catalog";
import { stateProblem } from "../state/state";
import type { Machine } from "./exchange";

/** What a test does to the emulator besides calling it; `/_emulator` is the same over HTTP. */
export interface Controls {
  /** Back to the start: the seed's state, journal, faults, clock, and all that is set below. */
  reset(): void;
  /** A copy of everything the emulator remembers, fit for JSON. */
  state(): State;
  /** Puts back what `state()` gave. All else stays. */
  restore(state: State): void;
  requests(): JournalEntry[];
  clearRequests(): void;
  /** Installs a fault and returns its id. Throws a TypeError for one that could never happen. */
  fault(fault: Fault): string;
  clearFaults(): void;
  /** Moves the emulator's clock forward and returns its time in Unix seconds. */
  advance(seconds: number): number;
  /** How asynchronous states proceed from now on. Throws a TypeError for a rule of no known kind. */
  transitions(rule: TransitionRule): void;
  /**
   * Somebody does something outside of the API, now, to the object of this id; docs/emulator.md names what can be done.
   * Throws a TypeError where it cannot.
   */
  happen(name: string, id: string): void;
  /** How far servers are behind from now on. Throws a TypeError for what is no such rule. */
  lag(rule: LagRule): void;
  /** How many calls are let through from now on; budgets start unspent. Throws a TypeError for what is no such rule. */
  limits(rule: LimitRule): void;
  clearLimits(): void;
  /** How directly assigned roles are described from now on: `assignment_sources` null, empty, or their holder. */
  assignmentSources(form: AssignmentSourceForm): void;
  /** Which of OpenAI's shutdowns have happened; all others have not. */
  sunsets(passed: readonly Sunset[]): void;
}

export function controlsOf({ world, clock, journal, faults, limits }: Machine, seed: number): Controls {
  const { store, transitions, lag, sunsets, assignmentSources } = world;
  return {
    reset() {
      store.restore(seededState(store.tables, seed));
      journal.clear();
      faults.clear();
      transitions.clear();
      lag.clear();
      limits.clear();
      sunsets.reset();
      assignmentSources.clear();
    },
    // The store has the tables of the catalog, whose rows only the type of its state names.
    state: () => store.snapshot() as State,
    restore(state) {
      const problem = stateProblem(store.tables, state);
      if (problem !== null) throw new TypeError(`Not a state: ${problem}.`);
      store.restore(state);
      lag.restored();
    },
    requests: () => journal.entries(),
    clearRequests: () => journal.clear(),
    fault: (fault) => faults.install(fault),
    clearFaults: () => faults.clear(),
    advance(seconds) {
      store.bookkeeping.clockOffsetMs += Math.round(seconds * 1000);
      return Math.floor(clock.now() / 1000);
    },
    transitions: (rule) => transitions.rule(rule),
    happen(name, id) {
      const happening = happenings.find((known) => known.name === name);
      if (happening === undefined)
        throw new TypeError(`Nothing that happens is called ${JSON.stringify(name)}.`);
      happening.happen(world, id);
      lag.note();
    },
    lag: (rule) => lag.rule(rule),
    limits: (rule) => limits.rule(rule),
    clearLimits: () => limits.clear(),
    assignmentSources: (form) => assignmentSources.describe(form),
    sunsets: (passed) => sunsets.pass(passed),
  };
}
