import type { ApiErrorDetails, OpenAIError } from "../api/errors";
import type { Credential } from "../api/settings";
import { canonical } from "../kernel/canonical";
import type { Declaration } from "../kernel/declaration";
import { formatPath } from "../kernel/identity";
import type { Properties } from "../kernel/values";

/** A create whose answer never came: the object may exist. */
export interface Lost {
  /** When it was sent, and when its answer was given up, in milliseconds. */
  sentAt: number;
  at: number;
  cause: OpenAIError;
  /** What turned out to be the object. */
  found?: Found;
}

export interface Found {
  item: Properties;
  details: ApiErrorDetails;
}

const mostGiven = 100_000;

/**
 * All creates of one run. Two of them may want exactly the same; then their objects cannot be told apart, and one
 * found object must not be given to both.
 */
export class Creates {
  readonly #cohorts = new Map<string, Cohort>();
  readonly #before = new Map<string, Promise<ReadonlySet<string>>>();
  /** Ids that some create of this run has received. */
  readonly #given = new Set<string>();

  /** Those that want the same as this one. */
  alike(credential: Credential, declaration: Declaration, args: Properties): Cohort {
    const said = Object.entries(declaration.props).map(([name, property]) => [
      name,
      canonical(property, args[name]),
    ]);
    const key = `${credential.fingerprint} ${declaration.token} ${JSON.stringify(said)}`;
    const cohort = this.#cohorts.get(key) ?? new Cohort(() => this.#cohorts.delete(key));
    this.#cohorts.set(key, cohort);
    return cohort;
  }

  /** What was in a collection before this run made its first object there. Asked for once. */
  before(
    credential: Credential,
    declaration: Declaration,
    ids: Properties,
    ask: () => Promise<string[]>,
  ): Promise<ReadonlySet<string>> {
    const key = `${credential.fingerprint} ${formatPath(declaration, declaration.at.list, ids)}`;
    let known = this.#before.get(key);
    if (!known) {
      known = ask().then((found) => new Set(found));
      known.catch(() => this.#before.delete(key));
      this.#before.set(key, known);
    }
    return known;
  }

  give({ token }: Declaration, id: string): void {
    this.#given.add(`${token} ${id}`);
    const oldest = this.#given.values().next();
    if (this.#given.size > mostGiven && !oldest.done) this.#given.delete(oldest.value);
  }

  isGiven({ token }: Declaration, id: string): boolean {
    return this.#given.has(`${token} ${id}`);
  }
}

/** Creates with the same arguments. */
export class Cohort {
  #underWay = 0;
  #lost: Lost[] = [];
  /** Lost, looked for in vain, and reported as an error: the next create with these arguments may be the same one again. */
  #abandoned: Lost[] = [];
  #waiting: (() => void)[] = [];

  constructor(private readonly forget: () => void) {}

  /** Counts a create as under way until its answer is known, or known to be lost. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#underWay++;
    try {
      return await work();
    } finally {
      this.#underWay--;
      if (this.#underWay === 0) for (const go of this.#waiting.splice(0)) go();
      this.#tidy();
    }
  }

  /** Until no answer is awaited: an object of a create that is under way must not be taken for a lost one. */
  async quiet(): Promise<void> {
    while (this.#underWay > 0) await new Promise<void>((go) => this.#waiting.push(go));
  }

  lose(lost: Lost): Lost {
    this.#lost.push(lost);
    return lost;
  }

  /** The lost ones that nothing has been found for. */
  open(): Lost[] {
    return this.#lost.filter(({ found }) => found === undefined);
  }

  settle(lost: Lost): void {
    this.#lost = this.#lost.filter((other) => other !== lost);
    this.#tidy();
  }

  abandon(lost: Lost): void {
    this.settle(lost);
    this.#abandoned.push(lost);
  }

  /** An abandoned create of this run, to go on with instead of sending another. */
  resume(now: number): Lost | undefined {
    const lost = this.#abandoned.shift();
    return lost && this.lose({ ...lost, at: now });
  }

  #tidy(): void {
    if (this.#underWay + this.#lost.length + this.#abandoned.length === 0) this.forget();
  }
}
