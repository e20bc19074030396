import OpenAI, { toFile } from "openai";
import { createEmulator, type Emulator, type Listening, seedKeys } from "../../emulator/index";
import { examples } from "./calls";

// The official client is a reading of the API that is not ours, of forms in particular.
let emulator: Emulator;
let server: Listening;
let client: OpenAI;

beforeAll(async () => {
  emulator = createEmulator();
  server = await emulator.listen();
});
afterAll(() => server.close());
beforeEach(() => {
  emulator.reset();
  client = new OpenAI({ apiKey: seedKeys.project, baseURL: server.url, maxRetries: 0 });
});

async function all<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of pages) items.push(item);
  return items;
}

test("files are uploaded, paged through and deleted", async () => {
  // Bytes that are not text must arrive as they are, and a line break in them must not end the part.
  const bytes = Uint8Array.from({ length: 70_000 }, (_, n) => n % 256);
  const file = await client.files.create({
    file: await toFile(bytes, "weights.bin"),
    purpose: "user_data",
    expires_after: { anchor: "created_at", seconds: 3600 },
  });
  expect(file).toMatchObject({ filename: "weights.bin", bytes: 70_000, purpose: "user_data" });
  expect(file.expires_at).toBe(file.created_at + 3600);
  await client.files.create({ file: await toFile(Buffer.from("x"), "x.txt"), purpose: "assistants" });
  expect((await all(client.files.list({ limit: 1 }))).map((item) => item.filename)).toEqual([
    "x.txt",
    "weights.bin",
  ]);
  expect(await all(client.files.list({ purpose: "user_data" }))).toHaveLength(1);
  expect(await client.files.retrieve(file.id)).toEqual(file);
  expect((await client.files.delete(file.id)).deleted).toBe(true);
  await expect(client.files.retrieve(file.id)).rejects.toThrow(OpenAI.NotFoundError);
  const wrong = { file: await toFile(Buffer.from("x"), "x.txt"), purpose: "other" as "assistants" };
  await expect(client.files.create(wrong)).rejects.toThrow(OpenAI.BadRequestError);
});

test("files are attached to a vector store, polled, filtered, changed and detached", async () => {
  const file = await client.files.create({
    file: await toFile(Buffer.from("abc"), "a.txt"),
    purpose: "assistants",
  });
  const store = await client.vectorStores.create({ name: "docs" });
  const attached = await client.vectorStores.files.createAndPoll(store.id, { file_id: file.id });
  expect(attached).toMatchObject({ id: file.id, status: "completed", last_error: null });
  const place = { vector_store_id: store.id };
  const changed = await client.vectorStores.files.update(file.id, { ...place, attributes: { year: 1 } });
  expect(changed.attributes).toEqual({ year: 1 });
  expect(await all(client.vectorStores.files.list(store.id, { filter: "completed", limit: 1 }))).toHaveLength(
    1,
  );
  expect((await client.vectorStores.retrieve(store.id)).file_counts.completed).toBe(1);
  expect((await client.vectorStores.files.delete(file.id, place)).deleted).toBe(true);
  await expect(client.vectorStores.files.retrieve(file.id, place)).rejects.toThrow(OpenAI.NotFoundError);
});

test("a job is made, listed and followed to its model, which is deleted", async () => {
  const file = await client.files.create({
    file: await toFile(Buffer.from(examples()), "train.jsonl"),
    purpose: "fine-tune",
  });
  emulator.transitions({ kind: "fine_tuning_job", mode: "polls", n: 2 });
  const { jobs } = client.fineTuning;
  const job = await jobs.create({ model: "gpt-4o", training_file: file.id, metadata: { a: "b" } });
  expect((await jobs.retrieve(job.id)).status).toBe("queued");
  expect((await jobs.pause(job.id)).status).toBe("paused");
  expect((await jobs.resume(job.id)).status).toBe("queued");
  expect(await all(jobs.list({ metadata: { a: "b" } }))).toMatchObject([{ id: job.id, status: "queued" }]);
  expect((await jobs.retrieve(job.id)).status).toBe("running");
  const done = await jobs.retrieve(job.id);
  expect(done.status).toBe("succeeded");
  await expect(jobs.cancel(job.id)).rejects.toThrow(OpenAI.BadRequestError);
  const model = String(done.fine_tuned_model);
  expect((await client.models.retrieve(model)).id).toBe(model);
  expect((await client.models.delete(model)).deleted).toBe(true);
  emulator.sunsets(["fine_tuning"]);
  const again = jobs.create({ model: "gpt-4o", training_file: file.id });
  await expect(again).rejects.toThrow(OpenAI.PermissionDeniedError);
});

test("assistants are made, paged through, changed and deleted, until there are none any more", async () => {
  const { assistants } = client.beta;
  const assistant = await assistants.create({ model: "gpt-4o", name: "a" });
  await assistants.create({ model: "gpt-4o", name: "b" });
  expect((await all(assistants.list({ limit: 1 }))).map((item) => item.name)).toEqual(["b", "a"]);
  expect((await assistants.update(assistant.id, { top_p: 0.5 })).top_p).toBe(0.5);
  expect((await assistants.delete(assistant.id)).deleted).toBe(true);
  emulator.sunsets(["assistants"]);
  await expect(assistants.retrieve(assistant.id)).rejects.toThrow(OpenAI.NotFoundError);
});
