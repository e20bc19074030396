import { type PageQuery, type PageRule, page } from "../api/pages";
import { type Call, type Route, type RouteFacts, route } from "../api/route";
import { jobOf, proceed } from "../objects/fine-tuning";
import {
  type FineTuningCheckpointRow,
  type FineTuningEventRow,
  type FineTuningJobRow,
  fineTuningCheckpointTable,
  fineTuningEventTable,
} from "../objects/fine-tuning-tables";

const facts = { credential: "project", scope: "api.fine_tuning" } as const satisfies Partial<RouteFacts>;
const item = "/fine_tuning/jobs/{fine_tuning_job_id}";
const eventPaging: PageRule = { cursor: "id", limit: { default: 20, min: 1 }, order: "desc" };
const checkpointPaging: PageRule = { cursor: "id", limit: { default: 10, min: 1 }, order: "desc" };

const showEvent = ({ id, created_at, level, message, type, data }: FineTuningEventRow) => ({
  object: "fine_tuning.job.event",
  id,
  created_at,
  level,
  message,
  type,
  data,
});

const showCheckpoint = (row: FineTuningCheckpointRow) => ({
  object: "fine_tuning.job.checkpoint",
  id: row.id,
  created_at: row.created_at,
  fine_tuned_model_checkpoint: row.fine_tuned_model_checkpoint,
  step_number: row.step_number,
  metrics: row.metrics,
  fine_tuning_job_id: row.job_id,
});

/** The job as it is by now, whose events tell how it came there. */
const jobByNow = (call: Call<unknown, unknown>): FineTuningJobRow =>
  proceed(call.world, jobOf(call), { counts: false });

export const fineTuningProgressRoutes: readonly Route[] = [
  route<object, PageQuery>(
    { ...facts, method: "GET", route: `${item}/events`, page: eventPaging },
    (call) => {
      const { id } = jobByNow(call);
      const rows = call.world.store.filter(fineTuningEventTable, (row) => row.job_id === id);
      const {
        first_id: _,
        last_id: __,
        ...listed
      } = page(call.world.store, eventPaging, call.query, rows, showEvent);
      return listed;
    },
  ),

  route<object, PageQuery>(
    { ...facts, method: "GET", route: `${item}/checkpoints`, page: checkpointPaging },
    (call) => {
      const { id } = jobByNow(call);
      const rows = call.world.store.filter(fineTuningCheckpointTable, (row) => row.job_id === id);
      return page(call.world.store, checkpointPaging, call.query, rows, showCheckpoint);
    },
  ),
];
