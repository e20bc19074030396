import type { RateLimitRow } from "./rows";

export interface ModelFacts {
  id: string;
  created: number;
  owned_by: string;
  shutdown_date: string | null;
  /** The limits that every new project starts with; which fields a row has depends on the model. */
  limits: Omit<RateLimitRow, "id" | "seq" | "project_id" | "model">;
}

export const models: readonly ModelFacts[] = [
  {
    id: "gpt-5.1",
    created: 1763000000,
    owned_by: "system",
    shutdown_date: null,
    limits: {
      max_requests_per_1_minute: 10_000,
      max_tokens_per_1_minute: 4_000_000,
      batch_1_day_max_input_tokens: 200_000_000,
    },
  },
  {
    id: "gpt-5-mini",
    created: 1754400000,
    owned_by: "system",
    shutdown_date: null,
    limits: {
      max_requests_per_1_minute: 10_000,
      max_tokens_per_1_minute: 10_000_000,
      max_requests_per_1_day: 100_000,
      batch_1_day_max_input_tokens: 1_000_000_000,
    },
  },
  {
    id: "gpt-4o",
    created: 1715367049,
    owned_by: "system",
    shutdown_date: "2027-01-14",
    limits: {
      max_requests_per_1_minute: 10_000,
      max_tokens_per_1_minute: 2_000_000,
      batch_1_day_max_input_tokens: 100_000_000,
    },
  },
  {
    id: "gpt-image-1",
    created: 1745000000,
    owned_by: "system",
    shutdown_date: null,
    limits: { max_requests_per_1_minute: 500, max_tokens_per_1_minute: 800_000, max_images_per_1_minute: 50 },
  },
  {
    id: "whisper-1",
    created: 1677532384,
    owned_by: "openai-internal",
    shutdown_date: null,
    limits: {
      max_requests_per_1_minute: 500,
      max_tokens_per_1_minute: 150_000,
      max_audio_megabytes_per_1_minute: 100,
    },
  },
  {
    id: "text-embedding-3-small",
    created: 1705948997,
    owned_by: "system",
    shutdown_date: null,
    limits: { max_requests_per_1_minute: 3_000, max_tokens_per_1_minute: 1_000_000 },
  },
];
