import { badRequest, notFound } from "../api/errors";
import type { World } from "../api/route";
import { contentOf, dropUnused, keep } from "../state/contents";
import { count, id, maybe, seconds, table, text } from "../state/fields";
import type { Store } from "../state/store";
import type { RowOf } from "../state/table";
import { vectorStoreFileTable } from "./vector-store-tables";

export type FileRow = RowOf<typeof fileTable>;
export const fileTable = table("files", {
  project_id: id,
  filename: text,
  bytes: count,
  purpose: text,
  created_at: seconds,
  expires_at: maybe(seconds),
  sha256: text,
  /** How many lines a file of JSON objects has, one in each line; null for any other content. */
  jsonl_lines: maybe(count),
});

export type UploadPartRow = RowOf<typeof uploadPartTable>;
/** Of large files that arrive in parts. */
export const uploadPartTable = table(
  "upload_parts",
  { project_id: id, upload_id: id, bytes: count, created_at: seconds, sha256: text },
  { mayBeMissing: true },
);

/** The files of a project that are there still: an expired one is gone as a deleted one is. */
export const filesOf = (world: World, projectId: string): FileRow[] =>
  world.store.filter(
    fileTable,
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
function jsonlLines(bytes: Uint8Array): number | null {
  const lines = new TextDecoder().decode(bytes).split("\n");
  if (lines.at(-1)?.trim() === "") lines.pop();
  return lines.every(isObject) ? lines.length : null;
}

// Only these have an end that nobody asked for: 30 days.
const batchLifetime = 30 * 86_400;

export interface NewFile {
  filename: string;
  purpose: string;
  content: Uint8Array;
  /** In seconds; the purpose decides where it is null. */
  lifetime: number | null;
}

export function addFile(world: World, projectId: string, wanted: NewFile): FileRow {
  const { filename, purpose, content } = wanted;
  const lifetime = wanted.lifetime ?? (purpose === "batch" ? batchLifetime : null);
  return world.store.insert(fileTable, {
    id: world.store.newId("file-"),
    project_id: projectId,
    filename,
    bytes: content.length,
    purpose,
    created_at: world.now(),
    expires_at: lifetime === null ? null : world.now() + lifetime,
    sha256: keep(world.store.contents, content).sha256,
    jsonl_lines: jsonlLines(content),
  });
}

export function removeFile(store: Store, id: string): void {
  store.remove(fileTable, (row) => row.id === id);
  store.remove(vectorStoreFileTable, (row) => row.id === id);
  dropUnusedContents(store);
}

export function dropUnusedContents(store: Store): void {
  const rows = [...store.all(fileTable), ...store.all(uploadPartTable)];
  dropUnused(store.contents, new Set(rows.map((row) => row.sha256)));
}

/** The bytes of a file, or the refusal that says why the emulator has none. */
export function bytesOf(store: Store, file: FileRow): Uint8Array<ArrayBuffer> {
  const bytes = contentOf(store.contents, file.sha256);
  if (bytes !== null) return bytes;
  const message = `The emulator has not kept the content of '${file.id}': it keeps 8 MiB of a file and 64 MiB of all.`;
  throw badRequest(message, null, "content_not_kept");
}

export const showFile = (row: FileRow) => ({
  id: row.id,
  object: "file",
  bytes: row.bytes,
  created_at: row.created_at,
  ...(row.expires_at === null ? {} : { expires_at: row.expires_at }),
  filename: row.filename,
  purpose: row.purpose,
  status: "processed",
});
