import type { JournalEntry } from "../../../emulator";
import type { RawSettings } from "../../../provider/api/settings";
import { parseId } from "../../../provider/kernel/identity";
import type { Properties } from "../../../provider/kernel/values";
import { kindOf } from "../../../tests/kernel/facts";
import { byHand } from "../../../tests/lifecycle/house";
import type { Program } from "../../../tests/support/engine/program";
import type { Entry } from "../../../tests/support/engine/state";
import { byRoute } from "../journal";
import { type Others, type Plan, planOfChanges, planOfDestroy, planOfRefresh, planOfUp } from "../plan";
import { Engine, type Outcome, type Process } from "./engine";
import { Meter, percentile, weighed } from "./meter";
import { changedIn, workload } from "./workload";
import type { World } from "./world";

/** What the emulator has in the organization beside the program's objects. */
const others: Others = { Project: 2 };
/** What a team does with a stack, in this order. */
export const scenarios = {
  S1: "up, all new",
  S2: "preview, nothing to do",
  S3: "up, nothing to do",
  S4: "up, one change",
  S5: "up, one in a hundred changed",
  S6: "refresh, nothing differs",
  S7: "refresh, five differ",
  S10: "destroy",
} as const;
export type Scenario = keyof typeof scenarios;

export interface Measured {
  scenario: Scenario;
  resources: number;
  /** Calls that were let through, by method and route, and the fewest that there could be. */
  calls: Plan;
  plan: Plan;
  refused: number;
  failed: string[];
  /** Of virtual time. */
  seconds: number;
  /** Milliseconds in the handler: of half of the calls, and of 95 in 100. */
  check: [number, number];
  diff: [number, number];
  /** Of this process, with engine and emulator in it. */
  cpu: number;
  peak: number;
  /** Inputs and outputs of a resource as compact JSON, on average. */
  stateBytes: number;
}

/** One stack from its first `up` to its `destroy`; each command has a process of its own. */
export class Life {
  readonly engine: Engine;
  #program: Program;
  #turn = 0;

  constructor(
    readonly world: World,
    readonly projects: number,
    parallel = 16,
    /** Of the stack, beside its keys. */
    readonly settings: RawSettings = {},
  ) {
    this.engine = new Engine(parallel);
    this.#program = workload(projects);
  }

  get entries(): Entry[] {
    return [...this.engine.state.values()];
  }

  async play(scenario: Scenario): Promise<Measured> {
    const { engine, entries } = this;
    const command = (work: (process: Process) => Promise<Outcome>, plan: () => Plan) =>
      this.#measure(scenario, work, plan);
    switch (scenario) {
      case "S1":
        return command(
          (process) => engine.up(this.#program, process),
          () => planOfUp(this.entries),
        );
      case "S2":
        return command(
          (process) => engine.preview(this.#program, process),
          () => ({}),
        );
      case "S3":
        return command(
          (process) => engine.up(this.#program, process),
          () => ({}),
        );
      case "S4":
      case "S5": {
        const count = scenario === "S4" ? 1 : Math.ceil(this.#program.length / 100);
        const before = new Map(this.#program.map((declared) => [declared.name, declared]));
        this.#program = changedIn(this.#program, count, ++this.#turn);
        const names = this.#program.filter((one) => before.get(one.name) !== one).map(({ name }) => name);
        return command(
          (process) => engine.up(this.#program, process),
          () => planOfChanges(entries.filter(({ name }) => names.includes(name))),
        );
      }
      case "S6":
        return command(
          (process) => engine.refresh(process),
          () => planOfRefresh(entries, others),
        );
      case "S7": {
        const gone = await this.#meddle();
        return command(
          (process) => engine.refresh(process),
          () => planOfRefresh(entries, others, gone),
        );
      }
      case "S10":
        return command(
          (process) => engine.destroy(process),
          () => planOfDestroy(entries),
        );
    }
  }

  async #measure(
    scenario: Scenario,
    command: (process: Process) => Promise<Outcome>,
    plan: () => Plan,
  ): Promise<Measured> {
    const { world } = this;
    const meter = new Meter();
    const resources = Math.max(this.#program.length, this.engine.state.size);
    const session = world.session(this.settings);
    const run = () => world.during(() => command({ session, watch: meter.watch }));
    const { value, cpu, peak } = await weighed(run);
    return {
      ...{ scenario, resources, seconds: value.seconds, failed: value.value.failed, plan: plan(), cpu, peak },
      ...countsOf(value.calls),
      check: [percentile(meter.check, 0.5), percentile(meter.check, 0.95)],
      diff: [percentile(meter.diff, 0.5), percentile(meter.diff, 0.95)],
      stateBytes: bytesEach(this.entries),
    };
  }

  /** Somebody renames a project and a group, sets a limit, and removes a service account and a membership. */
  async #meddle(): Promise<Entry[]> {
    const { place } = this.world;
    const last = (token: string) => {
      const found = this.entries.findLast((entry) => entry.token === token);
      if (!found) throw new Error(`the program has no ${token}`);
      return found;
    };
    const change = (token: string, body: Properties) => byHand(place, "POST", pathOf(last(token)), body);
    await change("Project", { name: "by hand" });
    await change("Group", { name: "by hand" });
    await change("ProjectRateLimit", { max_requests_per_1_minute: 7 });
    const gone = [last("ProjectServiceAccount"), last("GroupUser")];
    for (const entry of gone) await byHand(place, "DELETE", pathOf(entry));
    return gone;
  }
}

function pathOf({ token, id, outputs }: Entry): string {
  const { at } = kindOf(token);
  const ids = { ...outputs, ...parseId(kindOf(token), id) };
  return at.item.replace(/\{(\w+)\}/g, (_, name: string) => String(ids[name as keyof typeof ids]));
}

/** Calls that were let through, by method and route, and how many were not. */
export function countsOf(journal: readonly JournalEntry[]): { calls: Plan; refused: number } {
  const passed = journal.filter(({ status }) => status !== 429);
  return { calls: byRoute(passed), refused: journal.length - passed.length };
}

function bytesEach(entries: readonly Entry[]): number {
  const bytes = entries.map(({ inputs, outputs }) =>
    Buffer.byteLength(JSON.stringify(inputs) + JSON.stringify(outputs)),
  );
  return bytes.reduce((sum, one) => sum + one, 0) / Math.max(1, bytes.length);
}
