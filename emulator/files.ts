import { notFound } from "./errors";
import type { FileRow } from "./project-rows";
import type { World } from "./route";

/** The files of a project that are there still: an expired one is gone as a deleted one is. */
export const filesOf = (world: World, projectId: string): FileRow[] =>
  world.store.filter(
    "files",
    (file) => file.project_id === projectId && (file.expires_at === null || file.expires_at > world.now()),
  );

export function fileIn(world: World, projectId: string, id: string): FileRow {
  const row = filesOf(world, projectId).find((file) => file.id === id);
  if (row === undefined) throw notFound(`No such File object: ${id}`);
  return row;
}

function isObject(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line);
    return value !== null && typeof value === "object" && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** How many lines of JSONL the content has, or null when it is something else. An empty line at the end is none. */
export function jsonlLines(bytes: Uint8Array): number | null {
  const lines = new TextDecoder().decode(bytes).split("\n");
  if (lines.at(-1)?.trim() === "") lines.pop();
  return lines.every(isObject) ? lines.length : null;
}
