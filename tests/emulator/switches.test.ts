import { createEmulator, seedKeys, type TransitionRule } from "../../emulator/index";
import { as, errorOf, examples, freshEmulator, idsOf, made, send, uploaded } from "./calls";

const jobs = "/fine_tuning/jobs";

/** An emulator with a vector store and files to attach and to train with. */
async function prepared() {
  const fresh = freshEmulator();
  const { emulator, project } = fresh;
  const store = await made(project, "/vector_stores");
  const file_id = await uploaded(emulator, "a.txt", "abc");
  const training_file = await uploaded(emulator, "good.jsonl", examples(), { purpose: "fine-tune" });
  return { ...fresh, store: `/vector_stores/${store.id}`, file_id, job: { model: "gpt-4o", training_file } };
}

describe("transitions", () => {
  test("by polls a file completes in the read after n", async () => {
    const { control, project, store, file_id } = await prepared();
    const rule = { kind: "vector_store_file", mode: "polls", n: 2 };
    expect((await control("POST", "/transitions", rule)).status).toBe(200);
    await made(project, `${store}/files`, { file_id });
    const seen: unknown[] = [];
    for (let read = 0; read < 3; read += 1) {
      seen.push((await project.get(`${store}/files/${file_id}`)).body.status);
    }
    expect(seen).toEqual(["in_progress", "in_progress", "completed"]);
  });

  test("a read of the store is a read of its files, and other calls are none", async () => {
    const { emulator, project, store, file_id } = await prepared();
    emulator.transitions({ kind: "vector_store_file", mode: "polls", n: 2 });
    await made(project, `${store}/files`, { file_id });
    for (let call = 0; call < 5; call += 1) {
      await project.post(`${store}/files/${file_id}`, { attributes: {} });
      await project.get(`/files/${file_id}`);
    }
    expect((await project.get(store)).body).toMatchObject({
      status: "in_progress",
      file_counts: { in_progress: 1 },
    });
    expect((await project.get(`${store}/files?filter=in_progress`)).body.data).toHaveLength(1);
    expect((await project.get(store)).body).toMatchObject({
      status: "completed",
      file_counts: { completed: 1 },
    });
  });

  test("by seconds a file completes by the emulator's clock, however often it is read", async () => {
    const { emulator, project, store, file_id } = await prepared();
    emulator.transitions({ kind: "vector_store_file", mode: "seconds", n: 10 });
    await made(project, `${store}/files`, { file_id });
    const status = async () => (await project.get(`${store}/files/${file_id}`)).body.status;
    emulator.advance(9);
    expect([await status(), await status()]).toEqual(["in_progress", "in_progress"]);
    emulator.advance(1);
    expect(await status()).toBe("completed");
  });

  test.each([1, 2, 5])("by %d polls a job is seen in every state on its way", async (n) => {
    const { emulator, project, job } = await prepared();
    emulator.transitions({ kind: "fine_tuning_job", mode: "polls", n });
    const { id, status } = await made(project, jobs, job);
    const seen = [status];
    while (seen.at(-1) !== "succeeded") seen.push((await project.get(`${jobs}/${id}`)).body.status);
    expect([...new Set(seen)]).toEqual(["validating_files", "queued", "running", "succeeded"]);
    expect(seen).toHaveLength(Math.max(n, 2) + 2);
  });

  test("by seconds a job is seen in every state on its way, and ends when it ended", async () => {
    const { emulator, project, job } = await prepared();
    emulator.transitions({ kind: "fine_tuning_job", mode: "seconds", n: 30 });
    const { id, created_at } = await made(project, jobs, job);
    const seen: unknown[] = [];
    for (let step = 0; step < 3; step += 1) {
      seen.push((await project.get(`${jobs}/${id}`)).body.status);
      emulator.advance(10);
    }
    expect(seen).toEqual(["validating_files", "queued", "running"]);
    emulator.advance(500);
    expect((await project.get(`${jobs}/${id}`)).body).toMatchObject({
      status: "succeeded",
      finished_at: Number(created_at) + 30,
    });
  });

  test("a bad training file is found when the job leaves the validation", async () => {
    const { emulator, project } = freshEmulator();
    emulator.transitions({ kind: "fine_tuning_job", mode: "polls", n: 1 });
    const training_file = await uploaded(emulator, "bad.jsonl", examples(3), { purpose: "fine-tune" });
    const { id } = await made(project, jobs, { model: "gpt-4o", training_file });
    expect((await project.get(`${jobs}/${id}`)).body.status).toBe("validating_files");
    expect((await project.get(`${jobs}/${id}`)).body.status).toBe("failed");
  });

  test("the two kinds have a rule each, and reset brings back the default", async () => {
    const { emulator, project, store, file_id, job, control } = await prepared();
    const saved = emulator.state();
    emulator.transitions({ kind: "fine_tuning_job", mode: "polls", n: 9 });
    await made(project, `${store}/files`, { file_id });
    expect((await project.get(`${store}/files/${file_id}`)).body.status).toBe("completed");
    const held = await made(project, jobs, job);
    expect((await project.get(`${jobs}/${held.id}`)).body.status).toBe("validating_files");

    await control("POST", "/reset");
    emulator.restore(saved);
    const quick = await made(project, jobs, job);
    expect((await project.get(`${jobs}/${quick.id}`)).body.status).toBe("succeeded");
  });

  test("what a rule holds back is let go by another", async () => {
    const { emulator, project, store, file_id } = await prepared();
    emulator.transitions({ kind: "vector_store_file", mode: "polls", n: 1000 });
    await made(project, `${store}/files`, { file_id });
    expect((await project.get(`${store}/files/${file_id}`)).body.status).toBe("in_progress");
    emulator.transitions({ kind: "vector_store_file", mode: "immediate" });
    expect((await project.get(`${store}/files/${file_id}`)).body.status).toBe("completed");
  });

  test("by default, reading changes nothing in the state", async () => {
    const { emulator, project, store, file_id, job } = await prepared();
    await made(project, `${store}/files`, { file_id });
    const { id } = await made(project, jobs, job);
    const before = emulator.state();
    await project.get(`${store}/files/${file_id}`);
    await project.get(store);
    await project.get(`${jobs}/${id}`);
    expect(emulator.state().tables.vector_store_files).toEqual(before.tables.vector_store_files);
    expect(emulator.state().tables.fine_tuning_jobs).toEqual(before.tables.fine_tuning_jobs);
  });

  test.each([
    { kind: "batch", mode: "immediate" },
    { kind: "fine_tuning_job", mode: "never" },
    { kind: "fine_tuning_job", mode: "polls" },
    { kind: "fine_tuning_job", mode: "polls", n: -1 },
    { kind: "fine_tuning_job", mode: "seconds", n: 1, seconds: 1 },
    {},
  ])("the rule %j is refused", async (rule) => {
    const { emulator, control } = freshEmulator();
    const answer = await control("POST", "/transitions", rule);
    expect([answer.status, errorOf(answer).type]).toEqual([400, "emulator_error"]);
    expect(() => emulator.transitions(rule as TransitionRule)).toThrow(TypeError);
  });
});

describe("sunsets", () => {
  test("after the one of assistants their URLs do not exist, with any key, and nothing is lost", async () => {
    const { emulator, project, control } = freshEmulator();
    const { id } = await made(project, "/assistants", { model: "gpt-4o" });
    expect((await control("POST", "/sunsets", { passed: ["assistants"] })).status).toBe(200);
    for (const [method, path] of [
      ["GET", "/v1/assistants"],
      ["POST", "/v1/assistants"],
      ["GET", `/v1/assistants/${id}`],
      ["POST", `/v1/assistants/${id}`],
      ["DELETE", `/v1/assistants/${id}`],
    ] as const) {
      const answer = await send(emulator, "sk-unknown", method, path);
      expect([answer.status, errorOf(answer)]).toEqual([
        404,
        {
          message: `Invalid URL (${method} ${path})`,
          type: "invalid_request_error",
          param: null,
          code: "unknown_url",
        },
      ]);
    }
    // The vector stores, of the same beta, go on.
    expect((await project.post("/vector_stores", {})).status).toBe(200);
    await control("POST", "/sunsets", { passed: [] });
    expect(idsOf(await project.get("/assistants"))).toEqual([id]);
  });

  test("after the one of fine-tuning no job can be made, and everything else goes on", async () => {
    const { emulator, project, job } = await prepared();
    emulator.transitions({ kind: "fine_tuning_job", mode: "polls", n: 3 });
    const { id } = await made(project, jobs, job);
    emulator.sunsets(["fine_tuning"]);
    const refused = await project.post(jobs, job);
    expect([refused.status, errorOf(refused).type]).toEqual([403, "invalid_request_error"]);
    expect((await project.post(jobs, {})).status).toBe(403);
    expect((await send(emulator, "sk-unknown", "POST", `/v1${jobs}`, job)).status).toBe(401);
    expect(idsOf(await project.get(jobs))).toEqual([id]);
    expect((await project.post(`${jobs}/${id}/cancel`)).body.status).toBe("cancelled");
    expect((await project.post("/assistants", { model: "gpt-4o" })).status).toBe(200);
  });

  test("reset brings back what the emulator was made with, which is none unless it was told", async () => {
    const { emulator, project } = freshEmulator();
    emulator.sunsets(["assistants", "fine_tuning"]);
    emulator.reset();
    expect((await project.get("/assistants")).status).toBe(200);

    const late = createEmulator({ sunsets: ["assistants"] });
    const caller = as(late, seedKeys.project);
    expect((await caller.get("/assistants")).status).toBe(404);
    late.sunsets([]);
    expect((await caller.get("/assistants")).status).toBe(200);
    late.reset();
    expect((await caller.get("/assistants")).status).toBe(404);
  });

  test.each([{ passed: ["evals"] }, { passed: "assistants" }, {}, { passed: [], at: 1 }])(
    "%j is refused",
    async (body) => {
      const { control } = freshEmulator();
      const answer = await control("POST", "/sunsets", body);
      expect([answer.status, errorOf(answer).type]).toEqual([400, "emulator_error"]);
    },
  );
});

describe("what happens outside of the API", () => {
  test.each([{ name: "project.sold", id: "proj_other" }, { name: "project.sold" }, { id: "proj_other" }, {}])(
    "%j is refused, and changes nothing",
    async (body) => {
      const { emulator, control } = freshEmulator();
      const before = emulator.state();
      const answer = await control("POST", "/happenings", body);
      expect([answer.status, errorOf(answer).type]).toEqual([400, "emulator_error"]);
      expect(() => emulator.happen("project.sold", "proj_other")).toThrow(TypeError);
      expect(emulator.state()).toEqual(before);
    },
  );
});
