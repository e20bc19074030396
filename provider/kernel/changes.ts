import type { Path } from "./path";
import { isAbsent, isObject, own, type Properties, same, type Value } from "./values";

export type Kind = "add" | "delete" | "update";

/** One difference between two values. */
export interface Change {
  /** Where it is: of what is deleted in the old value, of what is added in the new one, of an update in both. */
  at: Path;
  kind: Kind;
}

/**
 * What differs between two values that stand at one place, at every depth: in objects and maps key by key, in lists
 * position by position, as the engine compares them itself. In a set, whose order says nothing, an element is deleted from
 * where it was and added where it is now. What is not known yet differs where it stands, and is not looked into.
 */
export function changesIn(at: Path, a: Value, b: Value, isSet = false): Change[] {
  if (isObject(a) && isObject(b)) return changesInObject(at, a, b);
  if (Array.isArray(a) && Array.isArray(b)) return isSet ? changesInSet(at, a, b) : changesInList(at, a, b);
  return same(a, b) ? [] : [{ at, kind: kindOf(a, b) }];
}

/** What is done to a value in becoming another one. */
export function kindOf(a: Value, b: Value): Kind {
  if (isAbsent(a)) return "add";
  return isAbsent(b) ? "delete" : "update";
}

function changesInObject(at: Path, a: Properties, b: Properties): Change[] {
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
  return keys.flatMap((key) => changesIn([...at, key], own(a, key), own(b, key)));
}

function changesInList(at: Path, a: Value[], b: Value[]): Change[] {
  const longer = a.length > b.length ? a : b;
  return longer.flatMap((_, index) => {
    const place = [...at, index];
    if (index >= a.length) return [{ at: place, kind: "add" }];
    if (index >= b.length) return [{ at: place, kind: "delete" }];
    // A position that holds nothing is a position.
    if (isAbsent(a[index]) !== isAbsent(b[index])) return [{ at: place, kind: "update" }];
    return changesIn(place, a[index], b[index]);
  });
}

function changesInSet(at: Path, a: Value[], b: Value[]): Change[] {
  const added = new Set(b.keys());
  const deleted = new Set<number>();
  for (const [index, element] of a.entries()) {
    const again = [...added].find((other) => same(element, b[other]));
    if (again === undefined) deleted.add(index);
    else added.delete(again);
  }
  const places = [...new Set([...deleted, ...added])].sort((one, other) => one - other);
  return places.map((index) => {
    if (!deleted.has(index)) return { at: [...at, index], kind: "add" };
    return { at: [...at, index], kind: added.has(index) ? "update" : "delete" };
  });
}
