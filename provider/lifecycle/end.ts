import { sleep } from "../api/clock";
import { isApiNotFound, isOpenAIError } from "../api/errors";
import { decode, updateBody } from "../kernel/codec";
import type { Declaration } from "../kernel/declaration";
import { endingSentence } from "../kernel/ending";
import type { Properties } from "../kernel/values";
import { believe } from "./belief";
import { callItem } from "./calls";
import { look } from "./gone";
import { keepOwnKey } from "./own-key";
import { explainedByParent } from "./parents";
import { patiently } from "./patience";
import { idsOf } from "./read";
import type { Saved } from "./saved";
import type { Session } from "./session";
import type { Sought } from "./sought";
import { isShutDown } from "./sunset";

const longestConflictPause = 32_000;

/** What destroying the object does. One that is already gone is no error, if its absence can be believed. */
export async function end(
  session: Session,
  declaration: Declaration,
  saved: Saved,
  apiKey?: string,
): Promise<void> {
  const call = endingCall(declaration, saved);
  if (!call) return;
  const credential = session.credential(declaration, apiKey);
  const ids = idsOf(declaration, saved.id, saved.live);
  const sought = { declaration, credential, ids, ...saved.memo };
  if (declaration.when.ended?.(saved.live)) {
    // Nothing is left to end; but under a wrong key the state must not forget it, for it would be made anew.
    await look(session, sought);
    return;
  }
  keepOwnKey(declaration, saved, credential);
  try {
    const ask = () => afterConflicts(session, () => callItem(session, credential, declaration, ids, call));
    const { body } = await patiently(session, sought, ask);
    session.forgetParents();
    session.creates.release(declaration, saved.id);
    if (typeof declaration.end === "object") {
      session.surroundings.say(`${declaration.token} ${saved.id}: ${endingSentence(declaration)}`);
    }
    if (declaration.end === "erase") await session.collections.removed(credential, declaration, ids);
    else await session.collections.wrote(credential, declaration, ids, body);
  } catch (error) {
    if (await explainedByParent(session, sought, error, look)) return;
    if (await refusedBecauseEnded(session, sought, error)) return;
    if (await isShutDown(session, sought, error)) return;
    if (!isApiNotFound(error)) throw error;
    believe(session, sought, error.details);
  }
}

/** A conflict may pass: something else is just being done with the object. */
async function afterConflicts<T>({ surroundings }: Session, ask: () => Promise<T>): Promise<T> {
  for (let pause = 2_000; ; pause *= 2) {
    try {
      return await ask();
    } catch (error) {
      const conflict = isOpenAIError(error) && error.details.status === 409;
      if (!conflict || pause > longestConflictPause) throw error;
      await sleep(surroundings.clock, pause);
    }
  }
}

/** Ending what has ended already, such as archiving an archived project, may be refused as a bad request. */
async function refusedBecauseEnded(session: Session, sought: Sought, error: unknown): Promise<boolean> {
  if (!isOpenAIError(error) || error.details.status !== 400) return false;
  const { declaration, ids } = sought;
  const sight = await look(session, sought).catch(() => undefined);
  if (sight === "gone") return true;
  return sight !== undefined && declaration.when.ended?.(decode(declaration, sight.item, ids)) === true;
}

function endingCall(
  declaration: Declaration,
  { memo }: Saved,
): { method: "POST" | "DELETE"; below?: string; body?: Properties } | undefined {
  if (declaration.end === "erase") return { method: "DELETE" };
  if (declaration.end !== "restore") return { method: "POST", below: declaration.end.post };
  // Every managed value is written, for the state may not know what a failed run left behind.
  const body = updateBody(declaration, {}, memo.restoreTo ?? {});
  return Object.keys(body).length > 0 ? { method: "POST", body } : undefined;
}
