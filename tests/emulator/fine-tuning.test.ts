import { seedKeys } from "../../emulator/index";
import { type Caller, errorOf, examples, freshEmulator, idsOf, made, uploaded, type Wire } from "./calls";

const jobs = "/fine_tuning/jobs";

/** An emulator with a good training file. */
async function withTraining() {
  const fresh = freshEmulator();
  const training_file = await uploaded(fresh.emulator, "good.jsonl", examples(), { purpose: "fine-tune" });
  return { ...fresh, wanted: { model: "gpt-4o", training_file } };
}

/** The models that were fine-tuned here. */
const ownModels = async (project: Caller) =>
  idsOf(await project.get("/models")).filter((id) => id.startsWith("ft:"));

test("a job is answered while it validates, and the next read shows the model it made", async () => {
  const { project, clock, wanted } = await withTraining();
  const job = await made(project, jobs, { ...wanted, suffix: "tutor" });
  expect(job).toEqual({
    object: "fine_tuning.job",
    id: expect.stringMatching(/^ftjob-/),
    ...wanted,
    created_at: clock.now() / 1000,
    finished_at: null,
    fine_tuned_model: null,
    organization_id: "org-emulator",
    result_files: [],
    status: "validating_files",
    validation_file: null,
    hyperparameters: { batch_size: 1, learning_rate_multiplier: 2, n_epochs: 3 },
    trained_tokens: null,
    error: null,
    seed: expect.any(Number),
    estimated_finish: null,
    integrations: [],
    method: {
      type: "supervised",
      supervised: { hyperparameters: { batch_size: 1, learning_rate_multiplier: 2, n_epochs: 3 } },
    },
    metadata: null,
  });
  const done = await project.get(`${jobs}/${job.id}`);
  expect(done.body).toEqual({
    ...job,
    status: "succeeded",
    finished_at: clock.now() / 1000,
    fine_tuned_model: expect.stringMatching(/^ft:gpt-4o:emulator:tutor:\w{8}$/),
    trained_tokens: expect.any(Number),
  });
  expect((await project.get(jobs)).body).toEqual({ object: "list", data: [done.body], has_more: false });
});

test("what was given is echoed, and only what is automatic is filled in", async () => {
  const { project, wanted } = await withTraining();
  const method = {
    type: "dpo",
    dpo: { hyperparameters: { beta: 0.5, n_epochs: "auto", batch_size: 4 } },
  };
  const job = await made(project, jobs, {
    ...wanted,
    seed: 7,
    method,
    metadata: { a: "b" },
    validation_file: wanted.training_file,
  });
  expect(job).toMatchObject({ seed: 7, metadata: { a: "b" }, validation_file: wanted.training_file });
  expect(job.method).toEqual({
    type: "dpo",
    dpo: { hyperparameters: { beta: 0.5, n_epochs: 3, batch_size: 4, learning_rate_multiplier: 2 } },
  });
  expect(job.hyperparameters).toEqual({ n_epochs: 3, batch_size: 4, learning_rate_multiplier: 2 });
  const old = await made(project, jobs, { ...wanted, hyperparameters: { n_epochs: 5 } });
  expect(old.method).toMatchObject({ supervised: { hyperparameters: { n_epochs: 5 } } });
  const grader = { type: "string_check", name: "g", input: "a", reference: "b", operation: "eq" };
  const reinforcement = await made(project, jobs, {
    ...wanted,
    method: { type: "reinforcement", reinforcement: { grader } },
  });
  expect(reinforcement.method).toMatchObject({
    reinforcement: { grader, hyperparameters: { reasoning_effort: "default" } },
  });
});

test.each([
  ["is not JSONL", "not json\n".repeat(12)],
  ["has nine lines", examples(9)],
])("a training file that %s makes the job fail", async (_, content) => {
  const { emulator, project } = freshEmulator();
  const training_file = await uploaded(emulator, "bad.jsonl", content, { purpose: "fine-tune" });
  const job = await made(project, jobs, { model: "gpt-4o", training_file });
  expect(job).toMatchObject({ status: "validating_files", error: null });
  expect((await project.get(`${jobs}/${job.id}`)).body).toMatchObject({
    status: "failed",
    error: { code: "invalid_training_file", message: expect.stringMatching(/./), param: "training_file" },
    fine_tuned_model: null,
    trained_tokens: null,
    finished_at: expect.any(Number),
  });
  expect(await ownModels(project)).toEqual([]);
});

test.each([
  [{ model: undefined }, "model"],
  [{ training_file: undefined }, "training_file"],
  [{ model: "gpt-none" }, "model"],
  [{ training_file: "file-none" }, "training_file"],
  [{ validation_file: "file-none" }, "validation_file"],
  [{ suffix: "" }, "suffix"],
  [{ suffix: "x".repeat(65) }, "suffix"],
  [{ seed: -1 }, "seed"],
  [{ n_epochs: 3 }, "n_epochs"],
  [{ hyperparameters: { n_epochs: 51 } }, "hyperparameters.n_epochs"],
  [
    { method: { type: "supervised", supervised: { hyperparameters: { learning_rate_multiplier: 0 } } } },
    "method.supervised.hyperparameters.learning_rate_multiplier",
  ],
  [{ method: { type: "supervised", dpo: {} } }, "method.dpo"],
  [{ method: { type: "reinforcement" } }, "method.reinforcement"],
])("a job with %j is refused with its place", async (change, param) => {
  const { emulator, project, wanted } = await withTraining();
  const answer = await project.post(jobs, { ...wanted, ...change });
  expect([answer.status, errorOf(answer).param]).toEqual([400, param]);
  expect(emulator.state().tables.fine_tuning_jobs).toEqual([]);
});

test("a file for something else, of another project or expired cannot train", async () => {
  const { emulator, project, wanted } = await withTraining();
  const foreign = await uploaded(emulator, "f.jsonl", examples(), {
    purpose: "fine-tune",
    key: seedKeys.otherProject,
  });
  for (const training_file of [await uploaded(emulator, "a.jsonl", examples()), foreign]) {
    const answer = await project.post(jobs, { ...wanted, training_file });
    expect([answer.status, errorOf(answer).param]).toEqual([400, "training_file"]);
  }
});

test.each([
  ["babbage-002"],
  ["davinci-002"],
  ["gpt-3.5-turbo"],
  ["gpt-3.5-turbo-0613"],
  ["gpt-4o-mini"],
  ["gpt-4o-mini-2024-07-18"],
  ["gpt-4.1-mini-2025-04-14"],
  ["o4-mini"],
  ["o4-mini-2025-04-16"],
])("%s, which the document names or uses, can be fine-tuned", async (model) => {
  const { project, wanted } = await withTraining();
  expect((await made(project, jobs, { ...wanted, model })).model).toBe(model);
});

test.each([["whisper-1"], ["tts-1"], ["gpt-4o-transcribe"], ["text-embedding-3-small"], ["gpt-image-1"]])(
  "%s exists and cannot be fine-tuned",
  async (model) => {
    const { project, wanted } = await withTraining();
    expect((await project.get(`/models/${model}`)).status).toBe(200);
    const answer = await project.post(jobs, { ...wanted, model });
    expect([answer.status, errorOf(answer).param]).toEqual([400, "model"]);
  },
);

test("what a job made can be trained further, in its own organization", async () => {
  const { project, wanted } = await withTraining();
  const { id } = await made(project, jobs, wanted);
  const model = (await project.get(`${jobs}/${id}`)).body.fine_tuned_model;
  expect((await made(project, jobs, { ...wanted, model })).model).toBe(model);
  expect((await project.post(jobs, { ...wanted, model: "ft:gpt-4o:else::1" })).status).toBe(400);
});

test("jobs are filtered by metadata and seen only in their project", async () => {
  const { project, otherProject, wanted } = await withTraining();
  const plain = await made(project, jobs, wanted);
  const red = await made(project, jobs, { ...wanted, metadata: { colour: "red", size: "s" } });
  expect(idsOf(await project.get(jobs))).toEqual([red.id, plain.id]);
  expect(idsOf(await project.get(`${jobs}?metadata[colour]=red`))).toEqual([red.id]);
  expect(idsOf(await project.get(`${jobs}?metadata[colour]=red&metadata[size]=m`))).toEqual([]);
  expect(idsOf(await project.get(`${jobs}?metadata=null`))).toEqual([plain.id]);
  expect((await project.get(`${jobs}?metadata=red`)).status).toBe(400);
  expect(idsOf(await project.get(`${jobs}?after=${red.id}`))).toEqual([plain.id]);
  expect(idsOf(await otherProject.get(jobs))).toEqual([]);
  for (const path of [`${jobs}/${red.id}/cancel`, `${jobs}/${red.id}/pause`, `${jobs}/${red.id}/resume`]) {
    expect((await otherProject.post(path)).status).toBe(404);
  }
  expect((await otherProject.get(`${jobs}/${red.id}`)).status).toBe(404);
});

describe("a job that takes time", () => {
  /** One whose states can be watched. */
  async function underWay() {
    const fresh = await withTraining();
    fresh.emulator.transitions({ kind: "fine_tuning_job", mode: "seconds", n: 30 });
    const job = await made(fresh.project, jobs, fresh.wanted);
    const item = `${jobs}/${job.id}`;
    return { ...fresh, item, status: async () => (await fresh.project.get(item)).body.status };
  }

  test("can be cancelled once, and stays so", async () => {
    const { emulator, project, item, status, clock } = await underWay();
    emulator.advance(5);
    expect((await project.post(`${item}/cancel`)).body).toMatchObject({
      status: "cancelled",
      finished_at: clock.now() / 1000 + 5,
    });
    emulator.advance(100);
    expect(await status()).toBe("cancelled");
    expect((await project.post(`${item}/cancel`)).status).toBe(400);
  });

  test("cannot be cancelled, paused or resumed when it is over", async () => {
    const { emulator, project, item } = await underWay();
    emulator.advance(30);
    for (const action of ["cancel", "pause", "resume"]) {
      const answer = await project.post(`${item}/${action}`);
      expect([answer.status, errorOf(answer).message]).toEqual([400, expect.stringContaining("succeeded")]);
    }
  });

  test("stands still while it is paused and goes on from the queue", async () => {
    const { emulator, project, item, status } = await underWay();
    expect((await project.post(`${item}/pause`)).status).toBe(400);
    expect((await project.post(`${item}/resume`)).status).toBe(400);
    emulator.advance(20);
    expect((await project.post(`${item}/pause`)).body.status).toBe("paused");
    expect((await project.post(`${item}/pause`)).status).toBe(400);
    emulator.advance(1000);
    expect(await status()).toBe("paused");
    expect((await project.post(`${item}/resume`)).body.status).toBe("queued");
    emulator.advance(15);
    expect(await status()).toBe("running");
    emulator.advance(15);
    expect(await status()).toBe("succeeded");
  });

  test("can be cancelled while it is paused", async () => {
    const { emulator, project, item } = await underWay();
    emulator.advance(10);
    await project.post(`${item}/pause`);
    expect((await project.post(`${item}/cancel`)).body.status).toBe("cancelled");
  });

  test("does not need its training file any more", async () => {
    const { emulator, project, wanted, status } = await underWay();
    await project.del(`/files/${wanted.training_file}`);
    emulator.advance(30);
    expect(await status()).toBe("succeeded");
  });
});

describe("the fine-tuned model", () => {
  async function tuned() {
    const fresh = await withTraining();
    const job = await made(fresh.project, jobs, fresh.wanted);
    const { fine_tuned_model } = (await fresh.project.get(`${jobs}/${job.id}`)).body;
    return { ...fresh, model: String(fine_tuned_model) };
  }

  test("is listed for the organization's projects, and usable, until it is deleted", async () => {
    const { project, otherProject, clock, model } = await tuned();
    const shown: Wire = {
      id: model,
      object: "model",
      created: clock.now() / 1000,
      owned_by: "org-emulator",
      shutdown_date: null,
    };
    expect((await project.get("/models")).body.data).toContainEqual(shown);
    expect((await otherProject.get(`/models/${encodeURIComponent(model)}`)).body).toEqual(shown);
    expect((await project.post("/assistants", { model })).status).toBe(200);
    expect((await project.del(`/models/${model}`)).body).toEqual({
      id: model,
      object: "model",
      deleted: true,
    });
    expect((await project.get(`/models/${model}`)).status).toBe(404);
    expect((await project.del(`/models/${model}`)).status).toBe(404);
    expect(await ownModels(project)).toEqual([]);
  });

  test("is there as soon as the job is over, whether somebody looked at the job or not", async () => {
    const { emulator, project, wanted, clock } = await withTraining();
    emulator.transitions({ kind: "fine_tuning_job", mode: "seconds", n: 30 });
    await made(project, jobs, wanted);
    emulator.advance(29);
    expect(await ownModels(project)).toEqual([]);
    emulator.advance(100);
    expect((await project.get("/models")).body.data).toContainEqual(
      expect.objectContaining({ owned_by: "org-emulator", created: clock.now() / 1000 + 30 }),
    );
  });

  test("is the only kind of model that can be deleted", async () => {
    const { project } = await tuned();
    expect((await project.del("/models/gpt-4o")).status).toBe(403);
    expect((await project.get("/models/gpt-4o")).status).toBe(200);
  });
});
