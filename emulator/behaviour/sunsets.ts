import { z } from "zod";

export const sunsetNames = ["assistants", "fine_tuning"] as const;

/**
 * What OpenAI has ended or announced to end. `assistants`: the Assistants API is gone (26 August 2026).
 * `fine_tuning`: new fine-tuning jobs are refused (since 2 July 2026 for organizations that had not used
 * fine-tuned models lately, from 6 January 2027 for all). Passed or not is for the test to say, not the clock.
 */
export type Sunset = (typeof sunsetNames)[number];

const passedSchema = z.array(z.enum(sunsetNames));

export class Sunsets {
  readonly #initially: readonly Sunset[];
  #passed: readonly Sunset[];

  constructor(initially: readonly Sunset[]) {
    this.#initially = initially;
    this.#passed = initially;
  }

  pass(value: unknown): void {
    const parsed = passedSchema.safeParse(value);
    if (!parsed.success) throw new TypeError(z.prettifyError(parsed.error));
    this.#passed = parsed.data;
  }

  reset(): void {
    this.#passed = this.#initially;
  }

  has(sunset: Sunset): boolean {
    return this.#passed.includes(sunset);
  }
}
