import { z } from "zod";
import { projectShapes } from "./project-row-shapes";
import type { Tables } from "./rows";
import { count, id, maybe, seconds, shape, text } from "./shapes";

/** What a row of each table looks like. The types say the same; here it can be asked of somebody else's JSON. */
const shapes: { readonly [K in keyof Tables]: z.ZodType<Tables[K]> } = {
  ...projectShapes,
  organizations: shape({ title: text }),
  admin_keys: shape({
    organization_id: id,
    hash: text,
    redacted_value: text,
    owner_user_id: text,
    name: text.optional(),
    created_at: seconds.optional(),
    expires_at: maybe(seconds).optional(),
    last_used_at: maybe(seconds).optional(),
  }),
  users: shape({ organization_id: id, name: text, email: text, role: text, added_at: seconds }),
  projects: shape({
    organization_id: id,
    name: maybe(text),
    created_at: seconds,
    archived_at: maybe(seconds),
    external_key_id: maybe(text),
    residency: text,
    is_default: z.boolean(),
  }),
  service_accounts: shape({
    project_id: id,
    name: text,
    role: z.enum(["owner", "member", "none"]),
    created_at: seconds,
  }),
  project_keys: shape({
    project_id: id,
    name: text,
    hash: text,
    redacted_value: text,
    created_at: seconds,
    last_used_at: maybe(seconds),
    expires_at: maybe(seconds),
    scopes: z.array(text),
    owner: z.strictObject({ type: z.enum(["user", "service_account"]), id }),
  }),
  rate_limits: shape({
    project_id: id,
    model: text,
    max_requests_per_1_minute: count,
    max_tokens_per_1_minute: count,
    max_images_per_1_minute: count.optional(),
    max_audio_megabytes_per_1_minute: count.optional(),
    max_requests_per_1_day: count.optional(),
    batch_1_day_max_input_tokens: count.optional(),
  }),
  roles: shape({
    organization_id: id,
    project_id: maybe(id),
    name: text,
    description: maybe(text),
    permissions: z.array(text),
    created_at: seconds,
    updated_at: seconds,
    created_by: text,
  }),
  role_assignments: shape({
    principal_type: z.enum(["user", "group"]),
    principal_id: id,
    organization_id: id,
    project_id: maybe(id),
    role_id: id,
  }),
  groups: shape({
    organization_id: id,
    name: text,
    created_at: seconds,
    is_scim_managed: z.boolean(),
    group_type: z.enum(["group", "tenant_group"]),
  }),
  group_users: shape({ group_id: id }),
  project_users: shape({ project_id: id, role: z.enum(["owner", "member"]), added_at: seconds }),
  project_groups: shape({ project_id: id, created_at: seconds }),
};

export interface RowProblem {
  /** As `tables.projects[0].name`. */
  path: string;
  message: string;
}

/** What is wrong with the rows of a table, or null. */
export function rowProblem(table: keyof Tables, rows: readonly unknown[]): RowProblem | null {
  for (const [n, row] of rows.entries()) {
    const issue = shapes[table].safeParse(row).error?.issues[0];
    if (issue === undefined) continue;
    const path = issue.path.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`));
    return { path: `tables.${table}[${n}]${path.join("")}`, message: issue.message };
  }
  return null;
}
