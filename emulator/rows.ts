/** What the emulator remembers, one row type per collection. Keys and signing secrets are kept as hashes. */

export interface Row {
  id: string;
  /** Place in creation order; cursors and tie-breaks rest on it, for timestamps have whole seconds only. */
  seq: number;
}

interface OrganizationRow extends Row {
  title: string;
}

interface AdminKeyRow extends Row {
  organization_id: string;
  hash: string;
  redacted_value: string;
  owner_user_id: string;
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

export interface ProjectUserRoleRow extends Row {
  project_id: string;
  user_id: string;
  /** Short form, before `__`. */
  role_id: string;
}

interface FileRow extends Row {
  project_id: string;
  bytes: number;
}

export interface VectorStoreRow extends Row {
  project_id: string;
  name: string;
  created_at: number;
  last_active_at: number;
  expires_after: { anchor: "last_active_at"; days: number } | null;
  metadata: Record<string, string>;
  file_ids: string[];
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
  project_user_roles: ProjectUserRoleRow;
  files: FileRow;
  vector_stores: VectorStoreRow;
  webhook_endpoints: WebhookEndpointRow;
}

export const tableNames: readonly (keyof Tables)[] = [
  "organizations",
  "admin_keys",
  "users",
  "projects",
  "service_accounts",
  "project_keys",
  "rate_limits",
  "roles",
  "project_user_roles",
  "files",
  "vector_stores",
  "webhook_endpoints",
];
