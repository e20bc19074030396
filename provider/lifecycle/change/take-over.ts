import { decode, updateBody } from "../../kernel/codec";
import { type Declaration, isArgument } from "../../kernel/declaration";
import { isOpenAIError, OpenAIError } from "../../kernel/errors";
import { formatId } from "../../kernel/identity";
import { isAbsent, type Properties, withoutAbsent } from "../../kernel/values";
import { callItem, keyAt } from "../session/calls";
import { fieldHoldings, isSameObject, managedFields } from "../session/identity";
import type { Operation } from "../session/operation";
import { PartialSuccess, type Saved } from "../session/saved";
import { existing } from "./existing";

/** Takes over what exists without us: notes the former values, then writes what differs. */
export async function takeOver(operation: Operation, args: Properties): Promise<Saved> {
  const { session, declaration, credential } = operation;
  const { id, now } = await existing(operation, args);
  // What managed a field until now may just be putting it back.
  return session.ledger.inTurn([`${declaration.token} ${id}`], write);

  async function write(): Promise<Saved> {
    const { item, details } = await now();
    const live = decode(declaration, item, {});
    const fields = managedFields(declaration, args);
    const restoreTo = { ...capture(declaration, args, live), ...valuesBefore(operation, id, fields) };
    const lease = session.drawLease(details.serverTime);
    claimFields(operation, id, fields, lease);
    const saved: Saved = {
      id,
      live: withoutAbsent({ ...args, ...live }),
      memo: { seenWith: keyAt(credential, details.organization), restoreTo, lease },
    };
    const body = updateBody(declaration, live, args);
    if (Object.keys(body).length === 0) return saved;
    const call = { method: "POST", body } as const;
    const reply = await callItem(operation, saved.live, call).catch((error) => {
      // It may have been carried out: the former values must not be lost.
      throw isOpenAIError(error) && error.code === "ambiguous" ? new PartialSuccess(saved, error) : error;
    });
    await session.collections.wrote(operation, saved.live, reply.body);
    return { ...saved, live: withoutAbsent(decode(declaration, reply.body, { ...saved.live, ...args })) };
  }
}

/** Two resources may share a row, but not a field of it: they would change it to and fro for ever. */
export function claimFields(
  { session, declaration, hint }: Operation,
  id: string,
  fields: readonly string[],
  lease: string | undefined,
): void {
  for (const name of fields) {
    const keys = fieldHoldings(declaration, id, [name]);
    const other = session.ledger.givenTo(keys);
    if (!other || other.lease === lease) continue;
    const whom =
      other.name === undefined ? "another resource of this program" : `"${other.name}" of this program`;
    throw new OpenAIError(
      "usage",
      `${name} of ${declaration.token} ${id} belongs to ${whom} already. Nothing was changed. Manage it in one place.`,
    );
  }
  session.ledger.give(fieldHoldings(declaration, id, fields), { lease, name: hint?.name });
}

/** The values from before the stack took the fields over first, as far as its last state tells. */
export function valuesBefore(
  { declaration, hint }: Operation,
  id: string,
  fields: readonly string[],
): Properties {
  const former = hint?.held.filter((holder) => isSameObject(declaration, holder.id, id)) ?? [];
  // The latest first, so that what was noted earlier is laid over it.
  const latestFirst = [...former].sort((a, b) => ((a.lease ?? "") < (b.lease ?? "") ? 1 : -1));
  const before: Properties = {};
  for (const { restoreTo } of latestFirst) {
    for (const name of fields) if (!isAbsent(restoreTo?.[name])) before[name] = restoreTo?.[name];
  }
  return before;
}

/** The values that the program will manage, as they are now. Naming one that the object lacks is an error. */
export function capture(
  declaration: Declaration,
  args: Properties,
  live: Properties,
  managed = managedFields(declaration, args),
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
