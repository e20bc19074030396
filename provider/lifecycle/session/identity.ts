import type { Declaration, Thing } from "../../kernel/declaration";
import { formatId, parseId } from "../../kernel/identity";
import { isAbsent, type Properties } from "../../kernel/values";

/** The ledger's keys of an object: its canonical id, and those of what else the same object is. */
export function holdings(declaration: Thing, id: string, live: Properties): string[] {
  const own = `${declaration.token} ${canonicalId(declaration, id)}`;
  return [own, ...(declaration.also?.(live) ?? [])];
}

/** The ledger's keys of the fields of a setting that a program manages: two resources may share a row, but no field. */
export function fieldHoldings(declaration: Declaration, id: string, fields: readonly string[]): string[] {
  return fields.map((name) => `${declaration.token} ${canonicalId(declaration, id)} ${name}`);
}

/** What the resource holds with these arguments, as keys of the ledger. */
export function heldWith(declaration: Declaration, id: string, live: Properties, args: Properties): string[] {
  return declaration.kind === "existing"
    ? fieldHoldings(declaration, id, managedFields(declaration, args))
    : holdings(declaration, id, live);
}

/** The fields of a setting that the arguments manage. */
export function managedFields(declaration: Declaration, args: Properties): string[] {
  return Object.entries(declaration.props)
    .filter(([name, { word }]) => word === "mutable" && !isAbsent(args[name]))
    .map(([name]) => name);
}

export function canonicalId(declaration: Thing, id: string): string {
  try {
    return formatId(declaration, parseId(declaration, id));
  } catch {
    // An id of another form is still an id of something.
    return id;
  }
}

export function isSameObject(declaration: Declaration, a: string, b: string): boolean {
  return canonicalId(declaration, a) === canonicalId(declaration, b);
}
