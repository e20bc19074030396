/** Rows of the collections that a project key reaches. */
import type { Row } from "./row";

/** How far something is that goes on after the answer of its creation. */
export interface UnderWay {
  /** Answers since then that showed it. */
  reads: number;
  /** Since when, in milliseconds. */
  since_ms: number;
}

export interface FileRow extends Row {
  project_id: string;
  filename: string;
  bytes: number;
  purpose: string;
  created_at: number;
  expires_at: number | null;
  sha256: string;
  /** How many lines a file of JSON objects has, one in each line; null for any other content. */
  jsonl_lines: number | null;
}

/** A large file that arrives in parts. */
export interface UploadRow extends Row {
  project_id: string;
  filename: string;
  bytes: number;
  purpose: string;
  mime_type: string;
  created_at: number;
  expires_at: number;
  status: "pending" | "completed" | "cancelled";
  /** How long the file will live, or null. */
  lifetime: number | null;
  /** The file that it became. */
  file_id: string | null;
}

export interface UploadPartRow extends Row {
  project_id: string;
  upload_id: string;
  bytes: number;
  created_at: number;
  sha256: string;
}

export interface VectorStoreRow extends Row {
  project_id: string;
  name: string;
  created_at: number;
  last_active_at: number;
  expires_after: { anchor: "last_active_at"; days: number } | null;
  metadata: Record<string, string>;
}

export interface StaticChunks {
  max_chunk_size_tokens: number;
  chunk_overlap_tokens: number;
}

/** A file in a vector store; its id is that of the File. */
export interface VectorStoreFileRow extends Row {
  project_id: string;
  vector_store_id: string;
  created_at: number;
  status: "in_progress" | "completed" | "failed" | "cancelled";
  last_error: { code: "unsupported_file" | "invalid_file"; message: string } | null;
  chunks: StaticChunks;
  attributes: Record<string, string | number | boolean>;
  /** null once the status is final. */
  under_way: UnderWay | null;
}

/** Files that were attached by one call. They are files of the store like any others. */
export interface VectorStoreFileBatchRow extends Row {
  project_id: string;
  vector_store_id: string;
  created_at: number;
  file_ids: string[];
  cancelled: boolean;
}

export interface AssistantRow extends Row {
  project_id: string;
  created_at: number;
  name: string | null;
  description: string | null;
  model: string;
  instructions: string | null;
  tools: object[];
  tool_resources: ToolResources | null;
  metadata: Record<string, string>;
  temperature: number;
  top_p: number;
  response_format: unknown;
}

export interface ToolResources {
  code_interpreter?: { file_ids: string[] };
  file_search?: { vector_store_ids: string[] };
}

export interface FineTuningJobRow extends Row {
  project_id: string;
  organization_id: string;
  created_at: number;
  finished_at: number | null;
  model: string;
  suffix: string | null;
  training_file: string;
  validation_file: string | null;
  seed: number;
  method: FineTuningMethod;
  integrations: object[];
  metadata: Record<string, string> | null;
  status: FineTuningStatus;
  error: { code: string; message: string; param: string | null } | null;
  fine_tuned_model: string | null;
  trained_tokens: number | null;
  /** What the training file was when the job was made: it may be deleted meanwhile. */
  training_bytes: number;
  training_lines: number | null;
  /** null once the status is final; a paused job keeps it and stands still. `from`: its status then. */
  under_way: (UnderWay & { from: "validating_files" | "queued" }) | null;
}

type FineTuningStatus =
  | "validating_files"
  | "queued"
  | "running"
  | "paused"
  | "succeeded"
  | "failed"
  | "cancelled";

export type Hyperparameters = Record<string, number | string>;

/** One of the three methods, with its settings under its own name. */
export interface FineTuningMethod {
  type: "supervised" | "dpo" | "reinforcement";
  supervised?: { hyperparameters: Hyperparameters };
  dpo?: { hyperparameters: Hyperparameters };
  reinforcement?: { grader: object; hyperparameters: Hyperparameters };
}

/** What happened to a job. */
export interface FineTuningEventRow extends Row {
  project_id: string;
  job_id: string;
  created_at: number;
  level: "info" | "warn" | "error";
  message: string;
  type: "message" | "metrics";
  data: Record<string, number>;
}

/** The model at the end of one of a job's last epochs. */
export interface FineTuningCheckpointRow extends Row {
  project_id: string;
  job_id: string;
  created_at: number;
  fine_tuned_model_checkpoint: string;
  step_number: number;
  metrics: Record<string, number>;
}

/** The outcome of a job, listed among the models of the whole organization. */
export interface FineTunedModelRow extends Row {
  organization_id: string;
  created: number;
}
