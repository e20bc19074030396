import { isAlreadySo } from "./already";
import { canonical, equivalent, isLeftOut } from "./canonical";
import { contentOf } from "./codec";
import {
  type Declaration,
  isArgument,
  isLostOnImport,
  makesAnother,
  namesIn,
  type Property,
  replace,
} from "./declaration";
import { hasUnknown, isAbsent, isObject, own, type Properties, same, type Value } from "./values";

interface Change {
  kind: "add" | "delete" | "update";
  replaces: boolean;
}

export interface Diff {
  /** By property path, such as `metadata.team`. */
  changes: Map<string, Change>;
  /** Top-level properties that force a new object. */
  replaces: string[];
  /** The new object would have the old one's id, so the old one has to go first. */
  deleteBeforeReplace: boolean;
  /** Something differs that is no argument, so that nobody can see it who compares the arguments. */
  beyondInputs: boolean;
}

/**
 * What differs between the arguments of the last run and today's. `live` are the last known outputs, `noted` the
 * arguments of the last run that were written down only, for the object had them already.
 */
export function diff(
  declaration: Declaration,
  olds: Properties,
  news: Properties,
  live: Properties = {},
  noted: ReadonlySet<string> = new Set(),
): Diff {
  const changes = new Map<string, Change>();
  const replaces: string[] = [];
  const namesFile = contentOf(declaration)?.filename;
  for (const [name, property] of Object.entries(declaration.props)) {
    if (!isArgument(property) || equivalent(property, olds[name], news[name])) continue;
    if (property.word === "content" && isAbsent(news[name])) continue;
    if (respelt(declaration, name, property, olds, news, live)) continue;
    // It was called so before, when nobody had to say it.
    if (name === namesFile && isAlreadySo(property, olds[name], news[name], live[name])) continue;
    const replacing = isLeftOut(property, news[name])
      ? property.clear === replace && !noted.has(name)
      : forcesNew(property, olds[name], news[name], live[name]);
    if (replacing) replaces.push(name);
    for (const [path, kind] of changedPaths(property, name, olds[name], news[name])) {
      changes.set(path, { kind, replaces: replacing });
    }
  }
  const spent = declaration.when.spent?.(live);
  if (spent !== undefined) {
    replaces.push(spent);
    changes.set(spent, { kind: "update", replaces: true });
  }
  return {
    changes,
    replaces,
    deleteBeforeReplace: replaces.length > 0 && keepsId(declaration, replaces),
    beyondInputs: spent !== undefined,
  };
}

function forcesNew(property: Property, olds: Value, news: Value, live: Value): boolean {
  if (isLostOnImport(property) && isAbsent(olds)) return false;
  // Where an object lives may become known at any time, and it has lived there before.
  if (property.options.moves && isAbsent(olds)) return false;
  return makesAnother(property) && !isAlreadySo(property, olds, news, live);
}

/** The other spelling of the same thing, where two arguments name one (`either`). */
function respelt(
  declaration: Declaration,
  name: string,
  property: Property,
  olds: Properties,
  news: Properties,
  live: Properties,
): boolean {
  const pair = declaration.either.find((names) => names.includes(name));
  if (property.word !== "fixed" || !pair) return false;
  const agrees = (other: string) => {
    const said = declaration.props[other];
    return (
      isAbsent(news[other]) ||
      (said !== undefined && equivalent(said, news[other], live[other] ?? olds[other]))
    );
  };
  return pair.some((other) => !isAbsent(news[other])) && pair.every(agrees);
}

/** Whether the id is made of arguments alone and none of them changes, in either of its spellings. */
function keepsId(declaration: Declaration, replaces: string[]): boolean {
  if (declaration.kind === "item" || declaration.kind === "run") return false;
  const ids = namesIn(declaration.id);
  const spellings = declaration.either.filter((pair) => pair.some((name) => ids.includes(name))).flat();
  return ![...ids, ...spellings].some((name) => replaces.includes(name));
}

function changedPaths(property: Property, name: string, a: Value, b: Value): [string, Change["kind"]][] {
  // Emptied or filled, a map differs by its keys, also where an empty one is as good as none.
  const left = canonical(property, a) ?? (isObject(a) ? {} : undefined);
  const right = canonical(property, b) ?? (isObject(b) ? {} : undefined);
  if (!isObject(left) || !isObject(right) || hasUnknown(right)) return [[name, kindOf(left, right)]];
  const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])].sort();
  return keys
    .filter((key) => !same(own(left, key), own(right, key)))
    .map((key) => [
      /^[A-Za-z_]\w*$/.test(key) ? `${name}.${key}` : `${name}["${key}"]`,
      kindOf(own(left, key), own(right, key)),
    ]);
}

function kindOf(a: Value, b: Value): Change["kind"] {
  if (isAbsent(a)) return "add";
  return isAbsent(b) ? "delete" : "update";
}
