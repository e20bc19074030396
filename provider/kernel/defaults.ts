import { contentOf } from "./codec";
import type { Declaration } from "./declaration";
import { isAbsent, isObject, type Properties } from "./values";

/**
 * The arguments with what the program leaves to others to say: a file is called what its source is called, for the name
 * decides what it is. As an argument of its own, another name is a difference, whatever the bytes are.
 */
export function withDefaults(declaration: Declaration, args: Properties): Properties {
  const content = contentOf(declaration);
  if (content?.filename === undefined || !isAbsent(args[content.filename])) return args;
  const name = nameOfSource(args[content.name]);
  return name === undefined ? args : { ...args, [content.filename]: name };
}

/** The name that a file or an address ends with; a text has none, and neither has what is not known yet. */
export function nameOfSource(source: unknown): string | undefined {
  if (!isObject(source)) return undefined;
  const { path, uri } = source;
  if (typeof uri === "string")
    return URL.canParse(uri) ? lastPart(decoded(new URL(uri).pathname)) : undefined;
  return typeof path === "string" ? lastPart(path) : undefined;
}

function lastPart(path: string): string | undefined {
  return path.split(/[\\/]/).filter(Boolean).at(-1);
}

function decoded(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname;
  }
}
