import { canonical } from "../../kernel/canonical";
import { type Declaration, namesIn } from "../../kernel/declaration";
import type { ErrorDetails, OpenAIError } from "../../kernel/errors";
import { collectionOf, formatPath } from "../../kernel/identity";
import type { Properties } from "../../kernel/values";
import type { Asked } from "./asked";

/** A create whose answer never came: the object may exist. */
export interface Lost {
  args: Properties;
  /** When it was sent, and when its answer was given up, in milliseconds. */
  sentAt: number;
  at: number;
  cause: OpenAIError;
  /** The server's time when it was sent, or a little before, in Unix seconds; unknown for the first call of a run. */
  since?: number;
  /** What turned out to be the object. */
  found?: Found;
}

export interface Found {
  item: Properties;
  details: ErrorDetails;
}

/**
 * All creates of one run. Two of them may want exactly the same; then their objects cannot be told apart, and one
 * found object must not be given to both.
 */
export class Creates {
  readonly #cohorts = new Map<string, Cohort>();
  readonly #before = new Map<string, Promise<ReadonlySet<string>>>();

  /** Works on a create together with all that want the same. */
  async among<T>(
    { credential, declaration }: Asked & { declaration: Declaration },
    args: Properties,
    work: (cohort: Cohort) => Promise<T>,
  ): Promise<T> {
    const key = `${credential.connection} ${declaration.token} ${visible(declaration, args)}`;
    const cohort = this.#cohorts.get(key) ?? new Cohort();
    this.#cohorts.set(key, cohort);
    cohort.members++;
    try {
      return await work(cohort);
    } finally {
      cohort.members--;
      if (cohort.isDone()) this.#cohorts.delete(key);
    }
  }

  /** What was in a collection before this run made its first object there. Asked for once. */
  before(
    { credential, declaration }: Asked,
    ids: Properties,
    ask: () => Promise<string[]>,
  ): Promise<ReadonlySet<string>> {
    const key = `${credential.connection} ${formatPath(declaration, collectionOf(declaration).template, ids)}`;
    let known = this.#before.get(key);
    if (!known) {
      known = ask().then((found) => new Set(found));
      known.catch(() => this.#before.delete(key));
      this.#before.set(key, known);
    }
    return known;
  }
}

/** What the API shows of an object that is made with these arguments: two with the same cannot be told apart. */
function visible(declaration: Declaration, args: Properties): string {
  const ends = [...namesIn(declaration.id), ...declaration.either.flat()];
  const shown = Object.entries(declaration.props).filter(([name, { options }]) =>
    // Of a link there is only one between the same ends, whatever else is said of it.
    declaration.kind === "edge" ? ends.includes(name) : options.echoed !== false,
  );
  return JSON.stringify(shown.map(([name, property]) => [name, canonical(property, args[name])]));
}

/** Creates with the same arguments. */
export class Cohort {
  /** Those that work on it now. */
  members = 0;
  #underWay = 0;
  #lost: Lost[] = [];
  /** Lost, looked for in vain, and reported as an error: the next create with these arguments may be the same one again. */
  #abandoned: Lost[] = [];
  #waiting: (() => void)[] = [];

  /** Counts a create as under way until its answer is known, or counted among the lost ones. */
  async during<T>(
    work: () => Promise<T>,
    lostBy: (error: unknown) => Lost | undefined,
  ): Promise<{ done: T } | { lost: Lost }> {
    this.#underWay++;
    try {
      return { done: await work() };
    } catch (error) {
      const lost = lostBy(error);
      if (!lost) throw error;
      this.#lost.push(lost);
      return { lost };
    } finally {
      this.#underWay--;
      if (this.#underWay === 0) for (const go of this.#waiting.splice(0)) go();
    }
  }

  /** Until no answer is awaited: an object of a create that is under way must not be taken for a lost one. */
  async quiet(): Promise<void> {
    while (this.#underWay > 0) await new Promise<void>((go) => this.#waiting.push(go));
  }

  /** The lost ones that nothing has been found for. */
  open(): Lost[] {
    return this.#lost.filter(({ found }) => found === undefined);
  }

  settle(lost: Lost): void {
    this.#lost = this.#lost.filter((other) => other !== lost);
  }

  abandon(lost: Lost): void {
    this.settle(lost);
    this.#abandoned.push(lost);
  }

  /** An abandoned create of this run, to go on with instead of sending another. */
  resume(now: number): Lost | undefined {
    const abandoned = this.#abandoned.shift();
    if (!abandoned) return undefined;
    const lost = { ...abandoned, at: now };
    this.#lost.push(lost);
    return lost;
  }

  /** Nobody works on it, and nothing was left that a later create must go on with. */
  isDone(): boolean {
    return this.members === 0 && this.#abandoned.length === 0;
  }
}
