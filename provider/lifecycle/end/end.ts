import type { Call } from "../../api/call";
import { isApiNotFound } from "../../api/errors";
import { updateBody } from "../../kernel/codec";
import type { End } from "../../kernel/declaration";
import { endingSentence } from "../../kernel/ending";
import { isOpenAIError, type OpenAIError } from "../../kernel/errors";
import type { Properties } from "../../kernel/values";
import { explainsAbsence, unlessParentGone } from "../see/absence";
import { patiently } from "../see/eventual-consistency";
import { look } from "../see/look";
import { type Sought, soughtOf } from "../see/sought";
import { callItem } from "../session/calls";
import { canonicalId, fieldHoldings, holdings } from "../session/identity";
import type { Holder } from "../session/ledger";
import type { Operation } from "../session/operation";
import type { Saved } from "../session/saved";
import { saying } from "../session/waiting";
import { keepOwnKey } from "./own-key";

const longestConflictPause = 32_000;

/**
 * What destroying the object does. One that is already gone is no error, if its absence can be believed. What another
 * resource holds by now, such as the same one under a new name, stays as it is.
 */
export async function end(operation: Operation, saved: Saved): Promise<void> {
  const { session, declaration } = operation;
  const { end: how } = declaration;
  if (how === "restore") {
    const row = `${declaration.token} ${canonicalId(declaration, saved.id)}`;
    return session.ledger.inTurn([row], () => restore(operation, saved));
  }
  const keys = holdings(declaration, saved.id, saved.live);
  return session.ledger.inTurn(keys, () => endOne(operation, saved, how));
}

async function endOne(operation: Operation, saved: Saved, how: Exclude<End, "restore">): Promise<void> {
  const { session, declaration } = operation;
  const keys = holdings(declaration, saved.id, saved.live);
  const other = session.ledger.mayBeHeldBeside(keys, saved.memo.lease);
  session.ledger.leave(keys, saved.memo.lease);
  if (other) {
    say(operation, saved, `stays as it is: ${nameOf(other)} has it now`);
    return;
  }
  if (session.ledger.isEnded(keys)) return;
  const sought = soughtOf(operation, saved);
  const { ids } = sought;
  const { ended: isOver, stays } = declaration.when;
  const sayWhyItStays = () => {
    if (stays !== undefined) say(operation, saved, stays);
  };
  if (isOver?.(saved.live)) {
    // Nothing is left to end; but under a wrong key the state must not forget it, for it would be made anew.
    if ((await look(sought)) !== "gone") sayWhyItStays();
    return;
  }
  keepOwnKey(operation, saved);
  const call = how === "erase" ? { method: "DELETE" as const } : { method: "POST" as const, below: how.post };
  const body = await ended(sought, call, sayWhyItStays);
  session.ledger.end(keys);
  if (!body) return;
  session.forgetParents();
  if (how === "erase") await session.collections.removed(operation, ids);
  else {
    say(operation, saved, endingSentence(declaration));
    await session.collections.wrote(operation, ids, body);
  }
}

/** Puts back the fields that nobody else manages by now; of several who put back one, the value found first of all stays. */
async function restore(operation: Operation, saved: Saved): Promise<void> {
  const { session, declaration } = operation;
  const { restoreTo = {}, lease } = saved.memo;
  const { ledger } = session;
  const keyOf = (name: string) => fieldHoldings(declaration, saved.id, [name])[0] ?? "";
  const mine = Object.keys(restoreTo).filter((name) => {
    const other = ledger.mayBeHeldBeside([keyOf(name)], lease);
    ledger.leave([keyOf(name)], lease);
    if (other) say(operation, saved, `${name} stays as it is: ${nameOf(other)} manages it now`);
    return !other && ledger.mayRestore(keyOf(name), lease);
  });
  // Every managed value is written, for the state may not know what a failed run left behind.
  const body = updateBody(declaration, {}, Object.fromEntries(mine.map((name) => [name, restoreTo[name]])));
  if (Object.keys(body).length === 0) return;
  const sought = soughtOf(operation, saved);
  const { ids } = sought;
  // The limits of an archived project are nobody's any more.
  const reply = await unlessParentGone(sought, (repeat) => ended(sought, { method: "POST", body, repeat }));
  for (const name of mine) ledger.restored(keyOf(name), lease);
  ledger.end(mine.map(keyOf));
  if (reply && reply !== "gone") await session.collections.wrote(operation, ids, reply);
}

/** Sends the call that ends it; undefined where there was nothing to end any more, which has been proven. */
async function ended(
  sought: Sought,
  call: { method: "POST" | "DELETE"; below?: string; body?: Properties; repeat?: Call["repeat"] },
  whenOver?: () => void,
): Promise<Properties | undefined> {
  const ask = () => callItem(sought.operation, sought.ids, call);
  // An answer that was lost explains why there is nothing any more: that needs no patience with a young object.
  const isOurDoing = (error: unknown) => isApiNotFound(error) && error.details.mayBeDone === true;
  let done: OpenAIError | undefined;
  try {
    const reply = await patiently(sought, () =>
      afterConflicts(sought, ask).catch((error) => {
        if (!isOurDoing(error)) throw error;
        done = error;
        return undefined;
      }),
    );
    if (reply) return reply.body;
  } catch (error) {
    if (await explainsAbsence(sought, error, whenOver)) return undefined;
    throw error;
  }
  if (done && !(await explainsAbsence(sought, done, whenOver))) throw done;
  return undefined;
}

function say(operation: Operation, { id }: Saved, what: string): void {
  operation.say(`${operation.declaration.token} ${id}: ${what}`);
}

function nameOf({ name }: Holder): string {
  return name === undefined ? "another resource of this program" : `"${name}"`;
}

/** A conflict may pass: something else is just being done with the object. */
function afterConflicts<T>(sought: Sought, ask: () => Promise<T>): Promise<T> {
  const wait = { why: "until what else is being done with it has ended", atMost: 2 * longestConflictPause };
  return saying(sought, wait, async () => {
    for (let pause = 2_000; ; pause *= 2) {
      try {
        return await ask();
      } catch (error) {
        const conflict = isOpenAIError(error) && error.details.status === 409;
        if (!conflict || pause > longestConflictPause) throw error;
        await sought.operation.pause(pause);
      }
    }
  });
}
