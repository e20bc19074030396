import { fieldsOf, heldBy, type Shape } from "./shape";
import { isObject, own, unknownValue, type Value } from "./values";

/** A key of a map, where a path must not tell which: keys are the program's own, and may be secret. */
export const someKey: unique symbol = Symbol("some key");

export type Step = string | number | typeof someKey;

/** Where a value stands below the arguments: the argument, then fields, keys of maps and positions in lists. */
export type Path = readonly Step[];

/** Which values the caller knows to be secret. */
export type Secrets = "all" | readonly Path[];

/** The path in Pulumi's form: `a.b`, `a["odd key"]`, `a[0]`. For {@link someKey}, which Pulumi does not have, `a[...]`. */
export function textOf(path: Path): string {
  return path.map((step, index) => stepText(step, index === 0)).join("");
}

function stepText(step: Step, isFirst: boolean): string {
  if (step === someKey) return "[...]";
  if (typeof step === "number") return `[${step}]`;
  if (!isBare(step)) return `["${step.replaceAll('"', '\\"')}"]`;
  return isFirst ? step : `.${step}`;
}

/** Whether a key stands without quotation marks; within them, a backslash at the end would belong to the mark. */
function isBare(key: string): boolean {
  return /^\w+$/.test(key) || (key.endsWith("\\") && !/[.[]/.test(key));
}

/** Whether Pulumi can read what is written for a key: it has no form for one that needs marks and ends in a backslash. */
function canBeWritten(step: Step | undefined): boolean {
  return typeof step !== "string" || isBare(step) || !step.endsWith("\\");
}

const stepForms =
  /\[\.\.\.\]|\[(?<index>\d+)\]|\["(?<quoted>(?:\\"|[^"\\]|\\(?!"))*)"\]|(?<dot>\.?)(?<bare>[^.[]+)/y;

/** The path that a text in Pulumi's form means. */
export function parsePath(text: string): Path {
  const path: Step[] = [];
  stepForms.lastIndex = 0;
  while (stepForms.lastIndex < text.length) {
    const groups = stepForms.exec(text)?.groups;
    const isDotMissing = groups?.bare !== undefined && (groups.dot === "") !== (path.length === 0);
    if (!groups || isDotMissing) throw new Error(`"${text}" is no path of a property`);
    const { index, quoted, bare } = groups;
    if (index !== undefined) path.push(Number(index));
    else path.push(quoted?.replaceAll('\\"', '"') ?? bare ?? someKey);
  }
  return path;
}

/** The path of what holds the value; undefined for an argument. */
export function parentOf(path: Path): Path | undefined {
  return path.length > 1 ? path.slice(0, -1) : undefined;
}

/** Whether a value is, or stands below, the one that `start` leads to. */
export function startsWith(path: Path, start: Path): boolean {
  return start.every((step, index) => index < path.length && String(path[index]) === String(step));
}

/** Whether a value, or anything below or above it, may be secret: the engine prints a value as a whole. */
export function touches(path: Path, secret: Secrets): boolean {
  return secret === "all" || secret.some((other) => startsWith(path, other) || startsWith(other, path));
}

/**
 * The path as far as it may be told: what stands in a secret value is secret as well, keys included, and a key without
 * a written form is nothing that Pulumi could read. The name of an argument is known to everybody.
 */
export function tellable(path: Path, secret: Secrets): Path {
  const parent = parentOf(path);
  if (!parent) return path;
  const told = tellable(parent, secret);
  const isSecret = secret === "all" || secret.some((other) => startsWith(parent, other));
  return told.length < parent.length || isSecret || !canBeWritten(path.at(-1)) ? told : path;
}

/** What a path leads to; absent where it leads nowhere, and unknown below what is not known. */
export function reach(value: Value, path: Path): Value {
  let current = value;
  for (const step of path) {
    if (Array.isArray(current)) current = current[Number(step)];
    else if (isObject(current)) current = own(current, String(step));
    else return current === unknownValue ? current : undefined;
  }
  return current;
}

/** A place in a value, as everybody may see it: without keys of maps. And the names of the fields that there can be. */
export interface Place {
  path: Path;
  fields: string[];
}

/** The place in an argument of this form that the steps below it lead to. */
export function placeIn(name: string, shape: Shape, value: Value, below: Path): Place {
  const path: Step[] = [name];
  let form: Shape | undefined = shape;
  let current = value;
  for (const step of below) {
    const key = String(step);
    const held: Shape | undefined = heldBy(form, current);
    if (Array.isArray(current)) {
      path.push(Number(step));
      form = held;
      current = current[Number(step)];
      continue;
    }
    const field: Shape | undefined = own(fieldsOf(form, current), key);
    path.push(field ? key : someKey);
    form = field ?? held;
    current = isObject(current) ? own(current, key) : undefined;
  }
  return { path, fields: Object.keys(fieldsOf(form, current)) };
}
