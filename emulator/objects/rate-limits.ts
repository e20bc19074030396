import { count, id, table, text } from "../state/fields";
import type { RowOf } from "../state/table";

export type RateLimitRow = RowOf<typeof rateLimitTable>;
export const rateLimitTable = table(
  "rate_limits",
  {
    project_id: id,
    model: text,
    max_requests_per_1_minute: count,
    max_tokens_per_1_minute: count,
    max_images_per_1_minute: count.optional(),
    max_audio_megabytes_per_1_minute: count.optional(),
    max_requests_per_1_day: count.optional(),
    batch_1_day_max_input_tokens: count.optional(),
  },
  { param: "rate_limit_id" },
);

/** Which of them a row has depends on the model. */
export type Limits = Omit<RateLimitRow, "id" | "seq" | "project_id" | "model">;
