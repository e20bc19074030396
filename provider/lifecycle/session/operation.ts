import type { Asker } from "../../api/asker";
import type { Credential } from "../../api/settings";
import type { Declaration, Thing } from "../../kernel/declaration";
import type { Hint } from "./hint";
import type { Session } from "./session";
import { pauseFor } from "./stopping";

/** What a shell tells besides the arguments. All of it is optional: the dynamic protocol knows little of it. */
export interface Asking extends Asker {
  /** The key that the resource brings itself, and the host where that key is at home. */
  apiKey?: string;
  baseUrl?: string;
  /** The resource's name, and what the last state says of its object. */
  hint?: Hint;
}

/**
 * One thing that a shell wants done with one object: what it is, with which key, who asks, and how long they wait. Every
 * call and every wait of the lifecycle goes through it.
 */
export class Operation<T extends Thing = Declaration> implements Asker {
  readonly hint?: Hint;
  readonly signal?: AbortSignal;
  readonly deadline?: number;
  readonly yields?: boolean;
  #credential?: Credential;

  constructor(
    readonly session: Session,
    readonly declaration: T,
    private readonly asking: Asking = {},
  ) {
    this.hint = asking.hint;
    this.signal = asking.signal;
    this.deadline = asking.deadline;
    this.yields = asking.yields;
  }

  /** The key is looked for when the first call needs it: whoever calls nobody is not told that it is missing. */
  get credential(): Credential {
    const { apiKey, baseUrl } = this.asking;
    this.#credential ??= this.session.credential(this.declaration, apiKey, baseUrl);
    return this.#credential;
  }

  /** Now, on the session's clock, in milliseconds. */
  now(): number {
    return this.session.surroundings.clock.now();
  }

  /** A line for people, beside the resource where the shell can show it there. */
  readonly say = (line: string): void => {
    if (this.asking.say) this.asking.say(line);
    else this.session.surroundings.say(line);
  };

  /** The only way in which the lifecycle waits. */
  pause(milliseconds: number): Promise<void> {
    return pauseFor(this.session.surroundings.clock, this, milliseconds);
  }

  /** The same wish, about an object that this one has to do with, such as its parent. */
  on<U extends Thing>(declaration: U): Operation<U> {
    const { apiKey, baseUrl, hint: _, ...asker } = this.asking;
    const isSameKey = declaration.credential === this.declaration.credential;
    return new Operation(this.session, declaration, isSameKey ? { ...asker, apiKey, baseUrl } : asker);
  }
}
