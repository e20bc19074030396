import { deadlines } from "../../api/deadlines";
import { decode } from "../../kernel/codec";
import type { Declaration, Settling } from "../../kernel/declaration";
import { isOpenAIError, OpenAIError } from "../../kernel/errors";
import { isAtRest } from "../../kernel/rest";
import { valueAt, withoutAbsent } from "../../kernel/values";
import { patiently } from "../see/eventual-consistency";
import { soughtOf } from "../see/sought";
import { getItem } from "../session/calls";
import type { Operation } from "../session/operation";
import { PartialSuccess, type Saved } from "../session/saved";
import { saying } from "../session/waiting";

const longestPause = 15_000;

/** Whether there is nothing to wait for. */
export function isSettled(declaration: Declaration, { live }: Saved): boolean {
  return isAtRest(declaration, live);
}

/** Waits until the object has come to rest. One that does not in time is saved with its id, and the next run goes on. */
export async function settle(
  operation: Operation,
  saved: Saved,
  /** What this run did with the object, for errors. */
  done: "was created" | "exists",
): Promise<Saved> {
  const { declaration } = operation;
  const { settle } = declaration;
  if (!settle) return saved;
  const why = `until its ${settle.on} is ${settle.until.join(" or ")}`;
  const started = operation.now();
  const due = operation.deadline ?? started + deadlines.POST;
  return saying({ operation, ids: saved.live }, { why, atMost: due - started }, async () => {
    let current = saved;
    for (let pause = 1000; !isSettled(declaration, current); pause = Math.min(pause * 1.5, longestPause)) {
      if (settle.failed?.includes(current.live[settle.on])) throw failed(declaration, settle, current, done);
      const left = due - operation.now();
      if (left <= 0) throw unsettled(declaration, settle, current, done, operation.now() - started);
      try {
        await operation.pause(Math.min(pause, left));
        current = await lookedAt(operation, current);
      } catch (error) {
        const isGivenUp = isOpenAIError(error) && error.code === "stopped";
        throw isGivenUp ? stopped(declaration, settle, current, done, error) : error;
      }
    }
    return current;
  });
}

async function lookedAt(operation: Operation, saved: Saved): Promise<Saved> {
  try {
    const ask = () => getItem(operation, saved.live);
    const { body } = await patiently(soughtOf(operation, saved), ask);
    return { ...saved, live: withoutAbsent(decode(operation.declaration, body, saved.live)) };
  } catch (error) {
    throw isOpenAIError(error) ? new PartialSuccess(saved, error) : error;
  }
}

/** The object exists, and takes longer than anybody waits. */
function unsettled(
  declaration: Declaration,
  settle: Settling,
  saved: Saved,
  done: string,
  spent: number,
): PartialSuccess {
  const message =
    `${declaration.token} ${saved.id} ${done}, but its ${settle.on} is still "${String(saved.live[settle.on])}" after ` +
    `${Math.round(spent / 60_000)} minutes. Run \`pulumi up\` again to go on waiting.`;
  return new PartialSuccess(saved, new OpenAIError("unproven", message));
}

/** The object exists, and whoever waited for it has given up. */
function stopped(
  declaration: Declaration,
  settle: Settling,
  saved: Saved,
  done: string,
  error: OpenAIError,
): PartialSuccess {
  const message =
    `${declaration.token} ${saved.id} ${done}, and its ${settle.on} was still "${String(saved.live[settle.on])}". ` +
    `${error.message} Run \`pulumi up\` again to go on waiting.`;
  return new PartialSuccess(saved, new OpenAIError(error.code, message, { waiting: settle.on }));
}

/** The object exists and will never be what it should be. */
function failed(declaration: Declaration, settle: Settling, saved: Saved, done: string): PartialSuccess {
  const why = settle.because && valueAt(saved.live, settle.because);
  const reason = typeof why === "string" ? `: ${why.replace(/\.$/, "")}` : "";
  const message = `${declaration.token} ${saved.id} ${done}, but its ${settle.on} is "${String(saved.live[settle.on])}"${reason}. The next \`pulumi up\` replaces it.`;
  return new PartialSuccess(saved, new OpenAIError("failed", message));
}
