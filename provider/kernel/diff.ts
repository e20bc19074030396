import { isAlreadySo } from "./already";
import { canonical, equivalent, isLeftOut } from "./canonical";
import { changesIn, type Kind, kindOf, type Change as ValueChange } from "./changes";
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
import { reach, type Secrets, tellable, textOf } from "./path";
import { isAbsent, type Properties, type Value } from "./values";

interface Change {
  kind: Kind;
  replaces: boolean;
}

export interface Diff {
  /** By property path in Pulumi's form, such as `metadata.team` or `tools[0].type`. */
  changes: Map<string, Change>;
  /** Top-level properties that force a new object. */
  replaces: string[];
  /** The new object would have the old one's id, so the old one has to go first. */
  deleteBeforeReplace: boolean;
  /** Something differs that is no argument, so that nobody can see it who compares the arguments. */
  beyondInputs: boolean;
}

/** What is known beside the arguments. */
interface Circumstances {
  /** The arguments of the last run that were written down only, for the object had them already. */
  noted?: ReadonlySet<string>;
  /** Values below which no path leads: their keys may be secret as well. */
  secret?: Secrets;
}

/** What differs between the arguments of the last run and today's. `live` are the last known outputs. */
export function diff(
  declaration: Declaration,
  olds: Properties,
  news: Properties,
  live: Properties = {},
  { noted = new Set(), secret = [] }: Circumstances = {},
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
    for (const change of changesOf(name, property, olds[name], news[name])) {
      const { at, kind } = told(change, olds, news, property.options.secret ? "all" : secret);
      changes.set(textOf(at), { kind, replaces: replacing });
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

function changesOf(name: string, property: Property, a: Value, b: Value): ValueChange[] {
  const { equal, unordered } = property.options;
  if (!equal) return changesIn([name], a, b, unordered);
  // What is the same in another spelling has no parts that could be compared.
  return [{ at: [name], kind: kindOf(canonical(property, a), canonical(property, b)) }];
}

/** The change as it may be told: one below a secret value is a change of that value. */
function told({ at, kind }: ValueChange, olds: Properties, news: Properties, secret: Secrets): ValueChange {
  const path = tellable(at, secret);
  return path.length === at.length
    ? { at, kind }
    : { at: path, kind: kindOf(reach(olds, path), reach(news, path)) };
}
