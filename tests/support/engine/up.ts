import type { Dice } from "../../reliability/dice";
import { type Carrier, carrier } from "./carry";
import { deleteAll } from "./deletes";
import { Hints } from "./hints";
import {
  type Declared,
  formerUrnsOf,
  namedIn,
  neededBy,
  type Program,
  resolved,
  urnOf,
  type Visible,
} from "./program";
import type { Provider, Verdict } from "./provider";
import type { Entry, Snapshot } from "./state";
import type { Steps } from "./steps";
import type { Bag } from "./wire";

export interface UpOptions {
  /** Names of resources that are replaced whatever their arguments say. */
  replace?: string[];
  isPreview: boolean;
  /** Whether the program can read the last state. */
  hints: boolean;
}

interface Tools {
  snapshot: Snapshot;
  provider: Provider;
  steps: Steps;
  dice: Dice;
}

/** One run of a program: everything registered in turn, steps side by side, deletes last. */
export class Up {
  readonly #hints: Hints;
  readonly #carry: Carrier;
  readonly #seen = new Map<string, Visible>();
  /** URNs that the program has, whatever became of them. */
  readonly #operated = new Set<string>();
  readonly #deleted = new Set<string>();
  readonly #replaced = new Set<string>();
  readonly #doneWith = new Set<string>();
  readonly #running = new Set<Promise<void>>();

  constructor(
    readonly program: Program,
    readonly tools: Tools,
    readonly options: UpOptions,
  ) {
    this.#hints = new Hints(program, structuredClone(tools.snapshot.living()));
    const show = ({ name, token, id, outputs }: Entry, isKnown = true) => {
      this.#seen.set(name, { token, ...(isKnown ? { id } : {}), outputs });
    };
    this.#carry = carrier(tools, { show, isPreview: options.isPreview, deleted: this.#deleted });
  }

  async run(): Promise<void> {
    const { steps, dice, snapshot } = this.tools;
    const waiting = [...this.program];
    while (waiting.length > 0 && !steps.stopped) {
      const ready = waiting.filter((declared) =>
        neededBy(declared).every((name) => this.#doneWith.has(name)),
      );
      const [first] = ready;
      if (!first || dice.chance(0.3)) {
        if (this.#running.size > 0) await Promise.race(this.#running);
        else if (!first) throw new Error("a resource needs what the program does not have");
        continue;
      }
      // Mostly in the program's order, as far as what they wait for allows.
      const next = dice.chance(0.7) ? first : dice.pick(ready);
      waiting.splice(waiting.indexOf(next), 1);
      await this.#register(next);
    }
    await Promise.all(this.#running);
    if (steps.stopped) return;
    const doomed = snapshot.entries.filter(
      ({ urn, pendingDelete }) => pendingDelete || !this.#operated.has(urn),
    );
    if (!this.options.isPreview) await deleteAll(doomed, this.#deleted, this.tools);
    else for (const { token, name } of doomed) steps.log.push(`delete ${token} ${name}`);
  }

  async #register(declared: Declared): Promise<void> {
    const { steps, snapshot } = this.tools;
    const former = formerUrnsOf(declared);
    for (const urn of [urnOf(declared), ...former]) this.#operated.add(urn);
    const lost = neededBy(declared).some((name) => !this.#seen.has(name));
    if (lost) {
      // Skipped with what it depends on.
      this.#doneWith.add(declared.name);
      return;
    }
    try {
      const old = snapshot.find(urnOf(declared), ...former);
      const work = await this.#plan(declared, old);
      const step = work().finally(() => {
        this.#running.delete(step);
        this.#doneWith.add(declared.name);
      });
      this.#running.add(step);
    } catch (error) {
      steps.fail(error);
      this.#doneWith.add(declared.name);
    }
  }

  /** Check and Diff, one resource after the other; what they lead to is then done beside the next. */
  async #plan(declared: Declared, old: Entry | undefined): Promise<() => Promise<void>> {
    const { provider } = this.tools;
    const { token, name, options = {} } = declared;
    const urn = urnOf(declared);
    const args = this.#argumentsOf(declared);
    const isTargeted = old !== undefined && (this.options.replace ?? []).includes(name);
    const isFresh = !old || isTargeted || this.#deleted.has(urn);
    const inputs = await provider.check(token, isFresh ? {} : old.inputs, args);
    const entry = this.#entry(declared, inputs);
    if (!old) return () => this.#carry.create("create", entry);
    if (this.#deleted.has(urn)) return () => this.#carry.create("replace", entry, old);
    const { differs, replaces, deleteBeforeReplace } = isTargeted
      ? { differs: true, replaces: ["id"], deleteBeforeReplace: false }
      : await this.#verdict(declared, old, inputs);
    if (old.pendingReplacement || (differs && replaces.length > 0)) {
      if (options.protect && old.protect)
        throw new Error(`unable to replace resource "${urn}" as it is protected`);
      if (!isTargeted) entry.inputs = await provider.check(token, {}, args);
      this.#replaced.add(urn);
      const first = options.deleteBeforeReplace ?? deleteBeforeReplace;
      if (!first || old.pendingReplacement) return () => this.#carry.create("replace", entry, old);
      return () => this.#carry.deleteThenCreate(entry, old);
    }
    if (differs || old.initErrors.length > 0) return () => this.#carry.update(entry, old);
    return async () => this.#carry.same(entry, old);
  }

  #argumentsOf(declared: Declared): Bag {
    const find = (name: string): Visible => {
      const seen = this.#seen.get(name);
      if (!seen) throw new Error(`${name} is not there`);
      return seen;
    };
    const args = resolved(declared.args, find) as Bag;
    const hint = this.options.hints ? { __hint: this.#hints.hintFor(declared, args) } : {};
    return { ...args, ...(declared.adopt === undefined ? {} : { adopt: declared.adopt }), ...hint };
  }

  async #verdict({ token, options = {} }: Declared, old: Entry, inputs: Bag): Promise<Verdict> {
    const withUrn = this.#urnOf(options.deletedWith);
    if (withUrn !== undefined && this.#replaced.has(withUrn)) {
      return { differs: true, replaces: ["deletedWith"], deleteBeforeReplace: false };
    }
    const found = await this.tools.provider.diff(token, old.id, old.outputs, old.inputs, inputs);
    const { replaceOnChanges = [] } = options;
    const forced = found.changed.filter(
      (name) => replaceOnChanges.includes(name) || replaceOnChanges.includes("*"),
    );
    return { ...found, replaces: [...new Set([...found.replaces, ...forced])] };
  }

  #urnOf(name: string | undefined): string | undefined {
    const declared = this.program.find((other) => other.name === name);
    return declared && urnOf(declared);
  }

  #entry(declared: Declared, inputs: Bag): Entry {
    const urns = (names: string[]) => names.flatMap((name) => this.#urnOf(name) ?? []);
    const { name, token, options = {} } = declared;
    const sources = Object.entries(declared.args).map(([key, value]) => [key, urns(namedIn(value))] as const);
    return {
      ...{ urn: urnOf(declared), name, token, id: "", inputs, outputs: {}, initErrors: [] },
      needs: urns(neededBy(declared)),
      sources: Object.fromEntries(sources.filter(([, from]) => from.length > 0)),
      deletedWith: this.#urnOf(options.deletedWith),
      protect: options.protect,
    };
  }
}
