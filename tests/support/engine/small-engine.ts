import type { RawSettings } from "../../../provider/api/settings";
import { Session } from "../../../provider/lifecycle/session/session";
import { Dice } from "../../reliability/dice";
import type { Workshop } from "../workshop";
import { deleteAll } from "./deletes";
import type { Program } from "./program";
import { Provider } from "./provider";
import { refreshAll } from "./refresh";
import { Snapshot } from "./state";
import { type Kill, Steps } from "./steps";
import { Up } from "./up";

export interface RunOptions {
  refresh?: boolean;
  replace?: string[];
  continueOnError?: boolean;
  kill?: Kill;
}

export interface Outcome {
  /** What was done, or in a preview would be done: `create GroupUser m0`. What stays the same is not told. */
  steps: string[];
  errors: string[];
  killed: boolean;
}

export interface Surroundings {
  seed?: number;
  /** Whether the program can read the stack's last state. */
  hints?: boolean;
  settings?: RawSettings;
}

/**
 * One stack under an engine small enough to run hundreds of times: programs are data, time is virtual, a seed decides
 * the order of what does not depend on each other. It calls the provider as the real engine does: every resource
 * checked and diffed before its step, replacements made before the old is deleted, deletes last, also those that a run
 * before has left.
 */
export class SmallEngine {
  readonly snapshot = new Snapshot();
  readonly #dice: Dice;

  constructor(
    readonly place: Workshop,
    readonly surroundings: Surroundings = {},
  ) {
    this.#dice = new Dice(surroundings.seed ?? 1);
  }

  preview(program: Program, options: RunOptions = {}): Promise<Outcome> {
    return this.#run({ ...options, refresh: false }, (tools) => this.#up(program, options, tools, true));
  }

  up(program: Program, options: RunOptions = {}): Promise<Outcome> {
    return this.#run(options, (tools) => this.#up(program, options, tools, false));
  }

  refresh(): Promise<Outcome> {
    return this.#run({ refresh: true }, async () => {});
  }

  destroy(options: RunOptions = {}): Promise<Outcome> {
    return this.#run(options, (tools) => deleteAll(this.snapshot.entries, new Set(), tools));
  }

  async #run(
    { refresh = false, kill = {}, continueOnError = false }: RunOptions,
    work: (tools: { provider: Provider; steps: Steps; snapshot: Snapshot }) => Promise<void>,
  ): Promise<Outcome> {
    const { place, snapshot } = this;
    const provider = new Provider(this.#session());
    if (refresh) {
      const steps = new Steps(place.clock, this.#dice, {}, continueOnError);
      await refreshAll({ snapshot, provider, steps });
      if (steps.stopped) return { steps: [], errors: steps.errors, killed: false };
    }
    const steps = new Steps(place.clock, this.#dice, kill, continueOnError);
    await work({ provider, steps, snapshot });
    // The next run comes as soon as somebody can start it, or when all that is new is old.
    place.emulator.advance(this.#dice.chance(0.5) ? 600 : 5);
    return { steps: steps.log, errors: steps.errors, killed: steps.killed };
  }

  #up(
    program: Program,
    { replace }: RunOptions,
    tools: { provider: Provider; steps: Steps; snapshot: Snapshot },
    isPreview: boolean,
  ): Promise<void> {
    const { hints = true } = this.surroundings;
    return new Up(program, { ...tools, dice: this.#dice }, { replace, isPreview, hints }).run();
  }

  /** A process of its own, with pauses that chance shakes. */
  #session(): Session {
    const { raw, surroundings } = this.place.session(this.surroundings.settings);
    return new Session(raw, { ...surroundings, random: () => this.#dice.throw() });
  }
}
