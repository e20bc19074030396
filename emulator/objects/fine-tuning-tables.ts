import { z } from "zod";
import { anyObject, count, id, maybe, metadata, seconds, table, text, underWay } from "../state/fields";
import type { RowOf } from "../state/table";

const hyperparameters = z.record(z.string(), z.union([z.number(), text]));
const settings = z.strictObject({ hyperparameters });
const numbers = z.record(z.string(), z.number());

/** One of the three methods, with its settings under its own name. */
const method = z.strictObject({
  type: z.enum(["supervised", "dpo", "reinforcement"]),
  supervised: settings.optional(),
  dpo: settings.optional(),
  reinforcement: settings.extend({ grader: anyObject }).optional(),
});

export type Hyperparameters = z.output<typeof hyperparameters>;
export type FineTuningMethod = z.output<typeof method>;

export type FineTuningJobRow = RowOf<typeof fineTuningJobTable>;
export const fineTuningJobTable = table(
  "fine_tuning_jobs",
  {
    project_id: id,
    organization_id: id,
    created_at: seconds,
    finished_at: maybe(seconds),
    model: text,
    suffix: maybe(text),
    training_file: id,
    validation_file: maybe(id),
    seed: z.int(),
    method,
    integrations: z.array(anyObject),
    metadata: maybe(metadata),
    status: z.enum(["validating_files", "queued", "running", "paused", "succeeded", "failed", "cancelled"]),
    error: maybe(z.strictObject({ code: text, message: text, param: maybe(text) })),
    fine_tuned_model: maybe(text),
    trained_tokens: maybe(count),
    /** What the training file was when the job was made: it may be deleted meanwhile. */
    training_bytes: count,
    training_lines: maybe(count),
    /** null once the status is final; a paused job keeps it and stands still. `from`: its status then. */
    under_way: maybe(z.strictObject({ ...underWay, from: z.enum(["validating_files", "queued"]) })),
  },
  { param: "fine_tuning_job_id" },
);

export type FineTuningEventRow = RowOf<typeof fineTuningEventTable>;
/** What happened to a job. */
export const fineTuningEventTable = table(
  "fine_tuning_events",
  {
    project_id: id,
    job_id: id,
    created_at: seconds,
    level: z.enum(["info", "warn", "error"]),
    message: text,
    type: z.enum(["message", "metrics"]),
    data: numbers,
  },
  { mayBeMissing: true },
);

export type FineTuningCheckpointRow = RowOf<typeof fineTuningCheckpointTable>;
/** The model at the end of one of a job's last epochs. */
export const fineTuningCheckpointTable = table(
  "fine_tuning_checkpoints",
  {
    project_id: id,
    job_id: id,
    created_at: seconds,
    fine_tuned_model_checkpoint: text,
    step_number: count,
    metrics: numbers,
  },
  { mayBeMissing: true },
);

export type FineTunedModelRow = RowOf<typeof fineTunedModelTable>;
/** The outcome of a job, listed among the models of the whole organization. */
export const fineTunedModelTable = table("fine_tuned_models", { organization_id: id, created: seconds });
