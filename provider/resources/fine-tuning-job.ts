import { z } from "zod";
import { keep, removed, replace } from "../kernel/declaration";
import { resource } from "../kernel/resource";
import { computed, fixed, ours } from "../kernel/words";
import { file } from "./file";
import { integration, method, trainedLike } from "./fine-tuning-method";
import { home } from "./home";
import { metadata } from "./metadata";

const ended = ["succeeded", "failed", "cancelled"];

export const fineTuningJob = resource({
  token: "FineTuningJob",
  about: "A run that trains a model on a file of examples. Its result is the output `fineTunedModel`.",
  sunset: {
    on: "2027-01-06",
    says: "OpenAI takes no new fine-tuning jobs from 2027-01-06 on, and since 2026-07-02 none from organizations that have not used a fine-tuned model lately. Models that exist go on working.",
    serves: "/models",
  },
  notes: [
    "Creating it starts the training, which costs money. Nothing of it can be changed: another argument starts another job. Writing down what a job was made with does not, nor does taking `seed` or `method` out of the program.",
    "It is waited for, up to 20 minutes at a time: a longer job fails the update with its id, and the next `pulumi up` goes on waiting. With `wait: false` it is only started, and a refresh brings its result.",
    "A job that has failed or was cancelled is started anew by the next update.",
  ],
  destroying:
    "cancels the job if it still runs. The job itself and its model stay: the API cannot delete jobs, and models are worth keeping.",
  page: "https://platform.openai.com/docs/api-reference/fine-tuning",
  credential: "project",
  kind: "run",
  at: "/fine_tuning/jobs",
  id: "{fineTuningJobId}",
  list: { page: "lastItem", max: 100 },
  recognise: ["model", "trainingFile", "metadata", "createdAt"],
  end: { post: "/cancel", done: "cancelled if it still runs; its model stays" },
  settle: {
    on: "status",
    until: ["succeeded"],
    failed: ["failed", "cancelled"],
    because: "error.message",
    unless: "wait",
  },
  when: {
    spent: ({ status }) => (status === "failed" || status === "cancelled" ? "status" : undefined),
    ended: ({ status }) => ended.includes(String(status)),
    stays: "stays as it is, with its model: it has ended already",
  },
  props: {
    fineTuningJobId: computed(z.string(), "Id of the job.", { wire: "id", example: "ftjob-abc123" }),
    model: fixed(z.string().min(1), "The model to start from."),
    trainingFile: fixed(z.string().min(1), "Id of the file of examples, of purpose `fine-tune`.", {
      of: file,
      whose: { purpose: "fine-tune" },
    }),
    validationFile: fixed(z.string().min(1).optional(), "Id of a file of examples to test with.", {
      of: file,
      whose: { purpose: "fine-tune" },
      clear: replace,
    }),
    method: fixed(method.optional(), "How to train; supervised where absent.", {
      agrees: trainedLike,
      clear: keep,
    }),
    suffix: fixed(z.string().min(1).max(64).optional(), "Part of the model's name, to 64 characters.", {
      echoed: false,
      clear: replace,
    }),
    seed: fixed(
      z.int().min(0).max(2_147_483_647).optional(),
      "Makes a run repeatable; chosen where absent.",
      { clear: keep },
    ),
    integrations: fixed(z.array(integration).optional(), "Where to report the progress.", {
      echoed: false,
      empty: "absent",
      clear: replace,
    }),
    metadata: fixed(metadata.optional(), "Up to 16 pairs of text: keys to 64, values to 512 characters.", {
      empty: "absent",
      clear: replace,
    }),
    wait: ours(z.boolean().optional(), "Whether to wait until the job has ended; true where absent."),
    status: computed(
      z.enum(["validating_files", "queued", "running", "paused", ...ended]).or(z.string()),
      "State of the job.",
      { volatile: true },
    ),
    fineTunedModel: computed(z.string().optional(), "Id of the trained model, once the job has succeeded.", {
      volatile: true,
    }),
    error: computed(
      z
        .object({
          code: z.string().describe("The error, for programs."),
          message: z.string().describe("The error, for people."),
          param: z.string().optional().describe("The argument that it is about."),
        })
        .optional(),
      "Why the job failed.",
      { volatile: true, absent: {} },
    ),
    trainedTokens: computed(z.int().optional(), "Tokens that were trained on, and are billed.", {
      volatile: true,
    }),
    resultFiles: computed(z.array(z.string()), "Ids of the files with the measurements of the training.", {
      volatile: true,
    }),
    estimatedFinish: computed(z.int().optional(), "When the job should end, in Unix seconds.", {
      volatile: true,
    }),
    finishedAt: computed(z.int().optional(), "When the job ended, in Unix seconds.", { volatile: true }),
    createdAt: computed(z.int(), "When the job was created, in Unix seconds."),
    projectId: home,
  },
  examples: [
    {
      title: "A model that answers in the house's tone",
      args: {
        model: "gpt-4.1-mini-2025-04-14",
        trainingFile: "file-abc123",
        suffix: "house-tone",
        method: { type: "supervised", supervised: { hyperparameters: { nEpochs: 3 } } },
        seed: 42,
        metadata: { team: "support" },
      },
      next: [
        { change: { wait: false }, expect: "update" },
        { change: { seed: 43 }, expect: "replace" },
        { change: { seed: removed, method: removed }, expect: "update" },
        { change: { metadata: removed }, expect: "replace" },
      ],
    },
    {
      title: "A model trained as OpenAI thinks best",
      args: { model: "gpt-4.1-mini-2025-04-14", trainingFile: "file-abc123" },
      next: [
        { change: { integrations: [], metadata: {} }, expect: "none" },
        { change: { method: { type: "supervised" } }, expect: "update" },
        { change: { method: removed }, expect: "update" },
      ],
    },
  ],
});
