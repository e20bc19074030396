import { z } from "zod";
import type { Clock } from "./clock";

/** How far something is that goes on after the answer of its creation. */
interface UnderWay {
  /** Answers since then that showed it. */
  reads: number;
  /** Since when, in milliseconds. */
  since_ms: number;
}

/** What goes on after the answer of its creation. */
export const transitionKinds = ["vector_store_file", "fine_tuning_job"] as const;
type TransitionKind = (typeof transitionKinds)[number];

/** How one kind of object proceeds from the state that its creation answers to the final one. */
export interface TransitionRule {
  kind: TransitionKind;
  /**
   * `immediate`: the first read after the creation shows the final state. `polls`: so does the first after n
   * more reads. `seconds`: so does any n seconds after the creation, by the emulator's clock.
   */
  mode: "immediate" | "polls" | "seconds";
  /** Nothing with `immediate`. */
  n?: number;
}

const kind = z.enum(transitionKinds);
const ruleSchema = z.discriminatedUnion("mode", [
  z.strictObject({ kind, mode: z.literal("immediate"), n: z.int().min(0).optional() }),
  z.strictObject({ kind, mode: z.literal("polls"), n: z.int().min(0) }),
  z.strictObject({ kind, mode: z.literal("seconds"), n: z.number().min(0) }),
]);

export class Transitions {
  readonly #clock: Clock;
  readonly #rules = new Map<TransitionKind, z.infer<typeof ruleSchema>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** For objects under way too: one that polls hold back ends when the rule becomes `immediate`. */
  rule(value: unknown): void {
    const parsed = ruleSchema.safeParse(value);
    if (!parsed.success) throw new TypeError(z.prettifyError(parsed.error));
    this.#rules.set(parsed.data.kind, parsed.data);
  }

  clear(): void {
    this.#rules.clear();
  }

  begin(): UnderWay {
    return { reads: 0, since_ms: this.#clock.now() };
  }

  /**
   * Which of its stages an object is in, counted from 0; their number when it has left the last one. Each
   * stage is seen in some read, so with polls they take at least as many reads as there are stages to come.
   */
  stage(kindOfObject: TransitionKind, underWay: UnderWay, stages: number): number {
    const rule = this.#rules.get(kindOfObject);
    if (rule === undefined || rule.mode === "immediate") return stages;
    if (rule.mode === "polls") {
      const reads = rule.n === 0 ? 0 : Math.max(rule.n, stages - 1);
      return Math.min(stages, Math.floor((underWay.reads * stages) / (reads + 1)));
    }
    const elapsed = this.#clock.now() - underWay.since_ms;
    const whole = rule.n * 1000;
    return elapsed >= whole ? stages : Math.floor((elapsed * stages) / whole);
  }

  /** When the last stage ended, in Unix seconds: what takes seconds may be looked at long after. */
  ended(kindOfObject: TransitionKind, underWay: UnderWay): number {
    const rule = this.#rules.get(kindOfObject);
    const ms = rule?.mode === "seconds" ? underWay.since_ms + rule.n * 1000 : this.#clock.now();
    return Math.floor(ms / 1000);
  }
}
