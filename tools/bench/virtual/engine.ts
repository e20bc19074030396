import type { Handler } from "../../../provider/dynamic/handler";
import type { Session } from "../../../provider/lifecycle/session/session";
import { Hints } from "../../../tests/support/engine/hints";
import {
  type Declared,
  neededBy,
  type Program,
  resolved,
  urnOf,
  type Visible,
} from "../../../tests/support/engine/program";
import { Provider } from "../../../tests/support/engine/provider";
import type { Entry } from "../../../tests/support/engine/state";
import type { Bag } from "../../../tests/support/engine/wire";
import { Lanes } from "./lanes";

/** What one command came to. */
export interface Outcome {
  /** What was checked, read or ended. */
  operations: number;
  /** Messages of those that failed. What could not begin because of one counts too. */
  failed: string[];
}

/** A run of the provider, and a look at each handler before the engine gets it. */
export interface Process {
  session: Session;
  watch?(handler: Handler): Handler;
}

/**
 * One stack under the order of work of Pulumi's engine, for programs of thousands of resources in virtual time. Resources
 * are registered in the program's order, as soon as what they need is there; each is checked, compared and carried out in
 * one of the lanes. A refresh reads in the state's order. A destroy goes layer by layer, what depends on most first. An
 * error ends nothing but itself and what needs it, so that all that fail are counted.
 */
export class Engine {
  readonly state = new Map<string, Entry>();

  /** How many steps run side by side; Pulumi's default is four for each core. */
  constructor(readonly parallel: number) {}

  preview(program: Program, process: Process): Promise<Outcome> {
    return this.#follow(program, process, true);
  }

  up(program: Program, process: Process): Promise<Outcome> {
    return this.#follow(program, process, false);
  }

  async refresh(process: Process): Promise<Outcome> {
    const { provider, outcome, step } = this.#begin(process);
    const read = async (entry: Entry) => {
      const seen = await provider.read(entry.token, entry.id, entry.outputs);
      if (!seen) return this.state.delete(entry.urn);
      const now = { ...entry, id: seen.id, outputs: seen.outputs, inputs: seen.inputs ?? entry.inputs };
      // What would an `up` right after it change?
      await provider.diff(entry.token, now.id, now.outputs, now.inputs, entry.inputs);
      return this.state.set(entry.urn, now);
    };
    await Promise.all([...this.state.values()].map((entry) => step(() => read(entry))));
    return outcome;
  }

  async destroy(process: Process): Promise<Outcome> {
    const { provider, outcome, step } = this.#begin(process);
    const urns = new Set(this.state.keys());
    const end = async ({ urn, token, id, outputs, deletedWith }: Entry) => {
      const goesWith = deletedWith !== undefined && urns.has(deletedWith);
      if (!goesWith) await provider.delete(token, id, outputs);
      this.state.delete(urn);
    };
    for (const layer of layersOf([...this.state.values()]))
      await Promise.all(layer.map((entry) => step(() => end(entry))));
    return outcome;
  }

  async #follow(program: Program, process: Process, isPreview: boolean): Promise<Outcome> {
    const { provider, outcome, step } = this.#begin(process);
    const hints = new Hints(program, [...this.state.values()]);
    const visible = new Map<string, Visible>();
    const find = (name: string): Visible => {
      const seen = visible.get(name);
      if (!seen) throw new Error(`${name} is not there`);
      return seen;
    };
    const follow = async (declared: Declared) => {
      const { name, token } = declared;
      const args = resolved(declared.args, find) as Bag;
      const old = this.state.get(urnOf(declared));
      const inputs = await provider.check(token, old?.inputs ?? {}, {
        ...args,
        __hint: hints.hintFor(declared, args),
      });
      const keep = (id: string, outputs: Bag) => {
        this.state.set(urnOf(declared), { ...entryOf(declared, find), id, inputs, outputs });
        visible.set(name, { token, id, outputs });
      };
      if (!old) {
        if (isPreview) return visible.set(name, { token, outputs: inputs });
        const { id, outputs } = await provider.create(token, inputs);
        return keep(id, outputs);
      }
      const verdict = await provider.diff(token, old.id, old.outputs, old.inputs, inputs);
      if (verdict.replaces.length > 0) throw new Error(`${name} would be replaced`);
      if (isPreview || !verdict.differs) return visible.set(name, old);
      return keep(old.id, await provider.update(token, old.id, old.outputs, inputs));
    };
    await inOrder(program, (declared) => step(() => follow(declared)));
    return outcome;
  }

  /** One process of the provider, which ends with the command. */
  #begin({ session, watch }: Process) {
    const lanes = new Lanes(this.parallel);
    const outcome: Outcome = { operations: 0, failed: [] };
    const step = (work: () => Promise<unknown>): Promise<void> =>
      lanes.run(async () => {
        outcome.operations++;
        try {
          await work();
        } catch (error) {
          outcome.failed.push(error instanceof Error ? error.message : String(error));
        }
      });
    return { provider: new Provider(session, watch), outcome, step };
  }
}

function entryOf(declared: Declared, find: (name: string) => Visible): Entry {
  const { name, token, options } = declared;
  const urnNamed = (other: string) => urnOf({ name: other, token: find(other).token });
  const with_ = options?.deletedWith;
  return {
    ...{ urn: urnOf(declared), name, token, id: "", inputs: {}, outputs: {}, sources: {}, initErrors: [] },
    needs: neededBy(declared).map(urnNamed),
    ...(with_ === undefined ? {} : { deletedWith: urnNamed(with_) }),
  };
}

/** Each piece of work begins when those that it needs are over; what is ready at once, in the program's order. */
export async function inOrder(program: Program, work: (declared: Declared) => Promise<void>): Promise<void> {
  const ends = new Map<string, Promise<void>>();
  for (const declared of program) {
    const needed = neededBy(declared).map((name) => ends.get(name));
    ends.set(
      declared.name,
      Promise.all(needed).then(() => work(declared)),
    );
  }
  await Promise.all(ends.values());
}

/** What depends on nothing ends last, what depends on it one layer before. */
function layersOf(entries: readonly Entry[]): Entry[][] {
  const depths = new Map<string, number>();
  const layers: Entry[][] = [];
  // In the order in which they were made, so that what one needs is placed before it.
  for (const entry of entries) {
    const depth = Math.max(-1, ...entry.needs.map((urn) => depths.get(urn) ?? -1)) + 1;
    depths.set(entry.urn, depth);
    layers[depth] ??= [];
    layers[depth].push(entry);
  }
  return layers.reverse();
}
