import type { Listing } from "../../api/pages";
import { decode } from "../../kernel/codec";
import type { Declaration } from "../../kernel/declaration";
import { type ErrorDetails, OpenAIError } from "../../kernel/errors";
import { formatId } from "../../kernel/identity";
import { isAbsent, type Properties } from "../../kernel/values";
import type { Sight } from "../see/sought";
import { belowYoungParent } from "../see/young-parent";
import { getItem } from "../session/calls";
import { findBy, findItem } from "../session/collections";
import type { Operation } from "../session/operation";
import { afterSecondQuestion } from "../session/second-question";

/** What is there without us: which one the arguments name, and how it stands when that is asked. */
interface Existing {
  id: string;
  now(): Promise<{ item: Properties; details: ErrorDetails }>;
}

/**
 * Finds what the arguments name among the rows of its collection. Where nothing lists it, as a setting that a project has
 * once, its parents tell which one it is, and it is asked for itself.
 */
export async function existing(operation: Operation, args: Properties): Promise<Existing> {
  const { declaration } = operation;
  if (!declaration.list) {
    const now = () => belowYoungParent({ operation, ids: args }, () => itself(operation, args));
    return { id: formatId(declaration, args), now };
  }
  const listing = await rowsOf(operation, args);
  const named = () => findNamed(declaration, args, listing.items);
  return {
    id: formatId(declaration, { ...args, ...decode(declaration, named(), {}) }),
    // Our own writes since then are laid over the listing.
    now: async () => ({ item: named(), details: listing.details }),
  };
}

/** The object as it is now; undefined where its collection does not show it. */
export async function itemNow(operation: Operation, ids: Properties): Promise<Properties | undefined> {
  const { session, declaration } = operation;
  if (!declaration.list) return (await itself(operation, ids)).item;
  const listing = await session.collections.recent(operation, ids);
  return findItem(declaration, ids, listing.items);
}

async function itself(operation: Operation, ids: Properties): Promise<Exclude<Sight, "gone">> {
  const pause = (milliseconds: number) => operation.pause(milliseconds);
  const { body, details } = await afterSecondQuestion(pause, () => getItem(operation, ids));
  return { item: body, details };
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

/** The one of two spellings by which the program names the row; without such a choice the last part of its id. */
function spellingIn({ either, key }: Declaration, args: Properties): string | undefined {
  return either.flat().find((name) => !isAbsent(args[name])) ?? key;
}

function rowNamed(declaration: Declaration, args: Properties, items: Properties[]): Properties | undefined {
  const given = spellingIn(declaration, args);
  return given === undefined ? undefined : findBy(declaration, given, args[given], items);
}

function findNamed(declaration: Declaration, args: Properties, items: Properties[]): Properties {
  const item = rowNamed(declaration, args, items);
  if (item) return item;
  const given = spellingIn(declaration, args) ?? "";
  const known = items.map((candidate) => String(decode(declaration, candidate)[given] ?? "")).sort();
  throw new OpenAIError(
    "usage",
    `There is no ${declaration.token} with ${given} "${String(args[given])}" here. ` +
      `Those that exist: ${known.join(", ") || "none"}. Nothing was changed.`,
  );
}
