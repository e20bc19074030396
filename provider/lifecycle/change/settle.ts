import { sleep } from "../../api/clock";
import type { Credential } from "../../api/settings";
import { decode } from "../../kernel/codec";
import type { Declaration, Settling } from "../../kernel/declaration";
import { isOpenAIError, OpenAIError } from "../../kernel/errors";
import { isAtRest } from "../../kernel/rest";
import { valueAt, withoutAbsent } from "../../kernel/values";
import { patiently } from "../see/eventual-consistency";
import { getItem } from "../session/calls";
import { PartialSuccess, type Saved } from "../session/saved";
import type { Session } from "../session/session";
import { saying } from "../session/waiting";

const patience = 20 * 60_000;
const longestPause = 15_000;

/** Whether there is nothing to wait for. */
export function isSettled(declaration: Declaration, { live }: Saved): boolean {
  return isAtRest(declaration, live);
}

/** Waits until the object has come to rest. One that does not in time is saved with its id, and the next run goes on. */
export async function settle(
  session: Session,
  declaration: Declaration,
  credential: Credential,
  saved: Saved,
  /** What this run did with the object, for errors. */
  done: "was created" | "exists",
): Promise<Saved> {
  const { settle } = declaration;
  if (!settle) return saved;
  const why = `until its ${settle.on} is ${settle.until.join(" or ")}`;
  return saying(session, { declaration, ...saved }, { why, atMost: patience }, async () => {
    const { clock } = session.surroundings;
    const started = clock.now();
    let current = saved;
    for (let pause = 1000; !isSettled(declaration, current); pause = Math.min(pause * 1.5, longestPause)) {
      if (settle.failed?.includes(current.live[settle.on])) throw failed(declaration, settle, current, done);
      const spent = clock.now() - started;
      if (spent > patience) throw unsettled(declaration, settle, current, done, spent);
      await sleep(clock, pause);
      current = await lookedAt(session, declaration, credential, current);
    }
    return current;
  });
}

async function lookedAt(
  session: Session,
  declaration: Declaration,
  credential: Credential,
  saved: Saved,
): Promise<Saved> {
  try {
    const sought = { declaration, credential, ids: saved.live, ...saved.memo };
    const ask = () => getItem(session, credential, declaration, saved.live);
    const { body } = await patiently(session, sought, ask);
    return { ...saved, live: withoutAbsent(decode(declaration, body, saved.live)) };
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

/** The object exists and will never be what it should be. */
function failed(declaration: Declaration, settle: Settling, saved: Saved, done: string): PartialSuccess {
  const why = settle.because && valueAt(saved.live, settle.because);
  const reason = typeof why === "string" ? `: ${why.replace(/\.$/, "")}` : "";
  const message = `${declaration.token} ${saved.id} ${done}, but its ${settle.on} is "${String(saved.live[settle.on])}"${reason}. The next \`pulumi up\` replaces it.`;
  return new PartialSuccess(saved, new OpenAIError("failed", message));
}
