import { type Declaration, isArgument, isLostOnImport, isRequired, type Property } from "./declaration";
import { isNoId } from "./identity";
import { nearest } from "./names";
import { type Path, placeIn, reach, type Secrets, type Step, textOf, touches } from "./path";
import { reason } from "./reasons";
import { shapeOf } from "./shape";
import { formerNames } from "./upgrade";
import { hasUnknown, isAbsent, own, type Properties, type Value } from "./values";

export interface Failure {
  /**
   * The path, for the engine. Empty where the value there, or anything below or above it, may be secret: the engine
   * prints the value of the property that a failure names. The reason then begins with the path.
   */
  property: string;
  /** Path of the argument, such as `expiresAfter.days`. */
  path: string;
  reason: string;
}

/** What is known beside the arguments. */
export interface Circumstances {
  /** The arguments of the last run, if there was one: what an import could not know is not demanded again. */
  olds?: Properties;
  /** Arguments that the shell takes for itself, for the sake of suggestions. */
  taken?: string[];
  /** Values that must not be printed: a shell that is not told which are says `all`. */
  secret?: Secrets;
}

/** A failure before it is known whether its property may be named. */
interface Finding {
  at: Path;
  /** The path as everybody may see it, where that is another one. */
  shown?: Path;
  reason: string;
  /** The reason is a sentence that names the argument itself. */
  isSentence?: boolean;
}

/** Everything that is wrong with the arguments, at once. Pure: the same arguments give the same answer, offline. */
export function check(
  declaration: Declaration,
  news: Properties,
  { olds = {}, taken = [], secret = [] }: Circumstances = {},
): Failure[] {
  const found: Finding[] = [];
  const known = Object.keys(declaration.props).filter((name) => isArgument(prop(declaration, name)));
  for (const name of Object.keys(news)) {
    if (!known.includes(name)) found.push(notAnArgument(declaration, name, [...known, ...taken]));
  }
  for (const name of known) found.push(...checkArgument(declaration, name, news[name], olds));
  for (const pair of declaration.either) found.push(...checkEither(pair, news, olds));
  if (found.length === 0) found.push(...acrossArguments(declaration, news));
  return found.map((finding) => failure(declaration, finding, secret));
}

function failure(
  { props }: Declaration,
  { at, shown = at, reason, isSentence }: Finding,
  secret: Secrets,
): Failure {
  const property = own(props, String(at[0]));
  const text = textOf(shown);
  // Nobody knows what a misspelt argument holds.
  const mayBeNamed = property !== undefined && !property.options.secret && !touches(at, secret);
  if (mayBeNamed) return { property: text, path: text, reason };
  return { property: "", path: text, reason: isSentence ? reason : `${text}: ${reason}` };
}

function prop(declaration: Declaration, name: string): Property {
  return declaration.props[name] as Property;
}

function notAnArgument(declaration: Declaration, name: string, known: string[]): Finding {
  const finding = (sentence: string): Finding => ({ at: [name], reason: sentence, isSentence: true });
  const output = own(declaration.props, name);
  if (output) {
    return finding(
      output.word === "constant"
        ? `"${name}" is always ${String(shapeOf(output.schema).const)} and cannot be set`
        : `"${name}" comes from the API and cannot be set`,
    );
  }
  const renamed = own(formerNames(declaration), name);
  if (renamed !== undefined)
    return finding(`"${name}" is the former name of "${renamed}": give "${renamed}" and leave out "${name}"`);
  const near = nearest(name, known);
  return finding(`${declaration.token} has no argument "${name}"${near ? `; did you mean "${near}"?` : ""}`);
}

function checkArgument(declaration: Declaration, name: string, value: Value, olds: Properties): Finding[] {
  const property = prop(declaration, name);
  if (isAbsent(value)) {
    if (!isDemanded(name, property, olds)) return [];
    return [{ at: [name], reason: `"${name}" is required`, isSentence: true }];
  }
  const result = property.schema.safeParse(value);
  if (result.success) {
    const wrong = isNoId(declaration, name, value);
    return wrong ? [{ at: [name], reason: "must be an id: this leads elsewhere" }] : [];
  }
  return result.error.issues.flatMap((issue) => {
    const below = issue.path.map((step): Step => (typeof step === "symbol" ? String(step) : step));
    if (hasUnknown(reach(value, below))) return [];
    const { path, fields } = placeIn(name, shapeOf(property.schema), value, below);
    return { at: [name, ...below], shown: path, reason: reason(issue, fields) };
  });
}

function isDemanded(name: string, property: Property, olds: Properties): boolean {
  if (!isLostOnImport(property)) return isRequired(property) || property.options.named === true;
  const isImported = Object.keys(olds).length > 0 && isAbsent(olds[name]);
  return !isImported;
}

/** The rules across arguments; one that reads an argument that is not known yet waits until it is. */
function acrossArguments(declaration: Declaration, news: Properties): Finding[] {
  const notYet = Symbol("not yet");
  const guarded = new Proxy(news, {
    get(args, name) {
      const value = own(args, String(name));
      if (hasUnknown(value)) throw notYet;
      return value ?? undefined;
    },
  });
  try {
    return declaration.refuses(guarded);
  } catch (error) {
    if (error === notYet) return [];
    throw error;
  }
}

function checkEither([a, b]: readonly [string, string], news: Properties, olds: Properties): Finding[] {
  const given = [a, b].filter((name) => !isAbsent(news[name]));
  if (given.length === 2) {
    return [{ at: [b], reason: `give either "${a}" or "${b}", not both` }];
  }
  const importedWithout = Object.keys(olds).length > 0 && isAbsent(olds[a]) && isAbsent(olds[b]);
  if (given.length === 0 && !importedWithout) {
    return [{ at: [a], reason: `give "${a}" or "${b}"` }];
  }
  return [];
}
