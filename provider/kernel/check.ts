import { type Declaration, isArgument, isLostOnImport, isRequired, type Property } from "./declaration";
import { nearest } from "./names";
import { reason } from "./reasons";
import { shapeOf } from "./shape";
import { hasUnknown, isAbsent, isObject, type Properties, type Value } from "./values";

export interface Failure {
  /**
   * Path of the argument, such as `expiresAfter.days`. Empty where the value is secret:
   * the engine prints the value of the property that a failure names.
   */
  property: string;
  reason: string;
}

/**
 * Everything that is wrong with the arguments, at once. Pure: the same arguments give the same answer, offline.
 * `olds` are the arguments of the last run, if there was one: what an import could not know is not demanded again.
 */
export function check(
  declaration: Declaration,
  news: Properties,
  olds: Properties = {},
  /** Arguments that the shell takes for itself, for the sake of suggestions. */
  taken: string[] = [],
): Failure[] {
  const failures: Failure[] = [];
  const known = Object.keys(declaration.props).filter((name) => isArgument(prop(declaration, name)));
  for (const name of Object.keys(news)) {
    if (!known.includes(name)) failures.push(notAnArgument(declaration, name, [...known, ...taken]));
  }
  for (const name of known) failures.push(...checkArgument(name, prop(declaration, name), news[name], olds));
  for (const pair of declaration.either) failures.push(...checkEither(pair, news, olds));
  if (failures.length === 0) {
    failures.push(...acrossArguments(declaration, news));
  }
  return failures;
}

function prop(declaration: Declaration, name: string): Property {
  return declaration.props[name] as Property;
}

function notAnArgument(declaration: Declaration, name: string, known: string[]): Failure {
  const output = declaration.props[name];
  if (output) {
    const reason =
      output.word === "constant"
        ? `"${name}" is always ${String(shapeOf(output.schema).const)} and cannot be set`
        : `"${name}" comes from the API and cannot be set`;
    return { property: output.options.secret ? "" : name, reason };
  }
  const near = nearest(name, known);
  // Nobody knows what a misspelt argument holds, so its value must not be printed either.
  return {
    property: "",
    reason: `${declaration.token} has no argument "${name}"${near ? `; did you mean "${near}"?` : ""}`,
  };
}

function checkArgument(name: string, property: Property, value: Value, olds: Properties): Failure[] {
  if (isAbsent(value)) {
    return isDemanded(name, property, olds) ? [{ property: name, reason: `"${name}" is required` }] : [];
  }
  const result = property.schema.safeParse(value);
  if (result.success) return [];
  return result.error.issues
    .filter((issue) => !hasUnknown(reach(value, issue.path)))
    .map((issue) => {
      const path = pathText([name, ...issue.path]);
      return property.options.secret
        ? { property: "", reason: `${path}: ${reason(issue)}` }
        : { property: path, reason: reason(issue) };
    });
}

function isDemanded(name: string, property: Property, olds: Properties): boolean {
  if (!isLostOnImport(property)) return isRequired(property) || property.options.named === true;
  const isImported = Object.keys(olds).length > 0 && isAbsent(olds[name]);
  return !isImported;
}

function reach(value: Value, path: readonly PropertyKey[]): Value {
  let current = value;
  for (const step of path) {
    if (Array.isArray(current)) current = current[Number(step)];
    else if (isObject(current)) current = current[String(step)];
    else return current;
  }
  return current;
}

function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((step) => {
      if (typeof step === "number") return `[${step}]`;
      const text = String(step);
      return /^[A-Za-z_]\w*$/.test(text) ? `.${text}` : `["${text}"]`;
    })
    .join("")
    .replace(/^\./, "");
}

/** The rules across arguments; one that reads an argument that is not known yet waits until it is. */
function acrossArguments(declaration: Declaration, news: Properties): Failure[] {
  const notYet = Symbol("not yet");
  const guarded = new Proxy(news, {
    get(args, name) {
      const value = args[String(name)];
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

function checkEither([a, b]: readonly [string, string], news: Properties, olds: Properties): Failure[] {
  const given = [a, b].filter((name) => !isAbsent(news[name]));
  if (given.length === 2) {
    return [{ property: b, reason: `give either "${a}" or "${b}", not both` }];
  }
  const importedWithout = Object.keys(olds).length > 0 && isAbsent(olds[a]) && isAbsent(olds[b]);
  if (given.length === 0 && !importedWithout) {
    return [{ property: a, reason: `give "${a}" or "${b}"` }];
  }
  return [];
}
