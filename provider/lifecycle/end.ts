import { isApiNotFound, isOpenAIError, OpenAIError } from "../api/errors";
import { type Credential, settingName } from "../api/settings";
import { decode, updateBody } from "../kernel/codec";
import type { Declaration } from "../kernel/declaration";
import { endingSentence } from "../kernel/ending";
import type { Properties, Value } from "../kernel/values";
import { believe } from "./belief";
import { callItem } from "./calls";
import { look } from "./gone";
import { explainedByParent } from "./parents";
import { idsOf } from "./read";
import type { Saved } from "./saved";
import type { Session } from "./session";
import type { Sought } from "./sought";
import { isShutDown } from "./sunset";

/** What destroying the object does. One that is already gone is no error, if its absence can be believed. */
export async function end(
  session: Session,
  declaration: Declaration,
  saved: Saved,
  apiKey?: string,
): Promise<void> {
  if (declaration.when.ended?.(saved.live)) return;
  const call = endingCall(declaration, saved);
  if (!call) return;
  const credential = session.credential(declaration, apiKey);
  const ids = idsOf(declaration, saved.id, saved.live);
  const sought = { declaration, credential, ids, madeWith: saved.memo.madeWith };
  keepOwnKey(declaration, saved, credential);
  try {
    const { body } = await callItem(session, credential, declaration, ids, call);
    session.forgetParents();
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

/** Ending what has ended already, such as archiving an archived project, may be refused as a bad request. */
async function refusedBecauseEnded(session: Session, sought: Sought, error: unknown): Promise<boolean> {
  if (!isOpenAIError(error) || error.details.status !== 400) return false;
  const { declaration, ids } = sought;
  const sight = await look(session, sought).catch(() => undefined);
  if (sight === "gone") return true;
  return sight !== undefined && declaration.when.ended?.(decode(declaration, sight.item, ids)) === true;
}

/** Deleting the key that the stack works with would lock it out for ever. */
function keepOwnKey(declaration: Declaration, { id, live }: Saved, credential: Credential): void {
  const isInUse = Object.entries(declaration.props).some(([name, { options, word }]) =>
    word === "once"
      ? live[name] === credential.key
      : options.redacts !== undefined && isRedactionOf(live[name], credential.key),
  );
  if (!isInUse) return;
  throw new OpenAIError(
    "impossible",
    `${declaration.token} ${id} was not deleted: it is, or looks like, the key from ${credential.source} that this run works with. ` +
      `Nothing was changed. Set ${settingName("adminApiKey")} to another key first, or remove this one from the stack with \`pulumi state delete <urn>\`.`,
  );
}

/** Whether the visible ends of a blotted key are those of the key; where nothing is visible, nothing is said. */
function isRedactionOf(redacted: Value, key: string): boolean {
  if (typeof redacted !== "string") return false;
  const [start = "", ...rest] = redacted.split(/[.*\u2026]+/);
  const end = rest.at(-1) ?? "";
  return end.length > 0 && key.startsWith(start) && key.endsWith(end);
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
