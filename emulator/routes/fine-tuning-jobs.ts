import { badRequest } from "../api/errors";
import { type PageQuery, type PageRule, page } from "../api/pages";
import { type Route, type RouteFacts, route } from "../api/route";
import { checkBase, fineTuningFile, jobOf, proceed } from "../objects/fine-tuning";
import { record, recordArrival, recordCreation } from "../objects/fine-tuning-events";
import {
  type FineTuningJobRow,
  fineTuningJobTable,
  type Hyperparameters,
} from "../objects/fine-tuning-tables";
import { commonOf, resolvedMethod, type WantedMethod } from "../objects/hyperparameters";
import { sha256 } from "../state/ids";

interface CreateBody {
  model: string;
  training_file: string;
  validation_file?: string | null;
  hyperparameters?: Hyperparameters;
  method?: WantedMethod;
  suffix?: string | null;
  seed?: number | null;
  integrations?: object[] | null;
  metadata?: Record<string, string> | null;
}

const facts = { credential: "project", scope: "api.fine_tuning" } as const satisfies Partial<RouteFacts>;
const collection = "/fine_tuning/jobs";
const item = `${collection}/{fine_tuning_job_id}`;
const paging: PageRule = { cursor: "id", limit: { default: 20, min: 1 }, order: "desc" };

/** The suffix is never returned; it shows in the name of the fine-tuned model. */
const show = (row: FineTuningJobRow) => ({
  object: "fine_tuning.job",
  id: row.id,
  model: row.model,
  created_at: row.created_at,
  finished_at: row.finished_at,
  fine_tuned_model: row.fine_tuned_model,
  organization_id: row.organization_id,
  result_files: [],
  status: row.status,
  training_file: row.training_file,
  validation_file: row.validation_file,
  hyperparameters: commonOf(row.method),
  trained_tokens: row.trained_tokens,
  error: row.error,
  seed: row.seed,
  estimated_finish: null,
  integrations: row.integrations,
  method: row.method,
  metadata: row.metadata,
});

/** A number that the seed of the emulator decides, for the id comes from it. */
const seedFrom = (id: string): number => Number.parseInt(sha256(id).slice(0, 7), 16);

function has(row: FineTuningJobRow, wanted: Record<string, string> | "null" | undefined): boolean {
  if (wanted === undefined) return true;
  if (wanted === "null") return row.metadata === null;
  return Object.entries(wanted).every(([name, value]) => row.metadata?.[name] === value);
}

function refuse(row: FineTuningJobRow, action: string): never {
  const message = `A job that is ${row.status} cannot be ${action}.`;
  throw badRequest(message, null, "invalid_job_status");
}

export const fineTuningJobRoutes: readonly Route[] = [
  route<CreateBody>(
    { ...facts, method: "POST", route: collection, closedAfter: "fine_tuning" },
    ({ world, project, body }) => {
      const { id: project_id, organization_id } = project();
      checkBase(world, organization_id, body.model);
      const training = fineTuningFile(world, project_id, body.training_file, "training_file");
      if (body.validation_file != null) {
        fineTuningFile(world, project_id, body.validation_file, "validation_file");
      }
      const method = resolvedMethod(body.method, body.hyperparameters);
      const id = world.store.newId("ftjob-");
      const row = world.store.insert(fineTuningJobTable, {
        id,
        project_id,
        organization_id,
        created_at: world.now(),
        finished_at: null,
        model: body.model,
        suffix: body.suffix ?? null,
        training_file: training.id,
        validation_file: body.validation_file ?? null,
        seed: body.seed ?? seedFrom(id),
        method,
        integrations: body.integrations ?? [],
        metadata: body.metadata ?? null,
        status: "validating_files",
        error: null,
        fine_tuned_model: null,
        trained_tokens: null,
        training_bytes: training.bytes,
        training_lines: training.jsonl_lines,
        under_way: { ...world.transitions.begin(), from: "validating_files" },
      });
      const answer = show(row);
      recordCreation(world, row);
      proceed(world, row, { counts: false });
      return answer;
    },
  ),

  route<object, PageQuery & { metadata?: Record<string, string> | "null" }>(
    { ...facts, method: "GET", route: collection, page: paging },
    ({ world, project, query }) => {
      const rows = world.store.filter(
        fineTuningJobTable,
        (row) => row.project_id === project().id && has(row, query.metadata),
      );
      const showRead = (row: FineTuningJobRow) => show(proceed(world, row, { counts: true }));
      // This listing names neither its first nor its last id.
      const { first_id: _, last_id: __, ...listed } = page(world.store, paging, query, rows, showRead);
      return listed;
    },
  ),

  route({ ...facts, method: "GET", route: item }, (call) =>
    show(proceed(call.world, jobOf(call), { counts: true })),
  ),

  route({ ...facts, method: "POST", route: `${item}/cancel` }, (call) => {
    const row = proceed(call.world, jobOf(call), { counts: false });
    if (row.under_way === null) refuse(row, "cancelled");
    row.status = "cancelled";
    recordArrival(call.world, row);
    row.finished_at = call.world.now();
    row.under_way = null;
    return show(row);
  }),

  route({ ...facts, method: "POST", route: `${item}/pause` }, (call) => {
    const row = proceed(call.world, jobOf(call), { counts: false });
    if (row.status !== "queued" && row.status !== "running") refuse(row, "paused");
    row.status = "paused";
    recordArrival(call.world, row);
    return show(row);
  }),

  // Back into the queue, from where it proceeds as a new job does.
  route({ ...facts, method: "POST", route: `${item}/resume` }, (call) => {
    const row = jobOf(call);
    if (row.status !== "paused") refuse(row, "resumed");
    row.status = "queued";
    record(call.world, row, { message: "Fine-tuning job resumed" });
    row.under_way = { ...call.world.transitions.begin(), from: "queued" };
    return show(row);
  }),
];
