import { badRequest, notFound } from "../api/errors";
import type { Call, World } from "../api/route";
import { type FileRow, filesOf } from "./files";
import { recordArrival, recordFailure, recordSuccess } from "./fine-tuning-events";
import {
  type FineTunedModelRow,
  type FineTuningJobRow,
  fineTunedModelTable,
  fineTuningJobTable,
} from "./fine-tuning-tables";
import { commonOf } from "./hyperparameters";

/** Those that the document names or uses in its examples, and what guides and old programs start from; with dates. */
const bases: readonly string[] = [
  "babbage-002",
  "davinci-002",
  "gpt-3.5-turbo",
  "gpt-3.5-turbo-0125",
  "gpt-3.5-turbo-1106",
  "gpt-3.5-turbo-0613",
  "gpt-4-0613",
  "gpt-4o",
  "gpt-4o-2024-05-13",
  "gpt-4o-2024-08-06",
  "gpt-4o-mini",
  "gpt-4o-mini-2024-07-18",
  "gpt-4.1",
  "gpt-4.1-2025-04-14",
  "gpt-4.1-mini",
  "gpt-4.1-mini-2025-04-14",
  "gpt-4.1-nano",
  "gpt-4.1-nano-2025-04-14",
  "o4-mini",
  "o4-mini-2025-04-16",
];
const fewestLines = 10;
const stages: readonly FineTuningJobRow["status"][] = ["validating_files", "queued", "running"];

/** A model that was fine-tuned already can be trained further. */
export function checkBase(world: World, organizationId: string, model: string): void {
  if (bases.includes(model)) return;
  if (fineTunedModels(world, organizationId).some(({ id }) => id === model)) return;
  const message = `Model ${model} is not available for fine-tuning or does not exist.`;
  throw badRequest(message, "model", "model_not_available");
}

export function fineTuningFile(
  world: World,
  projectId: string,
  id: string,
  param: "training_file" | "validation_file",
): FileRow {
  const row = filesOf(world, projectId).find((file) => file.id === id);
  if (row === undefined) throw badRequest(`File '${id}' does not exist.`, param, `invalid_${param}`);
  if (row.purpose === "fine-tune") return row;
  const message = `File '${id}' has purpose '${row.purpose}', but must have purpose 'fine-tune'.`;
  throw badRequest(message, param, `invalid_${param}`);
}

function problemOf(row: FineTuningJobRow): string | null {
  if (row.training_lines === null) return "The training file is not JSONL: each line must be a JSON object.";
  if (row.training_lines >= fewestLines) return null;
  return `The training file has ${row.training_lines} examples, but must have at least ${fewestLines}.`;
}

function fail(world: World, row: FineTuningJobRow, message: string, finished: number): void {
  row.status = "failed";
  row.error = { code: "invalid_training_file", message, param: "training_file" };
  recordFailure(world, row, message, finished);
}

function succeed(world: World, row: FineTuningJobRow, finished: number): void {
  const organization = row.organization_id.replace(/^org-/, "");
  const unique = world.store.newId("").slice(0, 8);
  // What is trained further is named after what it came from in the first place.
  const base = row.model.startsWith("ft:") ? (row.model.split(":")[1] ?? "") : row.model;
  const id = `ft:${base}:${organization}:${row.suffix ?? ""}:${unique}`;
  world.store.insert(fineTunedModelTable, {
    id,
    organization_id: row.organization_id,
    created: finished,
  });
  row.status = "succeeded";
  row.fine_tuned_model = id;
  row.trained_tokens = Math.ceil(row.training_bytes / 4) * Number(commonOf(row.method).n_epochs);
  recordSuccess(world, row, id, finished);
}

/** Brings a job into a stage, through those before it. A rule that became slower meanwhile brings none back. */
function arrive(world: World, row: FineTuningJobRow, stage: number, at: number): void {
  for (const status of stages.slice(stages.indexOf(row.status) + 1, stage + 1)) {
    row.status = status;
    recordArrival(world, row, at);
  }
}

/** Brings a job to where it is by now. It counts as a read when it is for the answer of a GET. */
export function proceed(
  world: World,
  row: FineTuningJobRow,
  { counts }: { counts: boolean },
): FineTuningJobRow {
  if (row.under_way === null || row.status === "paused") return row;
  if (counts) row.under_way.reads += 1;
  const first = stages.indexOf(row.under_way.from);
  const problem = problemOf(row);
  // A bad training file is found while it is being validated.
  const last = problem === null ? stages.length : 1;
  const next = first + world.transitions.stage("fine_tuning_job", row.under_way, last - first);
  if (next < last) {
    arrive(world, row, next, world.now());
    return row;
  }
  const finished = world.transitions.ended("fine_tuning_job", row.under_way);
  if (problem === null) {
    arrive(world, row, last - 1, finished);
    succeed(world, row, finished);
  } else {
    fail(world, row, problem, finished);
  }
  row.finished_at = finished;
  row.under_way = null;
  return row;
}

export function jobOf({ world, project, param }: Call<unknown, unknown>): FineTuningJobRow {
  const id = param("fine_tuning_job_id");
  const row = world.store.find(fineTuningJobTable, (job) => job.id === id && job.project_id === project().id);
  if (row === undefined) throw notFound(`Could not find fine tune: ${id}`);
  return row;
}

/** Of all projects of the organization, with the jobs that are done by now. */
export function fineTunedModels(world: World, organizationId: string): FineTunedModelRow[] {
  for (const job of world.store.all(fineTuningJobTable)) proceed(world, job, { counts: false });
  return world.store.filter(fineTunedModelTable, (row) => row.organization_id === organizationId);
}
