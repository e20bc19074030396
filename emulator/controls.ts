import type { Clock } from "./clock";
import type { Fault, Faults } from "./faults";
import type { Journal, JournalEntry } from "./journal";
import { seededState } from "./seed";
import { type State, type Store, stateProblem } from "./store";

/** What a test does to the emulator besides calling it; `/_emulator` is the same over HTTP. */
export interface Controls {
  /** Back to the seed: state, journal, faults and clock. */
  reset(): void;
  /** A copy of everything the emulator remembers, fit for JSON. */
  state(): State;
  /** Puts back what `state()` gave. Journal and faults stay. */
  restore(state: State): void;
  requests(): JournalEntry[];
  clearRequests(): void;
  /** Installs a fault and returns its id. Throws a TypeError for one that could never happen. */
  fault(fault: Fault): string;
  clearFaults(): void;
  /** Moves the emulator's clock forward and returns its time in Unix seconds. */
  advance(seconds: number): number;
}

export function controlsOf(
  store: Store,
  clock: Clock,
  journal: Journal,
  faults: Faults,
  seed: number,
): Controls {
  return {
    reset() {
      store.restore(seededState(seed));
      journal.clear();
      faults.clear();
    },
    state: () => store.snapshot(),
    restore(state) {
      const problem = stateProblem(state);
      if (problem !== null) throw new TypeError(`Not a state: ${problem}.`);
      store.restore(state);
    },
    requests: () => journal.entries(),
    clearRequests: () => journal.clear(),
    fault: (fault) => faults.install(fault),
    clearFaults: () => faults.clear(),
    advance(seconds) {
      store.bookkeeping.clockOffsetMs += Math.round(seconds * 1000);
      return Math.floor(clock.now() / 1000);
    },
  };
}
