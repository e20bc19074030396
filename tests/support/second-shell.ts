import { check } from "../../provider/kernel/check";
import type { Declaration } from "../../provider/kernel/declaration";
import { type ErrorCode, isOpenAIError } from "../../provider/kernel/errors";
import { planChange, planCreation } from "../../provider/kernel/plan";
import type { Properties } from "../../provider/kernel/values";
import { update } from "../../provider/lifecycle/change/update";
import { end } from "../../provider/lifecycle/end/end";
import { create } from "../../provider/lifecycle/make/create";
import { find, read } from "../../provider/lifecycle/see/read";
import { Operation } from "../../provider/lifecycle/session/operation";
import { isPartialSuccess, type Saved } from "../../provider/lifecycle/session/saved";
import type { Session } from "../../provider/lifecycle/session/session";

/** What a shell with a protocol of its own answers: the table is total, for the compiler sees to it. */
const statuses: Record<ErrorCode, string> = {
  setting: "FAILED_PRECONDITION",
  refused: "INVALID_ARGUMENT",
  unreachable: "UNAVAILABLE",
  ambiguous: "ABORTED",
  "broken-reply": "UNAVAILABLE",
  unproven: "FAILED_PRECONDITION",
  failed: "ABORTED",
  impossible: "FAILED_PRECONDITION",
  stopped: "CANCELLED",
  usage: "INVALID_ARGUMENT",
};

export type Answer = { status: "OK"; saved?: Saved } | { status: string; message: string; saved?: Saved };

/**
 * A second shell, as small as one can be: it knows the resource's URN, timeouts of its own, previews, and how to cancel.
 * The dynamic protocol has none of them.
 */
export class SecondShell {
  /** Lines, each beside the resource that it is about. */
  readonly log: { urn: string; line: string }[] = [];
  readonly #cancel = new AbortController();

  constructor(private readonly session: Session) {}

  /** What the engine calls when somebody presses Ctrl-C. */
  cancel(): void {
    this.#cancel.abort();
  }

  preview(declaration: Declaration, args: Properties, before?: Saved & { said: Properties }): Properties {
    if (check(declaration, args).length > 0) throw new Error("the arguments are wrong");
    const plan = before ? planChange(declaration, before, args) : planCreation(declaration, args);
    return plan.properties;
  }

  create(declaration: Declaration, args: Properties, timeoutSeconds?: number): Promise<Answer> {
    return answer(() => create(this.#operation(declaration, timeoutSeconds), args));
  }

  import(declaration: Declaration, id: string): Promise<Answer> {
    return answer(() => find(this.#operation(declaration), id));
  }

  read(declaration: Declaration, saved: Saved, said: Properties, timeoutSeconds?: number): Promise<Answer> {
    return answer(() => read(this.#operation(declaration, timeoutSeconds), saved, said));
  }

  update(declaration: Declaration, saved: Saved, olds: Properties, news: Properties): Promise<Answer> {
    return answer(() => update(this.#operation(declaration), saved, olds, news));
  }

  delete(declaration: Declaration, saved: Saved, timeoutSeconds?: number): Promise<Answer> {
    return answer(async () => {
      await end(this.#operation(declaration, timeoutSeconds), saved);
      return undefined;
    });
  }

  #operation(declaration: Declaration, timeoutSeconds?: number): Operation {
    const urn = `urn:pulumi:dev::shop::openai:index:${declaration.token}::it`;
    const { clock } = this.session.surroundings;
    return new Operation(this.session, declaration, {
      say: (line) => this.log.push({ urn, line }),
      signal: this.#cancel.signal,
      ...(timeoutSeconds === undefined ? {} : { deadline: clock.now() + timeoutSeconds * 1000 }),
    });
  }
}

async function answer(work: () => Promise<Saved | undefined>): Promise<Answer> {
  try {
    return { status: "OK", saved: await work() };
  } catch (error) {
    if (!isOpenAIError(error)) throw error;
    const saved = isPartialSuccess(error) ? error.saved : undefined;
    return { status: statuses[error.code], message: error.message, ...(saved ? { saved } : {}) };
  }
}
