/** What the emulator remembers, one row type per collection. Keys and signing secrets are kept as hashes. */
import type {
  AssistantRow,
  FileRow,
  FineTunedModelRow,
  FineTuningCheckpointRow,
  FineTuningEventRow,
  FineTuningJobRow,
  UploadPartRow,
  UploadRow,
  VectorStoreFileBatchRow,
  VectorStoreFileRow,
  VectorStoreRow,
} from "./project-rows";
import type { Row } from "./row";

interface OrganizationRow extends Row {
  title: string;
}

export interface AdminKeyRow extends Row {
  organization_id: string;
  hash: string;
  redacted_value: string;
  owner_user_id: string;
  // What a key needs only to be shown; one that a test puts into the state works without.
  name?: string;
  created_at?: number;
  expires_at?: number | null;
  /** Absent: uses are not noted. So it is for the seeded keys, lest every call change the state. */
  last_used_at?: number | null;
}

export interface UserRow extends Row {
  organization_id: string;
  name: string;
  email: string;
  role: string;
  added_at: number;
}

export interface ProjectRow extends Row {
  organization_id: string;
  name: string | null;
  created_at: number;
  archived_at: number | null;
  external_key_id: string | null;
  residency: string;
  is_default: boolean;
}

type ServiceAccountRole = "owner" | "member" | "none";

export interface ServiceAccountRow extends Row {
  project_id: string;
  name: string;
  role: ServiceAccountRole;
  created_at: number;
}

export interface ProjectKeyRow extends Row {
  project_id: string;
  name: string;
  hash: string;
  redacted_value: string;
  created_at: number;
  last_used_at: number | null;
  expires_at: number | null;
  /** Empty means all permissions, not none. */
  scopes: string[];
  owner: { type: "user" | "service_account"; id: string };
}

export interface RateLimitRow extends Row {
  project_id: string;
  model: string;
  max_requests_per_1_minute: number;
  max_tokens_per_1_minute: number;
  max_images_per_1_minute?: number;
  max_audio_megabytes_per_1_minute?: number;
  max_requests_per_1_day?: number;
  batch_1_day_max_input_tokens?: number;
}

/** A custom role; predefined ones are constants in roles-predefined.ts. */
export interface RoleRow extends Row {
  organization_id: string;
  /** null: a role of the organization. */
  project_id: string | null;
  name: string;
  description: string | null;
  permissions: string[];
  created_at: number;
  updated_at: number;
  created_by: string;
}

export interface RoleAssignmentRow extends Row {
  principal_type: "user" | "group";
  principal_id: string;
  organization_id: string;
  /** null: a role of the organization. */
  project_id: string | null;
  /** Short form, before `__`. */
  role_id: string;
}

export interface GroupRow extends Row {
  organization_id: string;
  name: string;
  created_at: number;
  is_scim_managed: boolean;
  group_type: "group" | "tenant_group";
}

/** Memberships have no id of their own: a row's id is that of the member. */
interface GroupUserRow extends Row {
  group_id: string;
}

export interface ProjectUserRow extends Row {
  project_id: string;
  role: "owner" | "member";
  added_at: number;
}

export interface ProjectGroupRow extends Row {
  project_id: string;
  created_at: number;
}

export interface WebhookEndpointRow extends Row {
  project_id: string;
  name: string;
  url: string;
  event_types: string[];
  created_at: number;
  updated_at: number;
  secret_hash: string;
  signing_secret_hint: string;
  /** Until when the secret before the last rotation still signs, or null. */
  old_secret_until: number | null;
  /** That secret's hash; absent where nothing was rotated. */
  old_secret_hash?: string | null;
}

export interface Tables {
  organizations: OrganizationRow;
  admin_keys: AdminKeyRow;
  users: UserRow;
  projects: ProjectRow;
  service_accounts: ServiceAccountRow;
  project_keys: ProjectKeyRow;
  rate_limits: RateLimitRow;
  roles: RoleRow;
  role_assignments: RoleAssignmentRow;
  groups: GroupRow;
  group_users: GroupUserRow;
  project_users: ProjectUserRow;
  project_groups: ProjectGroupRow;
  files: FileRow;
  uploads: UploadRow;
  upload_parts: UploadPartRow;
  vector_stores: VectorStoreRow;
  vector_store_files: VectorStoreFileRow;
  vector_store_file_batches: VectorStoreFileBatchRow;
  assistants: AssistantRow;
  fine_tuning_jobs: FineTuningJobRow;
  fine_tuning_events: FineTuningEventRow;
  fine_tuning_checkpoints: FineTuningCheckpointRow;
  fine_tuned_models: FineTunedModelRow;
  webhook_endpoints: WebhookEndpointRow;
}
