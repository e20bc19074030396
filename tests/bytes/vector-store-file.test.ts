import { PartialSuccess, type Saved } from "../../provider/lifecycle/session/saved";
import { vectorStoreFile } from "../../provider/resources/vector-store-file";
import { create, end, read, update } from "../support/entries";
import { mistakesIn, pairs } from "./mistakes";
import { type Exchange, errorBody, fakeOpenAI } from "./openai";

const openai = fakeOpenAI();

const object = {
  id: "file-abc123",
  object: "vector_store.file",
  created_at: 1_699_061_776,
  usage_bytes: 1234,
  vector_store_id: "vs_1",
  status: "completed",
  last_error: null,
  attributes: { language: "en", year: 2026, isInternal: true },
  chunking_strategy: { type: "static", static: { max_chunk_size_tokens: 800, chunk_overlap_tokens: 400 } },
};
const indexing = { ...object, usage_bytes: 0, status: "in_progress" };
const args = {
  vectorStoreId: "vs_1",
  fileId: "file-abc123",
  attributes: { language: "en", year: 2026, isInternal: true },
};
const live = {
  ...args,
  chunkingStrategy: { type: "static", static: { maxChunkSizeTokens: 800, chunkOverlapTokens: 400 } },
  status: "completed",
  usageBytes: 1234,
  createdAt: 1_699_061_776,
};
const ownSizes = { type: "static", static: { maxChunkSizeTokens: 400, chunkOverlapTokens: 200 } };
const saved: Saved = { id: "vs_1/file-abc123", live, memo: { seenWith: "000000000000@org-acme" } };
const beta = "assistants=v2";
const attached = (reply: object = object): Exchange => ({
  call: "POST /vector_stores/vs_1/files",
  key: "project",
  beta,
  body: { file_id: "file-abc123", attributes: { language: "en", year: 2026, isInternal: true } },
  reply,
});
const lookedFor = (reply: object): Exchange => ({
  call: "GET /vector_stores/vs_1/files/file-abc123",
  key: "project",
  beta,
  reply,
});
const written = (attributes: object): Exchange => ({
  call: "POST /vector_stores/vs_1/files/file-abc123",
  key: "project",
  beta,
  body: { attributes },
  reply: { ...object, attributes },
});

async function failureOf(work: Promise<unknown>): Promise<PartialSuccess> {
  const error: unknown = await work.catch((reason: unknown) => reason);
  if (!(error instanceof PartialSuccess)) throw error;
  return error;
}

describe("a file in a vector store", () => {
  test("is attached by its id with the beta, the keys of its attributes untouched", async () => {
    openai.foresee(attached());
    const made = await create(openai.session(), vectorStoreFile, { ...args, projectId: "proj_1" });
    expect(made.id).toBe("vs_1/file-abc123");
    expect(made.live).toEqual({ ...live, projectId: "proj_1" });
  });

  test.each([
    [{ type: "auto" }, { type: "auto" }, object.chunking_strategy],
    [
      ownSizes,
      { type: "static", static: { max_chunk_size_tokens: 400, chunk_overlap_tokens: 200 } },
      { type: "static", static: { max_chunk_size_tokens: 400, chunk_overlap_tokens: 200 } },
    ],
  ])("is cut as the program says, and answered with the sizes: %j", async (chunkingStrategy, sent, cut) => {
    const reply = { ...object, chunking_strategy: cut };
    openai.foresee({ ...attached(reply), body: { file_id: "file-abc123", chunking_strategy: sent } });
    const own = { vectorStoreId: "vs_1", fileId: "file-abc123", chunkingStrategy };
    expect((await create(openai.session(), vectorStoreFile, own)).live).toMatchObject(own);
  });

  test("is waited for until it is indexed, at longer and longer intervals", async () => {
    openai.foresee(attached(indexing), lookedFor(indexing), lookedFor(indexing), lookedFor(object));
    openai.foreseePauses(1000, 1500, 2250);
    expect((await create(openai.session(), vectorStoreFile, args)).live).toEqual(live);
  });

  test("that the API cannot index is kept, and fails with the API's reason", async () => {
    const last_error = { code: "unsupported_file", message: "The file is encrypted." };
    openai.foresee(attached(indexing), lookedFor({ ...indexing, status: "failed", last_error }));
    openai.foreseePauses(1000);
    const failure = await failureOf(create(openai.session(), vectorStoreFile, args));
    expect(failure.code).toBe("failed");
    expect(failure.message).toBe(
      'VectorStoreFile vs_1/file-abc123 was created, but its status is "failed": The file is encrypted. ' +
        "The next `pulumi up` replaces it.",
    );
    expect(failure.saved).toMatchObject({
      id: "vs_1/file-abc123",
      live: { status: "failed", lastError: { code: "unsupported_file", message: "The file is encrypted." } },
    });
  });

  test("whose indexing is cancelled fails, and without a reason where there is none", async () => {
    openai.foresee(attached({ ...indexing, status: "cancelled" }));
    const failure = await failureOf(create(openai.session(), vectorStoreFile, args));
    expect(failure.message).toBe(
      'VectorStoreFile vs_1/file-abc123 was created, but its status is "cancelled". The next `pulumi up` replaces it.',
    );
  });

  test("that cannot be looked at while it is waited for is kept with its id", async () => {
    const refused = { ...lookedFor(errorBody("Missing scope")), status: 403 };
    openai.foresee(attached(indexing), refused);
    openai.foreseePauses(1000);
    const failure = await failureOf(create(openai.session(), vectorStoreFile, args));
    expect(failure.saved).toMatchObject({ id: "vs_1/file-abc123", live: { status: "in_progress" } });
  });

  test("is read by both ids, with the beta", async () => {
    openai.foresee(lookedFor({ ...object, attributes: { language: "de" } }));
    const seen = await read(openai.session(), vectorStoreFile, saved, args);
    expect(seen?.args).toEqual({ ...args, attributes: { language: "de" } });
  });

  test.each([
    ["as the answer says, where the program says other sizes", ownSizes, live.chunkingStrategy],
    ["as the program says, where it leaves the sizes to OpenAI", { type: "auto" }, { type: "auto" }],
  ])("is read as cut %s", async (_, chunkingStrategy, seenAs) => {
    openai.foresee(lookedFor(object));
    const own: Saved = { ...saved, live: { ...live, chunkingStrategy } };
    const seen = await read(openai.session(), vectorStoreFile, own, { ...args, chunkingStrategy });
    expect(seen?.args).toEqual({ ...args, chunkingStrategy: seenAs });
  });

  test("that is not found is asked for once more before it is called gone", async () => {
    const absent = { ...lookedFor(errorBody("No file found")), status: 404 };
    openai.foresee(absent, absent);
    openai.foreseePauses(10_000);
    const session = openai.session();
    const { fingerprint } = session.credential(vectorStoreFile);
    const own: Saved = { ...saved, memo: { seenWith: fingerprint } };
    expect(await read(session, vectorStoreFile, own, args)).toBeUndefined();
  });

  test.each<[string, Record<string, string | number | boolean> | undefined, object]>([
    ["as a whole, also where one changed", { language: "de", year: 2026 }, { language: "de", year: 2026 }],
    ["in every type that they have", { a: "1", b: 1.5, c: false }, { a: "1", b: 1.5, c: false }],
    ["removed by an empty map", undefined, {}],
  ])("gets its attributes %s", async (_, attributes, sent) => {
    openai.foresee(written(sent));
    await update(openai.session(), vectorStoreFile, saved, args, { ...args, attributes });
  });

  test("that was still being indexed is waited for by the next update, without being written", async () => {
    openai.foresee(lookedFor(object));
    openai.foreseePauses(1000);
    const unfinished: Saved = { ...saved, live: { ...live, status: "in_progress", usageBytes: 0 } };
    const done = await update(openai.session(), vectorStoreFile, unfinished, args, args);
    expect(done.live).toEqual(live);
  });

  test("is taken out of the store, with the beta, and not deleted itself", async () => {
    openai.foresee({
      call: "DELETE /vector_stores/vs_1/files/file-abc123",
      key: "project",
      beta,
      reply: { id: "file-abc123", object: "vector_store.file.deleted", deleted: true },
    });
    await end(openai.session(), vectorStoreFile, saved);
  });
});

const longKey = "k".repeat(65);

mistakesIn(vectorStoreFile, { vectorStoreId: "vs_1", fileId: "file-1" }, [
  ["no store", { vectorStoreId: undefined }, ["vectorStoreId", '"vectorStoreId" is required']],
  ["no file", { fileId: undefined }, ["fileId", '"fileId" is required']],
  ["several files", { fileId: ["file-1"] }, ["fileId", "must be text"]],
  ["attributes that are a list", { attributes: ["en"] }, ["attributes", "must be a map"]],
  [
    "an attribute with attributes",
    { attributes: { language: { code: "en" } } },
    ["attributes[...]", "must be text, or must be a number, or must be a boolean"],
  ],
  [
    "a long attribute",
    { attributes: { language: "e".repeat(513) } },
    ["attributes[...]", "must be at most 512 characters"],
  ],
  ["17 attributes", { attributes: pairs(17) }, ["attributes", "at most 16 pairs"]],
  [
    "a long key",
    { attributes: { [longKey]: true } },
    ["attributes[...]", "has a key that must be at most 64 characters"],
  ],
  [
    "another way of cutting",
    { chunkingStrategy: { type: "semantic" } },
    ["chunkingStrategy.type", "has no variant with this type"],
  ],
  [
    "sizes without their sizes",
    { chunkingStrategy: { type: "static" } },
    ["chunkingStrategy.static", "is required"],
  ],
  [
    "chunks too small, and an overlap below nothing",
    { chunkingStrategy: { type: "static", static: { maxChunkSizeTokens: 99, chunkOverlapTokens: -1 } } },
    ["chunkingStrategy.static.maxChunkSizeTokens", "must be at least 100"],
    ["chunkingStrategy.static.chunkOverlapTokens", "must be at least 0"],
  ],
  [
    "chunks that overlap by more than half",
    {
      chunkingStrategy: {
        type: "static",
        static: { maxChunkSizeTokens: 4096, chunkOverlapTokens: 2049 },
      },
    },
    ["chunkingStrategy.static.chunkOverlapTokens", "at most half of maxChunkSizeTokens"],
  ],
  [
    "the store's own expiry",
    { expiresAfter: { anchor: "last_active_at", days: 1 } },
    ["", 'VectorStoreFile has no argument "expiresAfter"'],
  ],
]);
