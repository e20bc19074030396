import { errorOf, freshEmulator, idsOf, listOf, made, send, uploaded } from "./calls";

const none = { in_progress: 0, completed: 0, failed: 0, cancelled: 0, total: 0 };

/** An emulator with a vector store. */
async function withStore() {
  const fresh = freshEmulator();
  const store = await made(fresh.project, "/vector_stores", { name: "docs" });
  return { ...fresh, store: `/vector_stores/${store.id}`, files: `/vector_stores/${store.id}/files` };
}

test("a file is attached, indexed, changed and detached; the File stays", async () => {
  const { emulator, project, clock, store, files } = await withStore();
  const id = await uploaded(emulator, "a.txt", "abc");
  const now = clock.now() / 1000;
  const attached = await made(project, files, {
    file_id: id,
    attributes: { team: "a", year: 3, open: true },
  });
  expect(attached).toEqual({
    id,
    object: "vector_store.file",
    usage_bytes: 0,
    created_at: now,
    vector_store_id: store.split("/")[2],
    status: "in_progress",
    last_error: null,
    chunking_strategy: { type: "static", static: { max_chunk_size_tokens: 800, chunk_overlap_tokens: 400 } },
    attributes: { team: "a", year: 3, open: true },
  });
  const indexed = { ...attached, status: "completed", usage_bytes: 3 };
  expect((await project.get(`${files}/${id}`)).body).toEqual(indexed);
  expect(listOf(await project.get(files))).toEqual([indexed]);

  const changed = await project.post(`${files}/${id}`, { attributes: { team: "b" } });
  expect(changed.body).toEqual({ ...indexed, attributes: { team: "b" } });
  expect((await project.post(`${files}/${id}`, { attributes: null })).body.attributes).toEqual({});

  expect((await project.del(`${files}/${id}`)).body).toEqual({
    id,
    object: "vector_store.file.deleted",
    deleted: true,
  });
  expect((await project.get(`${files}/${id}`)).status).toBe(404);
  expect((await project.del(`${files}/${id}`)).status).toBe(404);
  expect((await project.get(`/files/${id}`)).status).toBe(200);
});

test("a chosen chunking is answered as it was given, also for files that come with the store", async () => {
  const { emulator, project, files } = await withStore();
  const id = await uploaded(emulator, "a.txt", "abc");
  const chunking_strategy = {
    type: "static",
    static: { max_chunk_size_tokens: 100, chunk_overlap_tokens: 50 },
  };
  expect((await made(project, files, { file_id: id, chunking_strategy })).chunking_strategy).toEqual(
    chunking_strategy,
  );
  const store = await made(project, "/vector_stores", { file_ids: [id], chunking_strategy });
  expect((await project.get(`/vector_stores/${store.id}/files/${id}`)).body.chunking_strategy).toEqual(
    chunking_strategy,
  );
});

test.each([
  ["virus.EXE", "x", "unsupported_file"],
  ["blob.bin", "x", "unsupported_file"],
  ["empty.txt", "", "invalid_file"],
])("%s with the content %j fails and stays attached", async (name, content, code) => {
  const { emulator, project, store, files } = await withStore();
  const id = await uploaded(emulator, name, content);
  expect(await made(project, files, { file_id: id })).toMatchObject({
    status: "in_progress",
    last_error: null,
  });
  expect((await project.get(`${files}/${id}`)).body).toMatchObject({
    status: "failed",
    usage_bytes: 0,
    last_error: { code, message: expect.stringMatching(/./) },
  });
  expect((await project.get(store)).body).toMatchObject({
    status: "completed",
    usage_bytes: 0,
    file_counts: { ...none, failed: 1, total: 1 },
  });
});

test("attaching twice is refused, in another store it is not", async () => {
  const { emulator, project, files } = await withStore();
  const id = await uploaded(emulator, "a.txt", "abc");
  await made(project, files, { file_id: id });
  const again = await project.post(files, { file_id: id });
  expect([again.status, errorOf(again).message]).toEqual([400, expect.stringContaining("already exists")]);
  const other = await made(project, "/vector_stores");
  expect((await project.post(`/vector_stores/${other.id}/files`, { file_id: id })).status).toBe(200);
  await project.del(`${files}/${id}`);
  expect((await project.post(files, { file_id: id })).status).toBe(200);
  expect(idsOf(await project.get(`/vector_stores/${other.id}/files`))).toEqual([id]);
});

test("a store made with files is in progress until they are indexed", async () => {
  const { emulator, project } = freshEmulator();
  const good = await uploaded(emulator, "a.txt", "abcd");
  const bad = await uploaded(emulator, "b.bin", "x");
  const store = await made(project, "/vector_stores", { file_ids: [good, bad, good] });
  expect(store).toMatchObject({
    status: "in_progress",
    usage_bytes: 0,
    file_counts: { ...none, in_progress: 2, total: 2 },
  });
  expect((await project.get(`/vector_stores/${store.id}`)).body).toMatchObject({
    status: "completed",
    usage_bytes: 4,
    file_counts: { ...none, completed: 1, failed: 1, total: 2 },
  });
});

test("the files of a store are paged through and filtered by their status", async () => {
  const { emulator, project, files } = await withStore();
  const ids: string[] = [];
  for (const name of ["a.txt", "b.bin", "c.txt"]) {
    ids.push(await uploaded(emulator, name, "x"));
    await made(project, files, { file_id: ids.at(-1) });
  }
  const [a, b, c] = ids;
  expect(idsOf(await project.get(files))).toEqual([c, b, a]);
  expect(idsOf(await project.get(`${files}?order=asc&limit=2`))).toEqual([a, b]);
  expect(idsOf(await project.get(`${files}?after=${c}`))).toEqual([b, a]);
  expect(idsOf(await project.get(`${files}?before=${a}`))).toEqual([c, b]);
  expect(idsOf(await project.get(`${files}?filter=failed`))).toEqual([b]);
  expect(idsOf(await project.get(`${files}?filter=in_progress`))).toEqual([]);
  expect((await project.get(`${files}?filter=done`)).status).toBe(400);
  expect((await project.get(`${files}?limit=101`)).status).toBe(400);
});

test.each([
  [{}, "file_id"],
  [{ file_id: 1 }, "file_id"],
  [{ file_id: "file-x", name: "x" }, "name"],
  [{ file_id: "file-x", attributes: { k: {} } }, "attributes.k"],
  [{ file_id: "file-x", attributes: { k: "x".repeat(513) } }, "attributes.k"],
  [
    { file_id: "file-x", attributes: Object.fromEntries(Array.from({ length: 17 }, (_, n) => [`k${n}`, n])) },
    "attributes",
  ],
  [{ file_id: "file-x", attributes: { ["k".repeat(65)]: 1 } }, "attributes"],
  [
    {
      file_id: "file-x",
      chunking_strategy: {
        type: "static",
        static: { max_chunk_size_tokens: 100, chunk_overlap_tokens: 51 },
      },
    },
    "chunking_strategy.static.chunk_overlap_tokens",
  ],
])("attaching %j is refused with its place", async (body, param) => {
  const { project, files } = await withStore();
  const answer = await project.post(files, body);
  expect([answer.status, errorOf(answer).param]).toEqual([400, param]);
});

test("an update needs the attributes and takes nothing else", async () => {
  const { emulator, project, files } = await withStore();
  const id = await uploaded(emulator, "a.txt", "x");
  await made(project, files, { file_id: id });
  expect(errorOf(await project.post(`${files}/${id}`, {})).param).toBe("attributes");
  const body = { attributes: {}, chunking_strategy: { type: "auto" } };
  expect(errorOf(await project.post(`${files}/${id}`, body)).param).toBe("chunking_strategy");
});

test("what is not there cannot be attached or read", async () => {
  const { emulator, project, otherProject, store, files } = await withStore();
  expect((await project.post(files, { file_id: "file-none" })).status).toBe(404);
  expect((await project.get("/vector_stores/vs_none/files")).status).toBe(404);
  const id = await uploaded(emulator, "a.txt", "x");
  expect((await project.get(`${files}/${id}`)).status).toBe(404);
  await made(project, files, { file_id: id });
  expect((await otherProject.get(files)).status).toBe(404);
  expect((await otherProject.get(`${files}/${id}`)).status).toBe(404);
  await project.del(store);
  expect((await project.get(`${files}/${id}`)).status).toBe(404);
  expect(emulator.state().tables.vector_store_files).toEqual([]);
});

test("an expired store takes no files, and an expired File is in no store", async () => {
  const { emulator, project, files, store } = await withStore();
  const id = await uploaded(emulator, "a.jsonl", "{}", { purpose: "batch" });
  await made(project, files, { file_id: id });
  emulator.advance(30 * 86_400);
  expect(idsOf(await project.get(files))).toEqual([]);
  expect((await project.get(store)).body.file_counts).toEqual(none);

  const short = await made(project, "/vector_stores", {
    expires_after: { anchor: "last_active_at", days: 1 },
  });
  const file_id = await uploaded(emulator, "b.txt", "x");
  emulator.advance(86_400);
  const answer = await project.post(`/vector_stores/${short.id}/files`, { file_id });
  expect([answer.status, errorOf(answer).code]).toEqual([400, "vector_store_expired"]);
});

test("attaching is an activity: the store's expiry moves", async () => {
  const { emulator, project } = freshEmulator();
  const store = await made(project, "/vector_stores", {
    expires_after: { anchor: "last_active_at", days: 1 },
  });
  emulator.advance(60);
  await made(project, `/vector_stores/${store.id}/files`, {
    file_id: await uploaded(emulator, "a.txt", "x"),
  });
  const later = await project.get(`/vector_stores/${store.id}`);
  expect(later.body.expires_at).toBe(Number(store.expires_at) + 60);
});

test("the beta header is needed", async () => {
  const { emulator } = freshEmulator();
  const path = "/v1/vector_stores/vs_none/files";
  const answer = await send(emulator, "sk-proj-test", "GET", path, undefined, {});
  expect([answer.status, errorOf(answer).code]).toEqual([400, "invalid_beta"]);
});
