import { badRequest, notFound } from "../errors";
import { type PageQuery, type PageRule, page } from "../pages";
import type { VectorStoreFileRow } from "../project-rows";
import { type Call, type Route, type RouteFacts, route, type World } from "../route";
import {
  type Attachment,
  attach,
  checkChunking,
  checkUsable,
  filesIn,
  proceed,
  storeOf,
  usedBytes,
} from "../vector-stores";

const facts = {
  credential: "project",
  beta: "assistants=v2",
  scope: "api.vector_stores",
} as const satisfies Partial<RouteFacts>;
const collection = "/vector_stores/{vector_store_id}/files";
const item = `${collection}/{file_id}`;
const paging: PageRule = { cursor: "id", limit: { default: 20, min: 1, max: 100 }, order: "desc" };

const show = (world: World, row: VectorStoreFileRow) => ({
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

function attachedOf(call: Call<unknown, unknown>): VectorStoreFileRow {
  const store = storeOf(call);
  const id = call.param("file_id");
  const row = filesIn(call.world, store, { counts: false }).find((file) => file.id === id);
  if (row === undefined) throw notFound(`No file found with id '${id}' in vector store '${store.id}'.`);
  return row;
}

export const vectorStoreFileRoutes: readonly Route[] = [
  route<Attachment>({ ...facts, method: "POST", route: collection }, (call) => {
    const { world, body } = call;
    const store = storeOf(call);
    checkUsable(world, store);
    checkChunking(body.chunking_strategy);
    if (filesIn(world, store, { counts: false }).some((file) => file.id === body.file_id)) {
      throw badRequest(
        `The file '${body.file_id}' already exists in vector store '${store.id}'.`,
        "file_id",
        "file_already_exists",
      );
    }
    const row = attach(world, store, body);
    store.last_active_at = world.now();
    const answer = show(world, row);
    proceed(world, row, { counts: false });
    return answer;
  }),

  route<object, PageQuery & { filter?: string }>(
    { ...facts, method: "GET", route: collection, page: paging },
    (call) => {
      const { world, query } = call;
      const all = filesIn(world, storeOf(call), { counts: true });
      const rows = query.filter === undefined ? all : all.filter((row) => row.status === query.filter);
      return page(world.store, paging, query, rows, (row) => show(world, row));
    },
  ),

  route({ ...facts, method: "GET", route: item }, (call) =>
    show(call.world, proceed(call.world, attachedOf(call), { counts: true })),
  ),

  route<{ attributes: VectorStoreFileRow["attributes"] | null }>(
    { ...facts, method: "POST", route: item },
    (call) => {
      checkUsable(call.world, storeOf(call));
      const row = attachedOf(call);
      // The whole new set.
      row.attributes = call.body.attributes ?? {};
      return show(call.world, row);
    },
  ),

  // The File stays.
  route({ ...facts, method: "DELETE", route: item }, (call) => {
    const { id, vector_store_id } = attachedOf(call);
    call.world.store.remove(
      "vector_store_files",
      (row) => row.id === id && row.vector_store_id === vector_store_id,
    );
    return { id, object: "vector_store.file.deleted", deleted: true };
  }),
];
