import { badRequest, notFound } from "../api/errors";
import { type PageQuery, page } from "../api/pages";
import { type Call, type Route, route, type World } from "../api/route";
import { fileIn } from "../objects/files";
import {
  type VectorStoreFileBatchRow,
  type VectorStoreFileRow,
  vectorStoreFileBatchTable,
} from "../objects/vector-store-tables";
import {
  type Attachment,
  attach,
  checkChunking,
  checkUsable,
  countsOf,
  vectorStoreFacts as facts,
  filesIn,
  vectorStorePaging as paging,
  showAttached,
  storeOf,
} from "../objects/vector-stores";

interface CreateBody extends Omit<Attachment, "file_id"> {
  file_ids?: string[];
  files?: Attachment[];
}

const collection = "/vector_stores/{vector_store_id}/file_batches";
const item = `${collection}/{batch_id}`;

/** With one set of attributes for all, or each with its own. */
function wantedFiles({ file_ids, files, ...common }: CreateBody): Attachment[] {
  if (file_ids !== undefined && files !== undefined) {
    throw badRequest("Do not provide both 'file_ids' and 'files'.", "files", "invalid_value");
  }
  const wanted = files ?? (file_ids ?? []).map((file_id) => ({ ...common, file_id }));
  return [...new Map(wanted.map((one) => [one.file_id, one])).values()];
}

function batchOf({ world, param }: Call<unknown, unknown>, storeId: string): VectorStoreFileBatchRow {
  const id = param("batch_id");
  const row = world.store.find(
    vectorStoreFileBatchTable,
    (batch) => batch.id === id && batch.vector_store_id === storeId,
  );
  if (row === undefined) throw notFound(`No file batch found with id '${id}' in vector store '${storeId}'.`);
  return row;
}

/** Those of the batch's files that are in the store still. */
function filesOfBatch(
  call: Call<unknown, unknown>,
  { counts }: { counts: boolean },
): { batch: VectorStoreFileBatchRow; files: VectorStoreFileRow[] } {
  const store = storeOf(call);
  const batch = batchOf(call, store.id);
  const files = filesIn(call.world, store, { counts }).filter((row) => batch.file_ids.includes(row.id));
  return { batch, files };
}

function statusOf({ cancelled }: VectorStoreFileBatchRow, files: readonly VectorStoreFileRow[]): string {
  if (cancelled) return "cancelled";
  const counts = countsOf(files);
  if (counts.in_progress > 0) return "in_progress";
  return counts.total > 0 && counts.failed === counts.total ? "failed" : "completed";
}

const show = (batch: VectorStoreFileBatchRow, files: readonly VectorStoreFileRow[]) => ({
  id: batch.id,
  object: "vector_store.files_batch",
  created_at: batch.created_at,
  vector_store_id: batch.vector_store_id,
  status: statusOf(batch, files),
  file_counts: countsOf(files),
});

function addBatch(world: World, call: Call<CreateBody, unknown>) {
  const store = storeOf(call);
  checkUsable(world, store);
  const wanted = wantedFiles(call.body);
  // All or none: nothing is attached while something is wrong.
  for (const { file_id, chunking_strategy } of wanted) {
    fileIn(world, store.project_id, file_id);
    checkChunking(chunking_strategy);
  }
  const there = new Map(filesIn(world, store, { counts: false }).map((row) => [row.id, row]));
  const files = wanted.map((one) => there.get(one.file_id) ?? attach(world, store, one));
  store.last_active_at = world.now();
  const batch = world.store.insert(vectorStoreFileBatchTable, {
    id: world.store.newId("vsfb_"),
    project_id: store.project_id,
    vector_store_id: store.id,
    created_at: world.now(),
    file_ids: files.map((file) => file.id),
    cancelled: false,
  });
  const answer = show(batch, files);
  filesIn(world, store, { counts: false });
  return answer;
}

export const vectorStoreFileBatchRoutes: readonly Route[] = [
  route<CreateBody>({ ...facts, method: "POST", route: collection }, (call) => addBatch(call.world, call)),

  route({ ...facts, method: "GET", route: item }, (call) => {
    const { batch, files } = filesOfBatch(call, { counts: true });
    return show(batch, files);
  }),

  // An attempt, by the document: what is done already stays done.
  route({ ...facts, method: "POST", route: `${item}/cancel` }, (call) => {
    const { batch, files } = filesOfBatch(call, { counts: false });
    for (const file of files) {
      if (file.status !== "in_progress") continue;
      file.status = "cancelled";
      file.under_way = null;
      batch.cancelled = true;
    }
    return show(batch, files);
  }),

  route<object, PageQuery & { filter?: string }>(
    { ...facts, method: "GET", route: `${item}/files`, page: paging },
    (call) => {
      const { world, query } = call;
      const { files } = filesOfBatch(call, { counts: true });
      const rows = query.filter === undefined ? files : files.filter((row) => row.status === query.filter);
      return page(world.store, paging, query, rows, (row) => showAttached(world, row));
    },
  ),
];
