import { PartialSuccess, type Saved } from "../../provider/lifecycle/session/saved";
import { fineTuningJob } from "../../provider/resources/fine-tuning-job";
import { create, end, read, update } from "../support/entries";
import { mistakesIn, pairs } from "./mistakes";
import { type Exchange, errorBody, fakeOpenAI } from "./openai";

const openai = fakeOpenAI();

const queued = {
  object: "fine_tuning.job",
  id: "ftjob-1",
  model: "gpt-4o-mini-2024-07-18",
  created_at: 1_721_764_800,
  fine_tuned_model: null,
  organization_id: "org-123",
  result_files: [],
  status: "queued",
  validation_file: null,
  training_file: "file-abc123",
  hyperparameters: { batch_size: "auto", learning_rate_multiplier: "auto", n_epochs: 3 },
  metadata: null,
  error: null,
  finished_at: null,
  seed: 683_058_546,
  trained_tokens: null,
  estimated_finish: null,
  integrations: [],
};
const running = { ...queued, status: "running", estimated_finish: 1_721_768_400 };
const succeeded = {
  ...queued,
  status: "succeeded",
  fine_tuned_model: "ft:gpt-4o-mini:acme::1",
  finished_at: 1_721_768_000,
  trained_tokens: 5768,
  result_files: ["file-result"],
};
const args = { model: "gpt-4o-mini-2024-07-18", trainingFile: "file-abc123" };
const started: Saved = {
  id: "ftjob-1",
  live: { ...args, fineTuningJobId: "ftjob-1", status: "running", createdAt: 1_721_764_800 },
  memo: { seenWith: "000000000000@org-acme" },
};
const posted = (body: object, reply: object = succeeded): Exchange => ({
  call: "POST /fine_tuning/jobs",
  key: "project",
  body,
  reply,
});
const plain = { model: "gpt-4o-mini-2024-07-18", training_file: "file-abc123" };
const lookedFor = (reply: object): Exchange => ({
  call: "GET /fine_tuning/jobs/ftjob-1",
  key: "project",
  reply,
});
const cancelled = (answer: Partial<Exchange> = {}): Exchange => ({
  call: "POST /fine_tuning/jobs/ftjob-1/cancel",
  key: "project",
  reply: { ...running, status: "cancelled" },
  ...answer,
});

async function failureOf(work: Promise<unknown>): Promise<PartialSuccess> {
  const error: unknown = await work.catch((reason: unknown) => reason);
  if (!(error instanceof PartialSuccess)) throw error;
  return error;
}

describe("a fine-tuning job", () => {
  test("is started by a model and a file, and its model comes out once it has succeeded", async () => {
    openai.foresee(posted(plain, queued), lookedFor(running), lookedFor(succeeded));
    openai.foreseePauses(1000, 1500);
    const made = await create(openai.session(), fineTuningJob, args);
    expect(made.id).toBe("ftjob-1");
    expect(made.live).toEqual({
      ...args,
      fineTuningJobId: "ftjob-1",
      seed: 683_058_546,
      status: "succeeded",
      fineTunedModel: "ft:gpt-4o-mini:acme::1",
      trainedTokens: 5768,
      resultFiles: ["file-result"],
      finishedAt: 1_721_768_000,
      createdAt: 1_721_764_800,
    });
  });

  test("carries everything that the program says, and not that it wants to wait", async () => {
    openai.foresee(
      posted({
        ...plain,
        validation_file: "file-def456",
        suffix: "house-tone",
        seed: 42,
        metadata: { costCenter: "4711" },
        method: {
          type: "supervised",
          supervised: { hyperparameters: { n_epochs: 3, batch_size: "auto", learning_rate_multiplier: 0.5 } },
        },
        integrations: [{ type: "wandb", wandb: { project: "tones", name: "n", entity: "e", tags: ["v2"] } }],
      }),
    );
    const all = {
      ...args,
      validationFile: "file-def456",
      suffix: "house-tone",
      seed: 42,
      metadata: { costCenter: "4711" },
      method: {
        type: "supervised",
        supervised: { hyperparameters: { nEpochs: 3, batchSize: "auto", learningRateMultiplier: 0.5 } },
      },
      integrations: [{ type: "wandb", wandb: { project: "tones", name: "n", entity: "e", tags: ["v2"] } }],
      wait: true,
      projectId: "proj_1",
    };
    await create(openai.session(), fineTuningJob, all);
  });

  test("sends a grader as it stands, with the keys that it has in OpenAI's own reference", async () => {
    const grader = {
      type: "string_check",
      name: "Example",
      input: "{{sample.output_text}}",
      reference: "{{item.label}}",
      operation: "eq",
      camelCase: { maxTokens: 1 },
    };
    openai.foresee(
      posted({
        ...plain,
        method: {
          type: "reinforcement",
          reinforcement: {
            grader,
            hyperparameters: { reasoning_effort: "medium", eval_interval: "auto", compute_multiplier: 1 },
          },
        },
      }),
    );
    const hyperparameters = { reasoningEffort: "medium", evalInterval: "auto", computeMultiplier: 1 };
    const method = { type: "reinforcement", reinforcement: { grader, hyperparameters } };
    await create(openai.session(), fineTuningJob, { ...args, method });
  });

  test("that fails is kept with its id, and fails with the API's reason", async () => {
    const error = {
      code: "invalid_n_examples",
      message: "Training file has 2 examples.",
      param: "training_file",
    };
    openai.foresee(posted(plain, queued), lookedFor({ ...queued, status: "failed", error }));
    openai.foreseePauses(1000);
    const failure = await failureOf(create(openai.session(), fineTuningJob, args));
    expect(failure.code).toBe("failed");
    expect(failure.message).toBe(
      'FineTuningJob ftjob-1 was created, but its status is "failed": Training file has 2 examples. ' +
        "The next `pulumi up` replaces it.",
    );
    expect(failure.saved).toMatchObject({ id: "ftjob-1", live: { status: "failed", error } });
  });

  test("that need not be waited for is only started", async () => {
    openai.foresee(posted(plain, queued));
    const { live } = await create(openai.session(), fineTuningJob, { ...args, wait: false });
    expect(live).toMatchObject({ status: "queued", wait: false });
  });

  test("is waited for from the moment that the program wants it, without being written", async () => {
    openai.foresee(lookedFor(succeeded));
    openai.foreseePauses(1000);
    const { live } = await update(openai.session(), fineTuningJob, started, { ...args, wait: false }, args);
    expect(live).toMatchObject({ status: "succeeded", fineTunedModel: "ft:gpt-4o-mini:acme::1" });
    expect(live).not.toHaveProperty("wait");
  });

  test("is read by its id, and a refresh brings its result", async () => {
    openai.foresee(lookedFor(succeeded));
    const said = { ...args, suffix: "house-tone", wait: false };
    const seen = await read(openai.session(), fineTuningJob, started, said);
    expect(seen).toMatchObject({ args: said, live: { fineTunedModel: "ft:gpt-4o-mini:acme::1" } });
  });

  test("that is not found by its id is looked for in the listing before it is called gone", async () => {
    const page = { object: "list", has_more: false };
    openai.foresee(
      { ...lookedFor(errorBody("Could not find fine-tune")), status: 404 },
      {
        call: "GET /fine_tuning/jobs?limit=100",
        key: "project",
        reply: { ...page, data: [{ ...queued, id: "ftjob-0" }], has_more: true },
      },
      { call: "GET /fine_tuning/jobs?after=ftjob-0&limit=100", key: "project", reply: { ...page, data: [] } },
    );
    const session = openai.session();
    const { fingerprint } = session.credential(fineTuningJob);
    const own: Saved = { ...started, memo: { seenWith: fingerprint } };
    expect(await read(session, fineTuningJob, own, args)).toBeUndefined();
  });

  test("that the API takes no more is refused with the dates of its end", async () => {
    openai.foresee({ ...posted(plain), status: 403, reply: errorBody("Fine-tuning is not available") });
    await expect(create(openai.session(), fineTuningJob, args)).rejects.toMatchObject({
      code: "refused",
      message: expect.stringMatching(/Fine-tuning is not available.*from 2027-01-06 on.*since 2026-07-02/),
    });
  });
});

describe("destroying a job", () => {
  test("that runs cancels it by a POST without a body", async () => {
    openai.foresee(cancelled());
    await end(openai.session(), fineTuningJob, started);
  });

  test.each(["succeeded", "failed", "cancelled"])(
    "that has %s only looks whether the key is right",
    async (status) => {
      openai.foresee(lookedFor({ ...queued, status }));
      await end(openai.session(), fineTuningJob, { ...started, live: { ...started.live, status } });
    },
  );

  const refusal = { status: 400, reply: errorBody("Job has already completed: ftjob-1") };

  test.each(["succeeded", "failed", "cancelled"])("that has %s meanwhile succeeds", async (status) => {
    openai.foresee(cancelled(refusal), lookedFor({ ...queued, status }));
    await end(openai.session(), fineTuningJob, started);
  });

  test("that still runs and will not be cancelled fails", async () => {
    openai.foresee(cancelled(refusal), lookedFor(running));
    await expect(end(openai.session(), fineTuningJob, started)).rejects.toMatchObject({
      code: "refused",
      details: { status: 400 },
    });
  });
});

const supervised = (hyperparameters: object) => ({
  method: { type: "supervised", supervised: { hyperparameters: { ...hyperparameters } } },
});

mistakesIn(fineTuningJob, { model: "gpt-4o-mini-2024-07-18", trainingFile: "file-1" }, [
  ["no model", { model: undefined }, ["model", '"model" is required']],
  ["an empty model", { model: "" }, ["model", "must be at least 1 character"]],
  ["no examples", { trainingFile: undefined }, ["trainingFile", '"trainingFile" is required']],
  ["an empty suffix", { suffix: "" }, ["suffix", "must be at least 1 character"]],
  ["a long suffix", { suffix: "s".repeat(65) }, ["suffix", "must be at most 64 characters"]],
  ["a seed below nothing", { seed: -1 }, ["seed", "must be at least 0"]],
  ["a seed of 32 bits", { seed: 2_147_483_648 }, ["seed", "must be at most 2147483647"]],
  ["half a seed", { seed: 0.5 }, ["seed", "must be a whole number"]],
  ["17 pairs", { metadata: pairs(17) }, ["metadata", "at most 16 pairs"]],
  [
    "no round",
    supervised({ nEpochs: 0 }),
    ["method.supervised.hyperparameters.nEpochs", "must be at least 1"],
  ],
  [
    "a size in other words than auto",
    supervised({ batchSize: "big" }),
    ["method.supervised.hyperparameters.batchSize", "must be auto, or must be a number"],
  ],
  ["a method of magic", { method: { type: "magic" } }, ["method.type", "has no variant with this type"]],
  [
    "reinforcement without a grader",
    { method: { type: "reinforcement", reinforcement: {} } },
    ["method.reinforcement.grader", "is required"],
  ],
  [
    "a thought of no length",
    {
      method: {
        type: "reinforcement",
        reinforcement: { grader: {}, hyperparameters: { reasoningEffort: "none" } },
      },
    },
    ["method.reinforcement.hyperparameters.reasoningEffort", "must be one of default, low, medium, high"],
  ],
  [
    "a misspelt number of rounds, which the API would pass over",
    { method: { type: "supervised", supervised: { hyperparameters: { nEpoch: 3 } } } },
    [
      "method.supervised.hyperparameters",
      'has only the fields batchSize, learningRateMultiplier, nEpochs; did you mean "nEpochs"?',
    ],
  ],
  [
    "a report to nobody in particular",
    { integrations: [{ type: "wandb", wandb: { project: "", tags: "v2" } }] },
    ["integrations[0].wandb.project", "must be at least 1 character"],
    ["integrations[0].wandb.tags", "must be a list"],
  ],
  [
    "a report elsewhere",
    { integrations: [{ type: "mlflow", wandb: { project: "p" } }] },
    ["integrations[0].type", "must be wandb"],
  ],
  ["patience in words", { wait: "no" }, ["wait", "must be a boolean"]],
  [
    "its result",
    { fineTunedModel: "ft:x" },
    ["fineTunedModel", '"fineTunedModel" comes from the API and cannot be set'],
  ],
  [
    "what the API has given up",
    { hyperparameters: { nEpochs: 3 } },
    ["", 'FineTuningJob has no argument "hyperparameters"'],
  ],
  [
    "a misspelt file",
    { trainingFiles: "file-1", trainingFile: undefined },
    ["", 'FineTuningJob has no argument "trainingFiles"; did you mean "trainingFile"?'],
    ["trainingFile", '"trainingFile" is required'],
  ],
]);
