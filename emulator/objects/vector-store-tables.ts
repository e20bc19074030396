import { z } from "zod";
import { count, id, maybe, metadata, seconds, table, text, underWay } from "../state/fields";
import type { RowOf } from "../state/table";

export type VectorStoreRow = RowOf<typeof vectorStoreTable>;
export const vectorStoreTable = table(
  "vector_stores",
  {
    project_id: id,
    name: text,
    created_at: seconds,
    last_active_at: seconds,
    expires_after: maybe(z.strictObject({ anchor: z.literal("last_active_at"), days: count })),
    metadata,
  },
  { param: "vector_store_id" },
);

export type StaticChunks = VectorStoreFileRow["chunks"];

export type VectorStoreFileRow = RowOf<typeof vectorStoreFileTable>;
/** The files in vector stores; a row's id is that of the File. */
export const vectorStoreFileTable = table("vector_store_files", {
  project_id: id,
  vector_store_id: id,
  created_at: seconds,
  status: z.enum(["in_progress", "completed", "failed", "cancelled"]),
  last_error: maybe(z.strictObject({ code: z.enum(["unsupported_file", "invalid_file"]), message: text })),
  chunks: z.strictObject({ max_chunk_size_tokens: count, chunk_overlap_tokens: count }),
  attributes: z.record(z.string(), z.union([text, z.number(), z.boolean()])),
  /** null once the status is final. */
  under_way: maybe(z.strictObject(underWay)),
});

export type VectorStoreFileBatchRow = RowOf<typeof vectorStoreFileBatchTable>;
/** Files that were attached by one call. They are files of the store like any others. */
export const vectorStoreFileBatchTable = table(
  "vector_store_file_batches",
  { project_id: id, vector_store_id: id, created_at: seconds, file_ids: z.array(id), cancelled: z.boolean() },
  { param: "batch_id", mayBeMissing: true },
);
