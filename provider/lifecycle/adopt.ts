import { OpenAIError } from "../api/errors";
import { decode } from "../kernel/codec";
import type { Declaration } from "../kernel/declaration";
import { diff } from "../kernel/diff";
import { formatId } from "../kernel/identity";
import { isAbsent, type Properties } from "../kernel/values";
import { read } from "./read";
import { recognised } from "./recognise";
import type { Saved } from "./saved";
import type { Session } from "./session";
import { update } from "./update";

/**
 * Takes over an object that is there already, by its id or by its looks, and brings it to what the program wants.
 * Undefined where none looks like it, or the stack has it already and is about to replace it: then one is made.
 */
export async function adopt(
  session: Session,
  declaration: Declaration,
  args: Properties,
  which: string | true,
  known: Properties,
  apiKey?: string,
): Promise<Saved | undefined> {
  const id = which === true ? await idByLooks(session, declaration, known, apiKey) : which;
  if (id === undefined) return undefined;
  if (session.creates.isHeld(declaration, id)) return undefined;
  // Nobody says that another key has made it: an absence under this one is an absence.
  const { fingerprint } = session.credential(declaration, apiKey);
  const nobody = { id, live: {}, memo: { madeWith: fingerprint } };
  const seen = await read(session, declaration, nobody, undefined, apiKey);
  if (!seen) {
    const what = `There is no ${declaration.token} ${id} to adopt. Nothing was changed.`;
    throw new OpenAIError("usage", `${what} Take \`adopt\` out of the program to have one made.`);
  }
  if (session.creates.isGiven(declaration, seen.id)) {
    throw new OpenAIError(
      "usage",
      `${declaration.token} ${seen.id} belongs to another resource of this program already.`,
    );
  }
  // What the program does not say stays as it is.
  const before = Object.fromEntries(Object.entries(seen.args).filter(([name]) => !isAbsent(args[name])));
  const { replaces } = diff(declaration, before, args, seen.live);
  const fixed = replaces.filter((name) => !isAbsent(before[name]));
  if (fixed.length > 0) {
    throw new OpenAIError(
      "impossible",
      `${declaration.token} ${seen.id} cannot be adopted: its ${fixed.join(", ")} cannot be changed, and the program wants another. Nothing was changed.`,
    );
  }
  session.creates.give(declaration, seen.id);
  return update(session, declaration, seen, before, args, apiKey);
}

async function idByLooks(
  session: Session,
  declaration: Declaration,
  known: Properties,
  apiKey?: string,
): Promise<string | undefined> {
  const credential = session.credential(declaration, apiKey);
  const { items } = await session.collections.all(credential, declaration, known);
  const alike = recognised(declaration, { known }, items);
  const ids = alike
    .map((item) => formatId(declaration, decode(declaration, item, known)))
    .filter((id) => !session.creates.isTaken(declaration, id));
  if (ids.length > 1) {
    throw new OpenAIError(
      "usage",
      `${ids.length} ${declaration.token} objects look like the one to adopt: ${ids.join(", ")}. ` +
        "Nothing was changed. Give the id of the right one as `adopt`.",
    );
  }
  return ids[0];
}
