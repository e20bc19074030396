import {
  type Declaration,
  isArgument,
  namesIn,
  removed,
  type WordName,
} from "../../provider/kernel/declaration";
import type { Properties } from "../../provider/kernel/values";
import { catalog } from "../../provider/resources/catalog";

/** What the tests of every kind ask a declaration, so that a new kind needs no entry in any of them. */

export const everyKind = catalog.map((declaration) => [declaration.token, declaration] as const);

/** The rows of a table of tests: the kinds of which something holds. */
export function kindsThat(holds: (declaration: Declaration) => boolean) {
  return everyKind.filter(([, declaration]) => holds(declaration));
}

export function kindOf(token: string): Declaration {
  const declaration = catalog.find((candidate) => candidate.token === token);
  if (!declaration) throw new Error(`no kind ${token}`);
  return declaration;
}

/** Below a project in the API's paths, so that it ends with the project. */
export const livesInProject = ({ at }: Declaration): boolean => namesIn(at.item).includes("projectId");

/** In the project of its key, and with an argument `apiKey`. */
export const livesInProjectOfKey = ({ credential }: Declaration): boolean => credential === "project";

/** Whether nothing is there any more once it was destroyed; a setting stays, and so does a run. */
export const endsWithDestroy = ({ end, when }: Declaration): boolean =>
  end === "erase" || when.gone !== undefined;

export function namesOf({ props }: Declaration, ...words: WordName[]): string[] {
  return Object.keys(props).filter((name) => words.some((word) => word === props[name]?.word));
}

/** Every argument that can be given beside the others: of two spellings only the first. */
export function argumentNames({ props, either }: Declaration): string[] {
  const seconds = either.map(([, second]) => second);
  return Object.entries(props)
    .filter(([name, property]) => isArgument(property) && !seconds.includes(name))
    .map(([name]) => name);
}

/** The argument whose default is the resource's name. */
export function namedArgument({ props }: Declaration): string | undefined {
  return Object.keys(props).find((name) => props[name]?.options.named);
}

/** The last id of its path: its own, or the last of those that it links. */
export const lastId = ({ id }: Declaration): string => namesIn(id).at(-1) ?? "";

/** The argument that keeps a run from being waited for, so that destroying has something left to end. */
export const unwaited = ({ settle }: Declaration): Properties =>
  settle?.unless === undefined ? {} : { [settle.unless]: false };

/** A change in place that calls the API, as the first example to show one has it. */
export function firstUpdate(declaration: Declaration): { args: Properties; change: object } | undefined {
  const mutable = namesOf(declaration, "mutable");
  for (const { args, next = [] } of declaration.examples) {
    const found = next.find(
      ({ change, expect }) =>
        expect === "update" && Object.keys(change).some((name) => mutable.includes(name)),
    );
    if (found) return { args, change: found.change };
  }
  return undefined;
}

/** The program's arguments after a change of an example. */
export function changed<Args extends Record<string, unknown>>(args: Args, change: object): Args {
  const news: Record<string, unknown> = { ...args };
  for (const [name, value] of Object.entries(change)) {
    if (value === removed) delete news[name];
    else news[name] = value;
  }
  return news as Args;
}

/** Whether an object is told from others only by not having been there before. */
export function isKnownByWhatWasThere(declaration: Declaration): boolean {
  return declaration.kind !== "edge" && !("createdAt" in declaration.props);
}
