import type { World } from "../api/route";
import {
  type FineTuningEventRow,
  type FineTuningJobRow,
  fineTuningCheckpointTable,
  fineTuningEventTable,
} from "./fine-tuning-tables";
import { commonOf } from "./hyperparameters";

/** Of longer jobs only the last ones are kept, as the API does. */
const mostCheckpoints = 3;

type Told = Pick<FineTuningEventRow, "message"> &
  Partial<Pick<FineTuningEventRow, "level" | "type" | "data">>;

export function record(world: World, job: FineTuningJobRow, told: Told, at = world.now()): void {
  const { level = "info", type = "message", data = {}, message } = told;
  world.store.insert(fineTuningEventTable, {
    id: world.store.newId("ftevent-"),
    project_id: job.project_id,
    job_id: job.id,
    created_at: at,
    level,
    message,
    type,
    data,
  });
}

export function recordCreation(world: World, job: FineTuningJobRow): void {
  record(world, job, { message: `Created fine-tuning job: ${job.id}` });
  record(world, job, { message: `Validating training file: ${job.training_file}` });
}

/** What is said when a job comes into a state; nothing about those that say more than that. */
const arrivals: Partial<Record<FineTuningJobRow["status"], string>> = {
  queued: "Files validated, moving job to queued state",
  running: "Fine-tuning job started",
  paused: "Fine-tuning job paused",
  cancelled: "Fine-tuning job cancelled",
};

export function recordArrival(world: World, job: FineTuningJobRow, at = world.now()): void {
  const message = arrivals[job.status];
  if (message !== undefined) record(world, job, { message }, at);
}

export function recordFailure(world: World, job: FineTuningJobRow, message: string, at: number): void {
  record(world, job, { level: "error", message }, at);
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

/** One measurement for each epoch: numbers that fall and rise as those of a real job do. */
function epochsOf(job: FineTuningJobRow) {
  const { n_epochs, batch_size } = commonOf(job.method);
  const epochs = Number(n_epochs);
  const perEpoch = Math.max(1, Math.ceil((job.training_lines ?? 0) / Number(batch_size)));
  return Array.from({ length: epochs }, (_, n) => ({
    step: perEpoch * (n + 1),
    total: perEpoch * epochs,
    loss: rounded(2 / (n + 2)),
    accuracy: rounded(1 - 1 / (n + 3)),
  }));
}

export function recordSuccess(world: World, job: FineTuningJobRow, model: string, at: number): void {
  const epochs = epochsOf(job);
  for (const { step, total, loss, accuracy } of epochs) {
    const message = `Step ${step}/${total}: training loss=${loss.toFixed(3)}`;
    const data = { step, total_steps: total, train_loss: loss, train_mean_token_accuracy: accuracy };
    record(world, job, { message, type: "metrics", data }, at);
  }
  for (const { step, loss, accuracy } of epochs.slice(-mostCheckpoints)) {
    world.store.insert(fineTuningCheckpointTable, {
      id: world.store.newId("ftckpt_"),
      project_id: job.project_id,
      job_id: job.id,
      created_at: at,
      fine_tuned_model_checkpoint: `${model}:ckpt-step-${step}`,
      step_number: step,
      metrics: { step, train_loss: loss, train_mean_token_accuracy: accuracy },
    });
  }
  record(world, job, { message: `New fine-tuned model created: ${model}` }, at);
  record(world, job, { message: "The job has successfully completed" }, at);
}
