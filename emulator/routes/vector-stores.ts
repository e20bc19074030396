import { type PageQuery, page } from "../api/pages";
import { type Route, route, type World } from "../api/route";
import {
  type VectorStoreFileRow,
  type VectorStoreRow,
  vectorStoreFileBatchTable,
  vectorStoreFileTable,
  vectorStoreTable,
} from "../objects/vector-store-tables";
import {
  addStore,
  checkUsable,
  countsOf,
  expiresAt,
  vectorStoreFacts as facts,
  filesIn,
  isExpired,
  type NewStore,
  vectorStorePaging as paging,
  storeOf,
  usedBytes,
} from "../objects/vector-stores";

interface UpdateBody {
  name?: string | null;
  expires_after?: VectorStoreRow["expires_after"];
  metadata?: Record<string, string> | null;
}

const collection = "/vector_stores";
const item = "/vector_stores/{vector_store_id}";
function show(world: World, row: VectorStoreRow, files: readonly VectorStoreFileRow[]) {
  const counts = countsOf(files);
  const settled = counts.in_progress === 0 ? "completed" : "in_progress";
  return {
    id: row.id,
    object: "vector_store",
    created_at: row.created_at,
    name: row.name,
    usage_bytes: files.reduce((sum, file) => sum + usedBytes(world, file), 0),
    file_counts: counts,
    status: isExpired(world, row) ? "expired" : settled,
    ...(row.expires_after === null ? {} : { expires_after: row.expires_after }),
    expires_at: expiresAt(row),
    last_active_at: row.last_active_at,
    metadata: row.metadata,
  };
}

const showRead = (world: World, row: VectorStoreRow) =>
  show(world, row, filesIn(world, row, { counts: true }));

export const vectorStoreRoutes: readonly Route[] = [
  route<NewStore>({ ...facts, method: "POST", route: collection }, ({ world, project, body }) => {
    const row = addStore(world, project().id, body);
    // As they were made: the creation answers while the files are being indexed.
    const files = world.store.filter(vectorStoreFileTable, (file) => file.vector_store_id === row.id);
    const answer = show(world, row, files);
    filesIn(world, row, { counts: false });
    return answer;
  }),

  route<object, PageQuery>(
    { ...facts, method: "GET", route: collection, page: paging },
    ({ world, project, query }) => {
      const rows = world.store.filter(vectorStoreTable, (row) => row.project_id === project().id);
      return page(world.store, paging, query, rows, (row) => showRead(world, row));
    },
  ),

  route({ ...facts, method: "GET", route: item }, (call) => showRead(call.world, storeOf(call))),

  route<UpdateBody>({ ...facts, method: "POST", route: item }, (call) => {
    const { world, body } = call;
    const row = storeOf(call);
    checkUsable(world, row);
    if (body.name !== undefined) row.name = body.name ?? "";
    if (body.expires_after !== undefined) row.expires_after = body.expires_after;
    if (body.metadata !== undefined) row.metadata = body.metadata ?? {};
    row.last_active_at = world.now();
    return show(world, row, filesIn(world, row, { counts: false }));
  }),

  route({ ...facts, method: "DELETE", route: item }, (call) => {
    const { id } = storeOf(call);
    call.world.store.remove(vectorStoreTable, (row) => row.id === id);
    call.world.store.remove(vectorStoreFileTable, (row) => row.vector_store_id === id);
    call.world.store.remove(vectorStoreFileBatchTable, (row) => row.vector_store_id === id);
    return { id, object: "vector_store.deleted", deleted: true };
  }),
];
