import { examples, freshEmulator, idsOf, listOf, made, uploaded } from "./calls";

const jobs = "/fine_tuning/jobs";

async function withTraining(lines = 10) {
  const fresh = freshEmulator();
  const training_file = await uploaded(fresh.emulator, "t.jsonl", examples(lines), { purpose: "fine-tune" });
  const messages = async (id: string) =>
    listOf(await fresh.project.get(`${jobs}/${id}/events?limit=500`))
      .map((event) => String(event.message))
      .reverse();
  return { ...fresh, wanted: { model: "gpt-4o", training_file }, messages };
}

describe("a job's events", () => {
  test("tell all that happened, the latest first, with a measurement for each epoch", async () => {
    const { project, wanted, messages, clock } = await withTraining();
    const { id } = await made(project, jobs, wanted);
    const model = String((await project.get(`${jobs}/${id}`)).body.fine_tuned_model);
    expect(await messages(id)).toEqual([
      `Created fine-tuning job: ${id}`,
      `Validating training file: ${wanted.training_file}`,
      "Files validated, moving job to queued state",
      "Fine-tuning job started",
      "Step 10/30: training loss=1.000",
      "Step 20/30: training loss=0.667",
      "Step 30/30: training loss=0.500",
      `New fine-tuned model created: ${model}`,
      "The job has successfully completed",
    ]);
    const answer = await project.get(`${jobs}/${id}/events?limit=1`);
    expect(answer.body).toEqual({
      object: "list",
      data: [
        {
          object: "fine_tuning.job.event",
          id: expect.stringMatching(/^ftevent-/),
          created_at: clock.now() / 1000,
          level: "info",
          message: "The job has successfully completed",
          type: "message",
          data: {},
        },
      ],
      has_more: true,
    });
    const [newest] = idsOf(answer);
    const rest = await project.get(`${jobs}/${id}/events?limit=500&after=${newest}`);
    expect([listOf(rest).length, rest.body.has_more]).toEqual([8, false]);
  });

  test("come with the states that the job passes, each once, however often it is looked at", async () => {
    const { emulator, project, wanted, messages } = await withTraining();
    emulator.transitions({ kind: "fine_tuning_job", mode: "polls", n: 4 });
    const { id } = await made(project, jobs, wanted);
    expect(await messages(id)).toHaveLength(2);
    const seen: number[] = [];
    for (let read = 0; read < 5; read += 1) {
      await project.get(`${jobs}/${id}`);
      seen.push((await messages(id)).length);
    }
    expect(seen).toEqual([2, 3, 3, 4, 9]);
  });

  test("tell of a pause, of going on and of the end that somebody made", async () => {
    const { emulator, project, wanted, messages } = await withTraining();
    emulator.transitions({ kind: "fine_tuning_job", mode: "polls", n: 2 });
    const { id } = await made(project, jobs, wanted);
    await project.get(`${jobs}/${id}`);
    for (const action of ["pause", "resume", "cancel"]) await made(project, `${jobs}/${id}/${action}`);
    expect((await messages(id)).slice(2)).toEqual([
      "Files validated, moving job to queued state",
      "Fine-tuning job paused",
      "Fine-tuning job resumed",
      "Fine-tuning job cancelled",
    ]);
  });

  test("end with an error where the training file is bad", async () => {
    const { project, wanted } = await withTraining(3);
    const { id } = await made(project, jobs, wanted);
    const [last] = listOf(await project.get(`${jobs}/${id}/events`));
    expect(last).toMatchObject({ level: "error", message: expect.stringContaining("3 examples") });
    expect(idsOf(await project.get(`${jobs}/${id}/checkpoints`))).toEqual([]);
  });
});

describe("a job's checkpoints", () => {
  test("are those of the last three epochs, the latest first", async () => {
    const { project, wanted } = await withTraining();
    const method = { type: "supervised", supervised: { hyperparameters: { n_epochs: 5 } } };
    const { id } = await made(project, jobs, { ...wanted, method });
    const model = String((await project.get(`${jobs}/${id}`)).body.fine_tuned_model);
    const answer = await project.get(`${jobs}/${id}/checkpoints`);
    expect(listOf(answer).map((row) => row.fine_tuned_model_checkpoint)).toEqual(
      [50, 40, 30].map((step) => `${model}:ckpt-step-${step}`),
    );
    expect(listOf(answer)[0]).toMatchObject({
      object: "fine_tuning.job.checkpoint",
      id: expect.stringMatching(/^ftckpt_/),
      fine_tuning_job_id: id,
      step_number: 50,
      metrics: { step: 50 },
    });
    expect(answer.body).toMatchObject({ first_id: idsOf(answer)[0], last_id: idsOf(answer)[2] });
    const second = await project.get(`${jobs}/${id}/checkpoints?after=${idsOf(answer)[0]}&limit=1`);
    expect([idsOf(second), second.body.has_more]).toEqual([[idsOf(answer)[1]], true]);
  });

  test("are there only when the job has succeeded, and never for a job of another project", async () => {
    const { emulator, project, otherProject, wanted } = await withTraining();
    emulator.transitions({ kind: "fine_tuning_job", mode: "seconds", n: 30 });
    const { id } = await made(project, jobs, wanted);
    expect(idsOf(await project.get(`${jobs}/${id}/checkpoints`))).toEqual([]);
    emulator.advance(30);
    expect(idsOf(await project.get(`${jobs}/${id}/checkpoints`))).toHaveLength(3);
    for (const listing of ["checkpoints", "events"]) {
      expect((await otherProject.get(`${jobs}/${id}/${listing}`)).status).toBe(404);
    }
  });
});
