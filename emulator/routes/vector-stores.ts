import { badRequest, notFound } from "../errors";
import { type PageQuery, type PageRule, page } from "../pages";
import { type Call, type Route, type RouteFacts, route, type World } from "../route";
import type { VectorStoreRow } from "../rows";

interface UpdateBody {
  name?: string | null;
  expires_after?: VectorStoreRow["expires_after"];
  metadata?: Record<string, string> | null;
}

interface CreateBody extends UpdateBody {
  name?: string;
  description?: string;
  chunking_strategy?: { static?: { max_chunk_size_tokens: number; chunk_overlap_tokens: number } };
  file_ids?: string[];
}

const facts = {
  credential: "project",
  beta: "assistants=v2",
  scope: "api.vector_stores",
} as const satisfies Partial<RouteFacts>;
const collection = "/vector_stores";
const item = "/vector_stores/{vector_store_id}";
const paging: PageRule = { cursor: "id", limit: { default: 20, min: 1, max: 100 }, order: "desc" };
const daySeconds = 86_400;

const expiresAt = (row: VectorStoreRow): number | null =>
  row.expires_after === null ? null : row.last_active_at + row.expires_after.days * daySeconds;

function isExpired(world: World, row: VectorStoreRow): boolean {
  const end = expiresAt(row);
  return end !== null && end <= world.now();
}

/** description, chunking_strategy and file_ids are accepted at the creation and never returned. */
function show(world: World, row: VectorStoreRow) {
  const files = world.store.filter("files", (file) => row.file_ids.includes(file.id));
  return {
    id: row.id,
    object: "vector_store",
    created_at: row.created_at,
    name: row.name,
    usage_bytes: files.reduce((sum, file) => sum + file.bytes, 0),
    file_counts: { in_progress: 0, completed: files.length, failed: 0, cancelled: 0, total: files.length },
    status: isExpired(world, row) ? "expired" : "completed",
    ...(row.expires_after === null ? {} : { expires_after: row.expires_after }),
    expires_at: expiresAt(row),
    last_active_at: row.last_active_at,
    metadata: row.metadata,
  };
}

function storeOf({ world, project, param }: Call<unknown, unknown>): VectorStoreRow {
  const id = param("vector_store_id");
  const row = world.store.find(
    "vector_stores",
    (candidate) => candidate.id === id && candidate.project_id === project().id,
  );
  if (row === undefined) throw notFound(`No vector store found with id '${id}'.`);
  return row;
}

function checkCreate({ world, project, body }: Call<CreateBody, unknown>): void {
  const chunks = body.chunking_strategy?.static;
  if (chunks !== undefined && chunks.chunk_overlap_tokens * 2 > chunks.max_chunk_size_tokens) {
    const param = "chunking_strategy.static.chunk_overlap_tokens";
    throw badRequest(
      "The chunk overlap must not exceed half of the maximum chunk size.",
      param,
      "invalid_value",
    );
  }
  for (const id of body.file_ids ?? []) {
    const known = world.store.find("files", (file) => file.id === id && file.project_id === project().id);
    if (known === undefined) throw notFound(`No such File object: ${id}`);
  }
}

export const vectorStoreRoutes: readonly Route[] = [
  route<CreateBody>({ ...facts, method: "POST", route: collection }, (call) => {
    checkCreate(call);
    const { world, project, body } = call;
    const row = world.store.insert("vector_stores", {
      id: world.store.newId("vs_"),
      project_id: project().id,
      name: body.name ?? "",
      created_at: world.now(),
      last_active_at: world.now(),
      expires_after: body.expires_after ?? null,
      metadata: body.metadata ?? {},
      file_ids: body.file_ids ?? [],
    });
    return show(world, row);
  }),

  route<object, PageQuery>(
    { ...facts, method: "GET", route: collection, page: paging },
    ({ world, project, query }) => {
      const rows = world.store.filter("vector_stores", (row) => row.project_id === project().id);
      return page(world.store, paging, query, rows, (row) => show(world, row));
    },
  ),

  route({ ...facts, method: "GET", route: item }, (call) => show(call.world, storeOf(call))),

  route<UpdateBody>({ ...facts, method: "POST", route: item }, (call) => {
    const { world, body } = call;
    const row = storeOf(call);
    // Expired stores can still be read and deleted, but not used.
    if (isExpired(world, row))
      throw badRequest(`Vector store '${row.id}' is expired.`, null, "vector_store_expired");
    if (body.name !== undefined) row.name = body.name ?? "";
    if (body.expires_after !== undefined) row.expires_after = body.expires_after;
    if (body.metadata !== undefined) row.metadata = body.metadata ?? {};
    row.last_active_at = world.now();
    return show(world, row);
  }),

  route({ ...facts, method: "DELETE", route: item }, (call) => {
    const { id } = storeOf(call);
    call.world.store.remove("vector_stores", (row) => row.id === id);
    return { id, object: "vector_store.deleted", deleted: true };
  }),
];
