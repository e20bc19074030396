import { isMet } from "../../kernel/already";
import { equivalent } from "../../kernel/canonical";
import { decode, readPath } from "../../kernel/codec";
import { type Declaration, namesIn, type Property, type Thing } from "../../kernel/declaration";
import { isAbsent, isObject, type Properties, type Value, valueAt } from "../../kernel/values";

/** What tells the object that a create made from all others of its collection. */
export interface Marks {
  /** The arguments, and what else is known of it, such as the size of its content. */
  known: Properties;
  /** Made at this moment or later, in Unix seconds of the server; absent where age does not matter. */
  since?: number;
}

/** Whether the API says when such an object was made. */
export function tellsItsAge({ born }: Thing): boolean {
  return born !== undefined;
}

/** The items of a listing that can be the object. */
export function recognised(declaration: Declaration, marks: Marks, items: Properties[]): Properties[] {
  return items.filter((item) => {
    // With the path's ids: a role that somebody holds through a group is only told from an own one by whose it is.
    const live = decode(declaration, item, marks.known);
    const alive = declaration.when.gone?.(live) !== true && declaration.when.foreign?.(live) === undefined;
    return (
      alive &&
      isOfAge(declaration, live, marks) &&
      markNames(declaration, marks).every((name) => agrees(name, item))
    );
  });

  function agrees(name: string, item: Properties): boolean {
    const property = declaration.props[name] as Property;
    const live = valueAt(item, readPath(name, property));
    const said = marks.known[name];
    return isAbsent(said) ? isEmpty(live) : equivalent(property, said, live);
  }
}

/** A link is known by its ends; anything else by what its declaration names. */
function markNames(declaration: Declaration, { known }: Marks): string[] {
  if (declaration.kind !== "edge") return declaration.recognise.filter((name) => name !== declaration.born);
  const inList = namesIn(declaration.at.list ?? "");
  const ends = [...namesIn(declaration.id), ...declaration.either.flat()];
  return [...new Set(ends)].filter((name) => !inList.includes(name) && !isAbsent(known[name]));
}

function isOfAge({ born = "" }: Declaration, { [born]: at }: Properties, { since }: Marks): boolean {
  return since === undefined || typeof at !== "number" || at >= since;
}

function isEmpty(value: Value): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (isObject(value)) return Object.keys(value).length === 0;
  return isAbsent(value) || value === "";
}

/** The marks in words, for people who have to look themselves: the ids. What else a program says may be a secret. */
export function marksText(declaration: Declaration, { known }: Marks): string {
  const ids = [...namesIn(declaration.id), ...declaration.either.flat()];
  const isId = (name: string) => ids.includes(name) || declaration.props[name]?.options.of !== undefined;
  const said = markNames(declaration, { known }).filter(
    (name) => typeof known[name] === "string" && isId(name),
  );
  return said.map((name) => `${name} "${String(known[name])}"`).join(", ");
}

/** The arguments that the object shows otherwise than the program wants them. */
export function differences(declaration: Declaration, args: Properties, item: Properties): string[] {
  const live = decode(declaration, item);
  return Object.entries(declaration.props)
    .filter(
      ([name, property]) =>
        !isAbsent(args[name]) && !isAbsent(live[name]) && !isMet(property, args[name], live[name]),
    )
    .map(([name]) => name);
}

/** The arguments that the API never shows: nobody can tell whether an object that is there has them. */
export function neverTold(declaration: Declaration, args: Properties): string[] {
  return Object.entries(declaration.props)
    .filter(
      ([name, { word, options }]) => word !== "ours" && options.echoed === false && !isAbsent(args[name]),
    )
    .map(([name]) => name);
}
