import { fieldsOf, type Shape } from "./shape";
import { isObject, own, type Value } from "./values";

/** Where a value stands below the arguments: the argument, then fields, keys of maps and positions in lists. */
export type Path = readonly (string | number)[];

/** Which values the caller knows to be secret. */
export type Secrets = "all" | readonly Path[];

/** Whether a value, or anything below or above it, may be secret: the engine prints a value as a whole. */
export function touches(path: Path, secret: Secrets): boolean {
  return secret === "all" || secret.some((other) => startsWith(path, other) || startsWith(other, path));
}

function startsWith(path: Path, start: Path): boolean {
  return start.every((step, index) => index < path.length && String(path[index]) === String(step));
}

/** A place in a value, in words, and the names of the fields that there can be. */
export interface Place {
  /** Such as `expiresAfter.days`. `[...]` stands for the key of a map, which is the program's own and may be secret. */
  text: string;
  fields: string[];
}

export function placeOf(name: string, shape: Shape, value: Value, path: readonly PropertyKey[]): Place {
  let text = name;
  let form: Shape | undefined = shape;
  let current = value;
  for (const step of path) {
    const key = String(step);
    if (Array.isArray(current)) {
      text += `[${key}]`;
      form = form?.items;
      current = current[Number(step)];
      continue;
    }
    const field: Shape | undefined = own(fieldsOf(form, current), key);
    text += field ? `.${key}` : "[...]";
    form = field ?? valuesOf(form);
    current = isObject(current) ? own(current, key) : undefined;
  }
  return { text, fields: Object.keys(fieldsOf(form, current)) };
}

/** The form of a map's values. */
function valuesOf(form: Shape | undefined): Shape | undefined {
  return typeof form?.additionalProperties === "object" ? form.additionalProperties : undefined;
}
