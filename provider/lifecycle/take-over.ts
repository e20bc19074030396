import { isOpenAIError, OpenAIError } from "../api/errors";
import type { Credential } from "../api/settings";
import { decode, updateBody } from "../kernel/codec";
import { type Declaration, isArgument } from "../kernel/declaration";
import { formatId } from "../kernel/identity";
import { isAbsent, type Properties, withoutAbsent } from "../kernel/values";
import { callItem, madeWith } from "./calls";
import { findBy } from "./collections";
import { PartialSuccess, type Saved } from "./saved";
import type { Session } from "./session";

/** Takes over what exists without us: notes the former values, then writes what differs. */
export async function takeOver(
  session: Session,
  declaration: Declaration,
  credential: Credential,
  args: Properties,
): Promise<Saved> {
  const listing = await session.collections.all(credential, declaration, args);
  const item = findNamed(declaration, args, listing.items);
  const live = decode(declaration, item, {});
  const restoreTo = capture(declaration, args, live);
  const saved: Saved = {
    id: formatId(declaration, { ...args, ...live }),
    live: withoutAbsent({ ...args, ...live }),
    memo: { madeWith: madeWith(credential, listing.details.organization), restoreTo },
  };
  const body = updateBody(declaration, live, args);
  if (Object.keys(body).length === 0) return saved;
  const reply = await callItem(session, credential, declaration, saved.live, { method: "POST", body }).catch(
    (error) => {
      // It may have been carried out: the former values must not be lost.
      throw isOpenAIError(error) && error.code === "ambiguous" ? new PartialSuccess(saved, error) : error;
    },
  );
  await session.collections.wrote(credential, declaration, saved.live, reply.body);
  return { ...saved, live: withoutAbsent(decode(declaration, reply.body, { ...saved.live, ...args })) };
}

/** The values that the program will manage, as they are now. Naming one that the object lacks is an error. */
export function capture(
  declaration: Declaration,
  args: Properties,
  live: Properties,
  managed = managedNames(declaration).filter((name) => !isAbsent(args[name])),
): Properties {
  const restoreTo: Properties = {};
  const lacking = managed.filter((name) => isAbsent(live[name]));
  if (lacking.length > 0) {
    const has = managedNames(declaration).filter((name) => !isAbsent(live[name]));
    throw new OpenAIError(
      "usage",
      `${declaration.token} ${formatId(declaration, { ...args, ...live })} has no ${lacking.join(", ")}. ` +
        `It has ${has.join(", ")}. Nothing was changed.`,
    );
  }
  for (const name of managed) restoreTo[name] = live[name];
  return restoreTo;
}

/** The fields that can be changed, and so restored. */
function managedNames(declaration: Declaration): string[] {
  return Object.entries(declaration.props)
    .filter(([, property]) => isArgument(property) && property.word === "mutable")
    .map(([name]) => name);
}

function findNamed(declaration: Declaration, args: Properties, items: Properties[]): Properties {
  const names = declaration.either.flat();
  const [given] = names.filter((name) => !isAbsent(args[name]));
  const item = given ? findBy(declaration, given, args[given], items) : undefined;
  if (item) return item;
  const [first] = names;
  const known = items
    .map((candidate) => String(decode(declaration, candidate)[given ?? first ?? ""] ?? ""))
    .sort();
  throw new OpenAIError(
    "usage",
    `There is no ${declaration.token} with ${given} "${String(args[given ?? ""])}" here. ` +
      `Those that exist: ${known.join(", ") || "none"}. Nothing was changed.`,
  );
}
