import { seedKeys } from "../../emulator/index";
import { errorOf, freshEmulator, idsOf, listOf, made, send } from "./calls";

const day = 86_400;

describe("vector stores", () => {
  test("a store is made, read, changed and deleted; what is only for the creation is not returned", async () => {
    const { project, clock } = freshEmulator();
    const now = clock.now() / 1000;
    const store = await made(project, "/vector_stores", {
      name: "docs",
      description: "help",
      chunking_strategy: {
        type: "static",
        static: { max_chunk_size_tokens: 800, chunk_overlap_tokens: 400 },
      },
      file_ids: [],
      expires_after: { anchor: "last_active_at", days: 2 },
      metadata: { team: "a" },
    });
    expect(store).toEqual({
      id: expect.stringMatching(/^vs_/),
      object: "vector_store",
      created_at: now,
      name: "docs",
      usage_bytes: 0,
      file_counts: { in_progress: 0, completed: 0, failed: 0, cancelled: 0, total: 0 },
      status: "completed",
      expires_after: { anchor: "last_active_at", days: 2 },
      expires_at: now + 2 * day,
      last_active_at: now,
      metadata: { team: "a" },
    });
    const item = `/vector_stores/${store.id}`;
    expect((await project.get(item)).body).toEqual(store);

    const cleared = await project.post(item, {
      name: "articles",
      expires_after: null,
      metadata: { team: "b" },
    });
    expect(cleared.body).toMatchObject({ name: "articles", expires_at: null, metadata: { team: "b" } });
    expect(cleared.body).not.toHaveProperty("expires_after");
    expect((await project.post(item, { metadata: null })).body).toMatchObject({
      name: "articles",
      metadata: {},
    });
    expect(errorOf(await project.post(item, { description: "x" })).param).toBe("description");

    expect((await project.del(item)).body).toEqual({
      id: store.id,
      object: "vector_store.deleted",
      deleted: true,
    });
    expect((await project.get(item)).status).toBe(404);
    expect(errorOf(await project.del(item)).message).toBe(`No vector store found with id '${store.id}'.`);
  });

  test("a store expires by the emulator's clock; it can be read and deleted, not used", async () => {
    const { emulator, project } = freshEmulator();
    const store = await made(project, "/vector_stores", {
      expires_after: { anchor: "last_active_at", days: 1 },
    });
    emulator.advance(day - 1);
    expect((await project.get(`/vector_stores/${store.id}`)).body.status).toBe("completed");
    emulator.advance(1);
    expect((await project.get(`/vector_stores/${store.id}`)).body.status).toBe("expired");
    expect((await project.post(`/vector_stores/${store.id}`, { name: "x" })).status).toBe(400);
    expect((await project.del(`/vector_stores/${store.id}`)).status).toBe(200);
  });

  test.each([
    [{ expires_after: { anchor: "last_active_at", days: 366 } }, "expires_after.days"],
    [{ expires_after: { anchor: "created_at", days: 1 } }, "expires_after.anchor"],
    [{ expires_after: { anchor: "last_active_at", days: 1, hours: 1 } }, "expires_after.hours"],
    [{ metadata: { k: 1 } }, "metadata.k"],
    [{ metadata: { k: "x".repeat(513) } }, "metadata.k"],
    [{ metadata: Object.fromEntries(Array.from({ length: 17 }, (_, n) => [`k${n}`, "v"])) }, "metadata"],
    [{ file_ids: [1] }, "file_ids[0]"],
    [
      {
        chunking_strategy: {
          type: "static",
          static: { max_chunk_size_tokens: 100, chunk_overlap_tokens: 51 },
        },
      },
      "chunking_strategy.static.chunk_overlap_tokens",
    ],
  ])("%j is refused with its place", async (body, param) => {
    const { project } = freshEmulator();
    const answer = await project.post("/vector_stores", body);
    expect([answer.status, errorOf(answer).param]).toEqual([400, param]);
  });

  test("unknown files are refused", async () => {
    const { project } = freshEmulator();
    const answer = await project.post("/vector_stores", { file_ids: ["file-none"] });
    expect(answer.status).toBe(404);
    expect(errorOf(answer).message).toContain("file-none");
    expect(idsOf(await project.get("/vector_stores"))).toEqual([]);
  });

  test("the beta header is needed, also among others", async () => {
    const { emulator } = freshEmulator();
    const call = (headers: Record<string, string>) =>
      send(emulator, seedKeys.project, "GET", "/v1/vector_stores", undefined, headers);
    const answer = await call({});
    expect([answer.status, errorOf(answer).code]).toEqual([400, "invalid_beta"]);
    expect((await call({ "openai-beta": "agents=v1, assistants=v2" })).status).toBe(200);
  });
});

describe("webhook endpoints", () => {
  const hook = {
    name: "hook",
    url: "https://example.com/hook",
    event_types: ["batch.completed", "batch.failed"],
  };

  test("an endpoint is made, read, changed and deleted; the secret is said only at the creation", async () => {
    const { emulator, project, clock } = freshEmulator();
    const now = clock.now() / 1000;
    const { signing_secret: secret, ...endpoint } = await made(project, "/webhook_endpoints", hook);
    expect(secret).toMatch(/^whsec_/);
    expect(endpoint).toEqual({
      ...hook,
      id: expect.stringMatching(/^whe_/),
      object: "webhook_endpoint",
      created_at: now,
      updated_at: now,
      signing_secret_hint: expect.any(String),
    });
    expect(String(secret)).not.toBe(endpoint.signing_secret_hint);
    const item = `/webhook_endpoints/${endpoint.id}`;
    expect((await project.get(item)).body).toEqual(endpoint);
    expect(listOf(await project.get("/webhook_endpoints"))).toEqual([endpoint]);

    emulator.advance(10);
    expect((await project.post(item, { name: "hook" })).body).toEqual(endpoint);
    const changed = await project.post(item, { event_types: ["video.failed"] });
    expect(changed.body).toEqual({ ...endpoint, event_types: ["video.failed"], updated_at: now + 10 });
    expect((await project.del(item)).body).toEqual({
      id: endpoint.id,
      object: "webhook_endpoint.deleted",
      deleted: true,
    });
    expect((await project.get(item)).status).toBe(404);
  });

  test("rotating gives a new secret and moves updated_at; testing does not", async () => {
    const { emulator, project, clock } = freshEmulator();
    const endpoint = await made(project, "/webhook_endpoints", hook);
    const item = `/webhook_endpoints/${endpoint.id}`;
    emulator.advance(10);
    const result = await project.post(`${item}/test`, { event_type: "video.failed" });
    expect(result.body).toEqual({
      object: "webhook_endpoint.test",
      webhook_endpoint_id: endpoint.id,
      event_type: "video.failed",
      success: true,
      status_code: 200,
    });
    expect((await project.get(item)).body.updated_at).toBe(endpoint.updated_at);
    const rotated = await made(project, `${item}/rotate_secret`, {
      keep_old_secret_active_for_24_hours: true,
    });
    expect(rotated.signing_secret).toMatch(/^whsec_/);
    expect(rotated.signing_secret).not.toBe(endpoint.signing_secret);
    expect(rotated.updated_at).toBe(clock.now() / 1000 + 10);
    expect(emulator.state().tables.webhook_endpoints[0]?.old_secret_until).toBe(
      clock.now() / 1000 + 10 + day,
    );
    await made(project, `${item}/rotate_secret`);
    expect(emulator.state().tables.webhook_endpoints[0]?.old_secret_until).toBeNull();
  });

  test.each([
    [{ ...hook, url: "http://example.com" }, "url"],
    [{ ...hook, url: `https://example.com/${"x".repeat(2048)}` }, "url"],
    [{ ...hook, name: "" }, "name"],
    [{ ...hook, name: "x".repeat(257) }, "name"],
    [{ ...hook, event_types: ["batch.exploded"] }, "event_types[0]"],
    [{ ...hook, event_types: [] }, "event_types"],
    [{ name: "x", url: "https://example.com" }, "event_types"],
    [{ ...hook, project_id: "proj_default" }, "project_id"],
  ])("%j is refused with its place", async (body, param) => {
    const { project } = freshEmulator();
    const answer = await project.post("/webhook_endpoints", body);
    expect([answer.status, errorOf(answer).param]).toEqual([400, param]);
  });

  test("the event types can be listed", async () => {
    const { project } = freshEmulator();
    expect((await project.get("/webhook_event_types")).body.data).toHaveLength(27);
  });
});

test("present models and those of old programs are there, and an unknown one is a 404", async () => {
  const { project } = freshEmulator();
  const models = idsOf(await project.get("/models"));
  expect(new Set(models).size).toBe(models.length);
  expect(models).toEqual(
    expect.arrayContaining(["gpt-5.6", "gpt-4.1", "gpt-4o-mini", "gpt-4o-mini-2024-07-18", "gpt-3.5-turbo"]),
  );
  expect((await project.get(`/models/${models[0]}`)).body).toMatchObject({ object: "model", id: models[0] });
  expect((await project.get("/models/gpt-none")).status).toBe(404);
});
