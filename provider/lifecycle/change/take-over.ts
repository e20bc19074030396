import type { Listing } from "../../api/pages";
import { decode, updateBody } from "../../kernel/codec";
import { type Declaration, isArgument } from "../../kernel/declaration";
import { isOpenAIError, OpenAIError } from "../../kernel/errors";
import { formatId } from "../../kernel/identity";
import { isAbsent, type Properties, withoutAbsent } from "../../kernel/values";
import { belowYoungParent } from "../see/young-parent";
import { callItem, keyAt } from "../session/calls";
import { findBy } from "../session/collections";
import { fieldHoldings, isSameObject, managedFields } from "../session/identity";
import type { Operation } from "../session/operation";
import { PartialSuccess, type Saved } from "../session/saved";

/** Takes over what exists without us: notes the former values, then writes what differs. */
export async function takeOver(operation: Operation, args: Properties): Promise<Saved> {
  const { session, declaration, credential } = operation;
  const listing = await rowsOf(operation, args);
  const id = idNow(declaration, args, listing);
  // What managed a field until now may just be putting it back.
  return session.ledger.inTurn([`${declaration.token} ${id}`], () => write(id));

  async function write(id: string): Promise<Saved> {
    const live = decode(declaration, findNamed(declaration, args, listing.items), {});
    const fields = managedFields(declaration, args);
    const restoreTo = { ...capture(declaration, args, live), ...valuesBefore(operation, id, fields) };
    const lease = session.drawLease(listing.details.serverTime);
    claimFields(operation, id, fields, lease);
    const saved: Saved = {
      id,
      live: withoutAbsent({ ...args, ...live }),
      memo: { seenWith: keyAt(credential, listing.details.organization), restoreTo, lease },
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

/** The rows of a project; one that was made a moment ago may not have all of its rows on every server yet. */
function rowsOf(operation: Operation, args: Properties): Promise<Listing> {
  const { declaration } = operation;
  const { collections } = operation.session;
  let isFirst = true;
  const list = () => {
    const listing = isFirst ? collections.recent : collections.fresh;
    isFirst = false;
    return listing.call(collections, operation, args);
  };
  const isWhole = ({ items }: Listing) => rowNamed(declaration, args, items) !== undefined;
  return belowYoungParent({ operation, ids: args }, list, isWhole);
}

function idNow(declaration: Declaration, args: Properties, { items }: Listing): string {
  return formatId(declaration, { ...args, ...decode(declaration, findNamed(declaration, args, items), {}) });
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

/** The one of two spellings by which the program names the row. */
function spellingIn({ either }: Declaration, args: Properties): string | undefined {
  return either.flat().find((name) => !isAbsent(args[name]));
}

function rowNamed(declaration: Declaration, args: Properties, items: Properties[]): Properties | undefined {
  const given = spellingIn(declaration, args);
  return given === undefined ? undefined : findBy(declaration, given, args[given], items);
}

function findNamed(declaration: Declaration, args: Properties, items: Properties[]): Properties {
  const item = rowNamed(declaration, args, items);
  if (item) return item;
  const names = declaration.either.flat();
  const given = spellingIn(declaration, args);
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
