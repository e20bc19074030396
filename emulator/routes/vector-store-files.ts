import { badRequest, notFound } from "../api/errors";
import { type PageQuery, page } from "../api/pages";
import { type Call, type Route, route } from "../api/route";
import { bytesOf, fileIn } from "../objects/files";
import { textOf } from "../objects/vector-store-search";
import { type VectorStoreFileRow, vectorStoreFileTable } from "../objects/vector-store-tables";
import {
  type Attachment,
  attach,
  checkChunking,
  checkUsable,
  vectorStoreFacts as facts,
  filesIn,
  vectorStorePaging as paging,
  proceed,
  showAttached,
  storeOf,
} from "../objects/vector-stores";

const collection = "/vector_stores/{vector_store_id}/files";
const item = `${collection}/{file_id}`;
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
    const answer = showAttached(world, row);
    proceed(world, row, { counts: false });
    return answer;
  }),

  route<object, PageQuery & { filter?: string }>(
    { ...facts, method: "GET", route: collection, page: paging },
    (call) => {
      const { world, query } = call;
      const all = filesIn(world, storeOf(call), { counts: true });
      const rows = query.filter === undefined ? all : all.filter((row) => row.status === query.filter);
      return page(world.store, paging, query, rows, (row) => showAttached(world, row));
    },
  ),

  route({ ...facts, method: "GET", route: item }, (call) =>
    showAttached(call.world, proceed(call.world, attachedOf(call), { counts: true })),
  ),

  route<{ attributes: VectorStoreFileRow["attributes"] | null }>(
    { ...facts, method: "POST", route: item },
    (call) => {
      checkUsable(call.world, storeOf(call));
      const row = attachedOf(call);
      // The whole new set.
      row.attributes = call.body.attributes ?? {};
      return showAttached(call.world, row);
    },
  ),

  // What was read from the file, as one text: there is nothing before the file is indexed.
  route({ ...facts, method: "GET", route: `${item}/content` }, (call) => {
    const { world } = call;
    const row = proceed(world, attachedOf(call), { counts: true });
    if (row.status === "completed") bytesOf(world.store, fileIn(world, row.project_id, row.id));
    const text = textOf(world, row);
    return {
      object: "vector_store.file_content.page",
      data: text === null ? [] : [{ type: "text", text }],
      has_more: false,
      next_page: null,
    };
  }),

  // The File stays.
  route({ ...facts, method: "DELETE", route: item }, (call) => {
    const { id, vector_store_id } = attachedOf(call);
    call.world.store.remove(
      vectorStoreFileTable,
      (row) => row.id === id && row.vector_store_id === vector_store_id,
    );
    return { id, object: "vector_store.file.deleted", deleted: true };
  }),
];
