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
}

export interface Found {
  item: Properties;
  details: ErrorDetails;
}

/** What is known of what a create has made. */
export type CreateState =
  /** Its answer is awaited. */
  | { is: "sending" }
  /** Its answer never came: the object is looked for. */
  | { is: "lost"; lost: Lost }
  /** It has made this object. */
  | { is: "found"; lost: Lost; found: Found }
  /** There is nothing of it: it was refused, or lost and never carried out, or what it had made is removed again. */
  | { is: "absent"; lost?: Lost }
  /** Nobody could tell, which was an error: the next create that wants the same goes on with it. */
  | { is: "abandoned"; lost: Lost };

const mayFollow: Record<CreateState["is"], readonly CreateState["is"][]> = {
  sending: ["lost", "absent"],
  lost: ["found", "absent", "abandoned"],
  found: ["absent"],
  absent: ["sending", "abandoned"],
  abandoned: [],
};

/** One create, from its first sending until its object is somebody's. */
export class Create {
  #state: CreateState;

  constructor(
    first: CreateState,
    private readonly changed: () => void,
  ) {
    this.#state = first;
  }

  get state(): CreateState {
    return this.#state;
  }

  become(next: CreateState): void {
    if (!mayFollow[this.#state.is].includes(next.is))
      throw new Error(`a create that is ${this.#state.is} cannot become ${next.is}`);
    this.#state = next;
    this.changed();
  }
}

/** Creates that want the same: what they have made cannot be told apart. */
export class Cohort {
  readonly #creates = new Set<Create>();
  #waiting: (() => void)[] = [];

  /** An abandoned create of this run, to go on with it from now on instead of sending another; or a new one. */
  join(now: number): Create {
    const first = this.#resumed(now) ?? { is: "sending" };
    const create = new Create(first, () => this.#changed());
    this.#creates.add(create);
    return create;
  }

  #resumed(now: number): CreateState | undefined {
    for (const abandoned of this.#creates) {
      const { state } = abandoned;
      if (state.is !== "abandoned") continue;
      // Whoever worked on it may not have left yet, and must not take with it what others work on now.
      this.#creates.delete(abandoned);
      return { is: "lost", lost: { ...state.lost, at: now } };
    }
    return undefined;
  }

  /** Whoever worked on it has ended. Only what was abandoned is remembered, in the order in which it was. */
  leave(create: Create): void {
    const isIn = this.#creates.delete(create);
    if (isIn && create.state.is === "abandoned") this.#creates.add(create);
    this.#changed();
  }

  /** Those that are looked for. */
  lost(): { create: Create; lost: Lost }[] {
    return [...this.#creates].flatMap((create) => {
      const { state } = create;
      return state.is === "lost" ? [{ create, lost: state.lost }] : [];
    });
  }

  /** Until no answer is awaited: the object of a create that is under way must not be taken for a lost one's. */
  async quiet(): Promise<void> {
    while (this.#isUnderWay()) await new Promise<void>((go) => this.#waiting.push(go));
  }

  isEmpty(): boolean {
    return this.#creates.size === 0;
  }

  #isUnderWay(): boolean {
    return [...this.#creates].some(({ state }) => state.is === "sending");
  }

  #changed(): void {
    if (!this.#isUnderWay()) for (const go of this.#waiting.splice(0)) go();
  }
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
    now: number,
    work: (create: Create, cohort: Cohort) => Promise<T>,
  ): Promise<T> {
    const key = `${credential.connection} ${declaration.token} ${visible(declaration, args)}`;
    const cohort = this.#cohorts.get(key) ?? new Cohort();
    this.#cohorts.set(key, cohort);
    const create = cohort.join(now);
    try {
      return await work(create, cohort);
    } finally {
      cohort.leave(create);
      if (cohort.isEmpty()) this.#cohorts.delete(key);
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
