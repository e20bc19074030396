import type { Saved } from "../../provider/lifecycle/session/saved";
import { vectorStore } from "../../provider/resources/vector-store";
import { create, end, read, update } from "../support/entries";
import { mistakesIn, pairs } from "./mistakes";
import { type Exchange, fakeOpenAI } from "./openai";

const openai = fakeOpenAI();

const store = {
  id: "vs_1",
  object: "vector_store",
  created_at: 1_699_061_776,
  name: "support-docs",
  usage_bytes: 0,
  file_counts: { in_progress: 0, completed: 0, failed: 0, cancelled: 0, total: 0 },
  status: "completed",
  expires_after: { anchor: "last_active_at", days: 30 },
  expires_at: 1_701_653_776,
  last_active_at: 1_699_061_776,
  metadata: { costCenter: "4711", team_name: "support" },
};
const args = {
  name: "support-docs",
  expiresAfter: { anchor: "last_active_at", days: 30 },
  metadata: { costCenter: "4711", team_name: "support" },
};
const saved: Saved = { id: "vs_1", live: { ...args, vectorStoreId: "vs_1", status: "completed" }, memo: {} };
const beta = "assistants=v2";
const written = (body: object, reply: object = store): Exchange => ({
  call: "POST /vector_stores/vs_1",
  key: "project",
  beta,
  body,
  reply,
});

test("is created with the project's key and the beta, its metadata's keys untouched", async () => {
  openai.foresee({
    call: "POST /vector_stores",
    key: "project",
    beta,
    body: {
      name: "support-docs",
      expires_after: { anchor: "last_active_at", days: 30 },
      metadata: { costCenter: "4711", team_name: "support" },
    },
    reply: store,
  });
  expect(await create(openai.session(), vectorStore, args)).toMatchObject({ id: "vs_1", live: args });
});

test("is created with all that only creation takes, snake_case at every depth", async () => {
  openai.foresee({
    call: "POST /vector_stores",
    key: "project",
    beta,
    body: {
      description: "Public help centre",
      file_ids: ["file-b", "file-a"],
      chunking_strategy: {
        type: "static",
        static: { max_chunk_size_tokens: 800, chunk_overlap_tokens: 400 },
      },
    },
    reply: { ...store, expires_after: undefined, metadata: null },
  });
  const own = {
    description: "Public help centre",
    fileIds: ["file-b", "file-a"],
    chunkingStrategy: { type: "static", static: { maxChunkSizeTokens: 800, chunkOverlapTokens: 400 } },
  };
  expect((await create(openai.session(), vectorStore, own)).live).toMatchObject(own);
});

test("is created from nothing by an empty object", async () => {
  openai.foresee({ call: "POST /vector_stores", key: "project", beta, body: {}, reply: store });
  await create(openai.session(), vectorStore, {});
});

test("never sends the hint at its project", async () => {
  openai.foresee({ call: "POST /vector_stores", key: "project", beta, body: { name: "a" }, reply: store });
  await create(openai.session(), vectorStore, { name: "a", projectId: "proj_1" });
});

test("is read by its id, with the beta", async () => {
  openai.foresee({ call: "GET /vector_stores/vs_1", key: "project", beta, reply: store });
  const seen = await read(openai.session(), vectorStore, saved, args);
  expect(seen?.args).toEqual(args);
  expect(seen?.live).toMatchObject({ usageBytes: 0, fileCounts: { inProgress: 0, total: 0 } });
});

test("is renamed by its name alone", async () => {
  openai.foresee(written({ name: "help" }));
  await update(openai.session(), vectorStore, saved, args, { ...args, name: "help" });
});

test("gets its metadata as a whole, also where one pair changed", async () => {
  openai.foresee(written({ metadata: { costCenter: "4712", team_name: "support" } }));
  const news = { ...args, metadata: { costCenter: "4712", team_name: "support" } };
  await update(openai.session(), vectorStore, saved, args, news);
});

test("gets its expiry as a whole, in the API's spelling", async () => {
  openai.foresee(written({ expires_after: { anchor: "last_active_at", days: 7 } }));
  const news = { ...args, expiresAfter: { anchor: "last_active_at", days: 7 } };
  await update(openai.session(), vectorStore, saved, args, news);
});

test("loses its expiry and its name by null", async () => {
  openai.foresee(written({ name: null, expires_after: null }, { ...store, name: "", expires_after: null }));
  await update(openai.session(), vectorStore, saved, args, { metadata: args.metadata });
});

test("loses its metadata by an empty map", async () => {
  openai.foresee(written({ metadata: {} }, { ...store, metadata: {} }));
  const { metadata: _, ...news } = args;
  await update(openai.session(), vectorStore, saved, args, news);
});

test("whose hint at its project changes is not written", async () => {
  await update(openai.session(), vectorStore, saved, args, { ...args, projectId: "proj_1" });
});

test("is deleted with the beta", async () => {
  openai.foresee({
    call: "DELETE /vector_stores/vs_1",
    key: "project",
    beta,
    reply: { id: "vs_1", object: "vector_store.deleted", deleted: true },
  });
  await end(openai.session(), vectorStore, saved);
});

test("carries the organization and the project that are configured", async () => {
  openai.foresee({
    call: "GET /vector_stores/vs_1",
    key: "project",
    beta,
    headers: { "openai-organization": "org-acme", "openai-project": "proj_home" },
    reply: store,
  });
  const session = openai.session({ organization: "org-acme", project: "proj_home" });
  await read(session, vectorStore, saved, args);
});

test("with a key of its own is managed with that key", async () => {
  openai.foresee({
    call: "DELETE /vector_stores/vs_1",
    key: "project",
    beta,
    headers: { authorization: "Bearer sk-svcacct-own" },
    reply: { id: "vs_1", object: "vector_store.deleted", deleted: true },
  });
  await end(openai.session(), vectorStore, saved, "sk-svcacct-own");
});

const longKey = "k".repeat(65);

mistakesIn(vectorStore, { name: "docs" }, [
  ["a name that is a number", { name: 7 }, ["name", "must be text"]],
  [
    "an expiry of half a day from nowhere",
    { expiresAfter: { anchor: "created_at", days: 0.5 } },
    ["expiresAfter.anchor", "must be last_active_at"],
    ["expiresAfter.days", "must be a whole number"],
  ],
  [
    "a unit that expiries do not have",
    { expiresAfter: { anchor: "last_active_at", days: 7, hours: 12 } },
    ["expiresAfter", "has only the fields anchor, days"],
  ],
  [
    "more than a year",
    { expiresAfter: { anchor: "last_active_at", days: 366 } },
    ["expiresAfter.days", "must be at most 365"],
  ],
  ["an expiry that is a number", { expiresAfter: 30 }, ["expiresAfter", "must be an object"]],
  ["metadata of numbers", { metadata: { "cost-center": 4711 } }, ["metadata[...]", "must be text"]],
  ["17 pairs", { metadata: pairs(17) }, ["metadata", "at most 16 pairs"]],
  [
    "a long key",
    { metadata: { [longKey]: "v" } },
    ["metadata[...]", "has a key that must be at most 64 characters"],
  ],
  [
    "an empty key",
    { metadata: { "": "v" } },
    ["metadata[...]", "has a key that must be at least 1 character"],
  ],
  ["a long value", { metadata: { a: "v".repeat(513) } }, ["metadata[...]", "must be at most 512 characters"]],
  ["501 files", { fileIds: Array(501).fill("file-1") }, ["fileIds", "must be at most 500 items"]],
  [
    "a way of cutting nothing",
    { chunkingStrategy: { type: "auto" } },
    ["chunkingStrategy", 'it only has a meaning together with "fileIds"'],
  ],
  [
    "chunks that overlap by more than half",
    {
      fileIds: ["file-1"],
      chunkingStrategy: { type: "static", static: { maxChunkSizeTokens: 200, chunkOverlapTokens: 101 } },
    },
    ["chunkingStrategy.static.chunkOverlapTokens", "at most half of maxChunkSizeTokens"],
  ],
  ["what it holds", { fileCounts: {} }, ["fileCounts", '"fileCounts" comes from the API and cannot be set']],
]);
