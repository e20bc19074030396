import { badRequest, notFound } from "../api/errors";
import type { PageRule } from "../api/pages";
import type { Call, RouteFacts, World } from "../api/route";
import { type FileRow, fileIn, filesOf, fileTable } from "./files";
import {
  type StaticChunks,
  type VectorStoreFileRow,
  type VectorStoreRow,
  vectorStoreFileTable,
  vectorStoreTable,
} from "./vector-store-tables";

export type Chunking = { type: "auto" } | { type: "static"; static: StaticChunks };

/** Of all operations on vector stores. */
export const vectorStoreFacts = {
  credential: "project",
  beta: "assistants=v2",
  scope: "api.vector_stores",
} as const satisfies Partial<RouteFacts>;

export const vectorStorePaging: PageRule = {
  cursor: "id",
  limit: { default: 20, min: 1, max: 100 },
  order: "desc",
};

// What `auto`, and saying nothing, stand for.
const autoChunks: StaticChunks = { max_chunk_size_tokens: 800, chunk_overlap_tokens: 400 };
const daySeconds = 86_400;

export function storeIn(world: World, projectId: string, id: string): VectorStoreRow {
  const row = world.store.find(
    vectorStoreTable,
    (candidate) => candidate.id === id && candidate.project_id === projectId,
  );
  if (row === undefined) throw notFound(`No vector store found with id '${id}'.`);
  return row;
}

export const storeOf = ({ world, project, param }: Call<unknown, unknown>): VectorStoreRow =>
  storeIn(world, project().id, param("vector_store_id"));

export const expiresAt = (row: VectorStoreRow): number | null =>
  row.expires_after === null ? null : row.last_active_at + row.expires_after.days * daySeconds;

export function isExpired(world: World, row: VectorStoreRow): boolean {
  const end = expiresAt(row);
  return end !== null && end <= world.now();
}

/** Expired stores can still be read and deleted, but not used. */
export function checkUsable(world: World, row: VectorStoreRow): void {
  if (!isExpired(world, row)) return;
  throw badRequest(`Vector store '${row.id}' is expired.`, null, "vector_store_expired");
}

export function checkChunking(chunking: Chunking | undefined): void {
  if (chunking?.type !== "static") return;
  if (chunking.static.chunk_overlap_tokens * 2 <= chunking.static.max_chunk_size_tokens) return;
  const param = "chunking_strategy.static.chunk_overlap_tokens";
  throw badRequest(
    "The chunk overlap must not exceed half of the maximum chunk size.",
    param,
    "invalid_value",
  );
}

/** What indexing will find wrong with a file. */
function faultOf(file: FileRow): VectorStoreFileRow["last_error"] {
  if (/\.(bin|exe)$/i.test(file.filename)) {
    return { code: "unsupported_file", message: "The file type is not supported." };
  }
  if (file.bytes === 0) return { code: "invalid_file", message: "The file is empty." };
  return null;
}

/** Brings a file to where it is by now. It counts as a read when it is for the answer of a GET. */
export function proceed(
  world: World,
  row: VectorStoreFileRow,
  { counts }: { counts: boolean },
): VectorStoreFileRow {
  if (row.under_way === null) return row;
  if (counts) row.under_way.reads += 1;
  if (world.transitions.stage("vector_store_file", row.under_way, 1) === 0) return row;
  const file = world.store.find(fileTable, (candidate) => candidate.id === row.id);
  row.last_error = file === undefined ? null : faultOf(file);
  row.status = row.last_error === null ? "completed" : "failed";
  row.under_way = null;
  return row;
}

/** The files of a store, as they are by now. Expired Files are in no store any more. */
export function filesIn(
  world: World,
  store: VectorStoreRow,
  { counts }: { counts: boolean },
): VectorStoreFileRow[] {
  const there = new Set(filesOf(world, store.project_id).map((file) => file.id));
  return world.store
    .filter(vectorStoreFileTable, (row) => row.vector_store_id === store.id && there.has(row.id))
    .map((row) => proceed(world, row, { counts }));
}

export interface Attachment {
  file_id: string;
  chunking_strategy?: Chunking;
  attributes?: VectorStoreFileRow["attributes"] | null;
}

export function attach(world: World, store: VectorStoreRow, wanted: Attachment): VectorStoreFileRow {
  const { id } = fileIn(world, store.project_id, wanted.file_id);
  return world.store.insert(vectorStoreFileTable, {
    id,
    project_id: store.project_id,
    vector_store_id: store.id,
    created_at: world.now(),
    status: "in_progress",
    last_error: null,
    chunks: wanted.chunking_strategy?.type === "static" ? wanted.chunking_strategy.static : autoChunks,
    attributes: wanted.attributes ?? {},
    under_way: world.transitions.begin(),
  });
}

export interface NewStore {
  name?: string;
  description?: string;
  expires_after?: VectorStoreRow["expires_after"];
  metadata?: Record<string, string> | null;
  chunking_strategy?: Chunking;
  file_ids?: string[];
}

/** description is accepted and never returned; chunking_strategy shows in the files only. */
export function addStore(world: World, projectId: string, wanted: NewStore): VectorStoreRow {
  checkChunking(wanted.chunking_strategy);
  const fileIds = new Set(wanted.file_ids);
  for (const id of fileIds) fileIn(world, projectId, id);
  const row = world.store.insert(vectorStoreTable, {
    id: world.store.newId("vs_"),
    project_id: projectId,
    name: wanted.name ?? "",
    created_at: world.now(),
    last_active_at: world.now(),
    expires_after: wanted.expires_after ?? null,
    metadata: wanted.metadata ?? {},
  });
  const { chunking_strategy } = wanted;
  for (const file_id of fileIds) {
    attach(world, row, { file_id, ...(chunking_strategy === undefined ? {} : { chunking_strategy }) });
  }
  return row;
}

export const usedBytes = (world: World, row: VectorStoreFileRow): number =>
  row.status === "completed" ? (world.store.find(fileTable, (file) => file.id === row.id)?.bytes ?? 0) : 0;

/** How many files there are in each state, and in all. */
export function countsOf(files: readonly VectorStoreFileRow[]) {
  const having = (status: VectorStoreFileRow["status"]) =>
    files.filter((file) => file.status === status).length;
  return {
    in_progress: having("in_progress"),
    completed: having("completed"),
    failed: having("failed"),
    cancelled: having("cancelled"),
    total: files.length,
  };
}

export const showAttached = (world: World, row: VectorStoreFileRow) => ({
  id: row.id,
  object: "vector_store.file",
  usage_bytes: usedBytes(world, row),
  created_at: row.created_at,
  vector_store_id: row.vector_store_id,
  status: row.status,
  last_error: row.last_error,
  chunking_strategy: { type: "static", static: row.chunks },
  attributes: row.attributes,
});
