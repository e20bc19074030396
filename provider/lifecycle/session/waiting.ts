import { duration } from "../../api/duration";
import type { Thing } from "../../kernel/declaration";
import { isOpenAIError, OpenAIError } from "../../kernel/errors";
import type { Properties } from "../../kernel/values";
import { objectName } from "./object-name";
import type { Operation } from "./operation";

export interface Wait {
  /** What it is that takes so long, as a part of a sentence: "until its status is completed". */
  why: string;
  /** The longest that it can take, in milliseconds. */
  atMost: number;
}

/** A wait that is not longer than this needs no words, in milliseconds. */
const silence = 10_000;

/** An object for whose sake somebody waits. */
export interface Awaited {
  operation: Operation<Thing>;
  /** Its known properties, or the arguments that it is made with. */
  ids: Properties;
}

/** Something that may take long: past ten seconds it is said once what is waited for, and once that it is over. */
export async function saying<T>(
  { operation, ids }: Awaited,
  { why, atMost }: Wait,
  work: () => Promise<T>,
): Promise<T> {
  const name = () => objectName({ declaration: operation.declaration, live: ids });
  let isSaid = false;
  const announce = () => {
    isSaid = true;
    operation.say(`${name()}: waiting ${why}, for up to ${duration(atMost)}`);
  };
  const { clock } = operation.session.surroundings;
  const cancel = atMost > silence ? clock.after(silence, announce) : () => undefined;
  try {
    return await work();
  } catch (error) {
    if (!isOpenAIError(error) || error.code !== "stopped" || error.details.waiting !== undefined) throw error;
    const message = `${name()}: ${error.message} It was waiting ${why}; nothing was changed meanwhile.`;
    throw new OpenAIError("stopped", message, { ...error.details, waiting: why });
  } finally {
    cancel();
    if (isSaid) operation.say(`${name()}: done waiting`);
  }
}

/** One pause for the sake of an object. */
export function pause(
  awaited: Awaited,
  why: string,
  milliseconds: number,
  atMost = milliseconds,
): Promise<void> {
  return saying(awaited, { why, atMost }, () => awaited.operation.pause(milliseconds));
}
