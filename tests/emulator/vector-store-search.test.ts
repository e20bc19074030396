import { errorOf, freshEmulator, idsOf, listOf, made, uploaded } from "./calls";

const texts = {
  "returns.txt": "The return policy: send it back within thirty days.",
  "shipping.txt": "Shipping takes three days. The policy of returns is another page.",
  "cats.txt": "Cats sleep most of the day.",
};

/** A store with three files that have an attribute each. */
async function library() {
  const fresh = freshEmulator();
  const { emulator, project } = fresh;
  const { id } = await made(project, "/vector_stores", { name: "library" });
  const store = `/vector_stores/${id}`;
  const ids: Record<string, string> = {};
  for (const [n, [name, text]] of Object.entries(texts).entries()) {
    const file_id = await uploaded(emulator, name, text);
    await made(project, `${store}/files`, { file_id, attributes: { year: 2020 + n, name } });
    ids[name] = file_id;
  }
  const found = async (body: object) =>
    listOf(await project.post(`${store}/search`, body)).map((item) => item.filename);
  return { ...fresh, store, ids, found };
}

describe("a search", () => {
  test("gives the chunks that share words with the query, the best first", async () => {
    const { project, store, ids } = await library();
    const answer = await project.post(`${store}/search`, { query: "return policy" });
    expect(answer.body).toEqual({
      object: "vector_store.search_results.page",
      search_query: ["return policy"],
      data: [
        {
          file_id: ids["returns.txt"],
          filename: "returns.txt",
          score: 1,
          attributes: { year: 2020, name: "returns.txt" },
          content: [{ type: "text", text: texts["returns.txt"] }],
        },
        expect.objectContaining({ filename: "shipping.txt", score: 0.5 }),
      ],
      has_more: false,
      next_page: null,
    });
  });

  test("takes several queries, a bound, a threshold, and finds nothing where nothing is", async () => {
    const { found } = await library();
    expect((await found({ query: ["cats", "shipping"] })).sort()).toEqual(["cats.txt", "shipping.txt"]);
    expect(await found({ query: "policy", max_num_results: 1 })).toHaveLength(1);
    const ranking_options = { ranker: "auto", score_threshold: 0.9 };
    expect(await found({ query: "return policy", ranking_options })).toEqual(["returns.txt"]);
    expect(await found({ query: "dogs" })).toEqual([]);
  });

  test.each<[object, string[]]>([
    [{ type: "eq", key: "year", value: 2021 }, ["shipping.txt"]],
    [{ type: "ne", key: "name", value: "cats.txt" }, ["returns.txt", "shipping.txt"]],
    [{ type: "gt", key: "year", value: 2020 }, ["cats.txt", "shipping.txt"]],
    [{ type: "lte", key: "year", value: 2020 }, ["returns.txt"]],
    [{ type: "in", key: "year", value: [2020, 2022] }, ["cats.txt", "returns.txt"]],
    [{ type: "nin", key: "year", value: [2020, 2022] }, ["shipping.txt"]],
    [{ type: "gte", key: "absent", value: 1 }, []],
    [
      {
        type: "or",
        filters: [
          { type: "eq", key: "year", value: 2020 },
          {
            type: "and",
            filters: [
              { type: "eq", key: "year", value: 2022 },
              { type: "eq", key: "name", value: "cats.txt" },
            ],
          },
        ],
      },
      ["cats.txt", "returns.txt"],
    ],
  ])("with the filter %j finds %j", async (filters, names) => {
    const { found } = await library();
    expect((await found({ query: "policy cats the", filters })).sort()).toEqual(names);
  });

  test("cuts long files into chunks of the size that their chunking says", async () => {
    const { emulator, project, store } = await library();
    const words = Array.from({ length: 300 }, (_, n) => `word${n}`).join(" ");
    const file_id = await uploaded(emulator, "long.txt", words);
    const chunking_strategy = {
      type: "static",
      static: { max_chunk_size_tokens: 100, chunk_overlap_tokens: 50 },
    };
    await made(project, `${store}/files`, { file_id, chunking_strategy });
    const [first, ...more] = listOf(await project.post(`${store}/search`, { query: "word150" }));
    expect(first?.content).toEqual([{ type: "text", text: expect.stringMatching(/^.{400}$/) }]);
    expect(JSON.stringify(first?.content)).toContain("word150");
    expect(more.length).toBeLessThanOrEqual(2);
  });

  test("keeps a store alive, and finds nothing in one that has expired", async () => {
    const { emulator, project, store } = await library();
    await project.post(store, { expires_after: { anchor: "last_active_at", days: 1 } });
    emulator.advance(86_399);
    await made(project, `${store}/search`, { query: "x" });
    emulator.advance(86_399);
    expect((await project.post(`${store}/search`, { query: "x" })).status).toBe(200);
    emulator.advance(86_400);
    const answer = await project.post(`${store}/search`, { query: "x" });
    expect([answer.status, errorOf(answer).code]).toEqual([400, "vector_store_expired"]);
  });

  test.each([
    [{}, "query"],
    [{ query: "x", max_num_results: 51 }, "max_num_results"],
    [{ query: "x", filters: { type: "in", key: "year", value: 1 } }, "filters"],
    [{ query: "x", top_k: 3 }, "top_k"],
  ])("%j is refused with its place", async (body, param) => {
    const { project, store } = await library();
    const answer = await project.post(`${store}/search`, body);
    expect([answer.status, errorOf(answer).param]).toEqual([400, param]);
  });
});

describe("the content of a store's file", () => {
  test("is its text once it is indexed, and nothing before", async () => {
    const { emulator, project, store } = await library();
    emulator.transitions({ kind: "vector_store_file", mode: "polls", n: 1 });
    const file_id = await uploaded(emulator, "a.txt", "some text");
    await made(project, `${store}/files`, { file_id });
    const content = async () => (await project.get(`${store}/files/${file_id}/content`)).body;
    const page = { object: "vector_store.file_content.page", has_more: false, next_page: null };
    expect(await content()).toEqual({ ...page, data: [] });
    expect(await content()).toEqual({ ...page, data: [{ type: "text", text: "some text" }] });
    expect((await project.get(`${store}/files/file-none/content`)).status).toBe(404);
  });
});

describe("a batch of files", () => {
  async function twoFiles() {
    const fresh = await library();
    const file_ids = [
      await uploaded(fresh.emulator, "d.txt", "d"),
      await uploaded(fresh.emulator, "e.bin", "e"),
    ];
    return { ...fresh, file_ids, batches: `${fresh.store}/file_batches` };
  }

  test("is answered while it is being indexed, can be read, and its files are the store's", async () => {
    const { project, store, batches, file_ids, clock } = await twoFiles();
    const batch = await made(project, batches, { file_ids, attributes: { a: 1 } });
    const counts = { in_progress: 0, completed: 0, failed: 0, cancelled: 0, total: 2 };
    expect(batch).toEqual({
      id: expect.stringMatching(/^vsfb_/),
      object: "vector_store.files_batch",
      created_at: clock.now() / 1000,
      vector_store_id: store.replace("/vector_stores/", ""),
      status: "in_progress",
      file_counts: { ...counts, in_progress: 2 },
    });
    expect((await project.get(`${batches}/${batch.id}`)).body).toMatchObject({
      status: "completed",
      file_counts: { ...counts, completed: 1, failed: 1 },
    });
    const files = `${batches}/${batch.id}/files`;
    expect(idsOf(await project.get(`${files}?order=asc`))).toEqual(file_ids);
    expect(idsOf(await project.get(`${files}?filter=failed`))).toEqual([file_ids[1]]);
    expect(idsOf(await project.get(`${files}?limit=1&after=${file_ids[1]}`))).toEqual([file_ids[0]]);
    expect((await project.get(`${store}/files/${file_ids[0]}`)).body.attributes).toEqual({ a: 1 });
    expect(listOf(await project.get(`${store}/files`))).toHaveLength(5);
  });

  test("gives each file its own attributes and chunks where it says so", async () => {
    const { project, store, batches, file_ids } = await twoFiles();
    const chunks = { max_chunk_size_tokens: 200, chunk_overlap_tokens: 10 };
    await made(project, batches, {
      files: [
        { file_id: file_ids[0], attributes: { own: true } },
        { file_id: file_ids[1], chunking_strategy: { type: "static", static: chunks } },
      ],
    });
    expect((await project.get(`${store}/files/${file_ids[0]}`)).body.attributes).toEqual({ own: true });
    expect((await project.get(`${store}/files/${file_ids[1]}`)).body.chunking_strategy).toEqual({
      type: "static",
      static: chunks,
    });
  });

  test("is cancelled while it is under way, with what is not done yet; later nothing happens", async () => {
    const { emulator, project, store, batches, file_ids } = await twoFiles();
    emulator.transitions({ kind: "vector_store_file", mode: "polls", n: 1000 });
    const { id } = await made(project, batches, { file_ids });
    const cancelled = await made(project, `${batches}/${id}/cancel`);
    expect(cancelled).toMatchObject({ status: "cancelled", file_counts: { cancelled: 2, total: 2 } });
    expect((await project.get(store)).body.file_counts).toMatchObject({ cancelled: 2, completed: 3 });
    emulator.transitions({ kind: "vector_store_file", mode: "immediate" });
    const more = await made(project, batches, { file_ids: [await uploaded(emulator, "f.txt", "f")] });
    expect(await made(project, `${batches}/${more.id}/cancel`)).toMatchObject({ status: "completed" });
  });

  test("attaches all of its files or none, and takes one that is there already as it is", async () => {
    const { project, store, batches, file_ids, ids } = await twoFiles();
    expect((await project.post(batches, { file_ids: [...file_ids, "file-none"] })).status).toBe(404);
    expect(listOf(await project.get(`${store}/files`))).toHaveLength(3);
    const { id } = await made(project, batches, { file_ids: [ids["cats.txt"], ids["cats.txt"]] });
    expect((await project.get(`${batches}/${id}`)).body).toMatchObject({ file_counts: { total: 1 } });
    await project.del(store);
    expect((await project.get(`${batches}/${id}`)).status).toBe(404);
  });

  test.each([
    [{}, 400],
    [{ file_ids: [] }, 400],
    [{ file_ids: ["file-a"], files: [{ file_id: "file-a" }] }, 400],
    [{ file_ids: ["file-a"], more: 1 }, 400],
  ])("%j is refused", async (body, status) => {
    const { project, batches } = await twoFiles();
    expect((await project.post(batches, body)).status).toBe(status);
  });
});
