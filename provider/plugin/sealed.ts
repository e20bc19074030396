import type { Declaration } from "../kernel/declaration";
import type { Path } from "../kernel/path";

/**
 * What is secret of an object: what the program has marked, and what the declaration calls so. A place in a list is no
 * place in the answer to it, which may hold more or in another order: there the list is secret as a whole.
 */
export function sealed({ props }: Declaration, marked: readonly Path[]): Path[] {
  const declared = Object.keys(props).filter((name) => props[name]?.options.secret);
  return [...marked.map(upToLists), ...declared.map((name): Path => [name])];
}

function upToLists(path: Path): Path {
  const list = path.findIndex((step) => typeof step === "number");
  return list < 0 ? path : path.slice(0, list);
}
