import { z } from "zod";
import type { State } from "../../emulator/index";
import type { Table } from "../../emulator/state/table";

/** More than two pages of a hundred. */
export const crowdSize = 205;

export const numbers = Array.from({ length: crowdSize }, (_, n) => n);
const then = 1_700_000_000;
const organization_id = "org-emulator";
export const project_id = "proj_default";
const inProject = { project_id, created_at: then };

/** The rows that the listings below show, by table; of each kind as many as the crowd has. */
export function crowd(): Partial<Record<keyof State["tables"], object[]>> {
  const all = (make: (n: number) => object): object[] => numbers.map(make);
  const roleOf = (place: string | null) => (n: number) => ({
    id: `role_${place === null ? "org" : "proj"}${n}`,
    organization_id,
    project_id: place,
    name: `r${n}`,
    description: null,
    permissions: [],
    created_at: then,
    updated_at: then,
    created_by: "user-alice",
  });
  const assignmentsOf = (principal_type: string, principal_id: string, place: string | null) =>
    all((n) => ({
      id: `assignment_${principal_id}${place}${n}`,
      principal_type,
      principal_id,
      organization_id,
      project_id: place,
      role_id: roleOf(place)(n).id,
    }));
  return {
    users: all((n) => ({
      id: `user-${n}`,
      organization_id,
      name: `U${n}`,
      email: `u${n}@example.com`,
      role: "reader",
      added_at: then,
    })),
    projects: all((n) => ({
      id: `proj_${n}`,
      organization_id,
      name: `p${n}`,
      created_at: then,
      archived_at: null,
      external_key_id: null,
      residency: "GLOBAL",
      is_default: false,
    })),
    admin_keys: all((n) => ({
      id: `key_admin${n}`,
      organization_id,
      hash: `h${n}`,
      redacted_value: "***",
      owner_user_id: "user-alice",
      name: `k${n}`,
    })),
    service_accounts: all((n) => ({ id: `svc_acct_${n}`, ...inProject, name: `s${n}`, role: "member" })),
    project_keys: all((n) => ({
      id: `key_${n}`,
      ...inProject,
      name: `k${n}`,
      hash: `p${n}`,
      redacted_value: "***",
      last_used_at: null,
      expires_at: null,
      scopes: [],
      owner: { type: "service_account", id: `svc_acct_${n}` },
    })),
    rate_limits: all((n) => ({
      id: `rl-model-${n}`,
      project_id,
      model: `model-${n}`,
      max_requests_per_1_minute: 1,
      max_tokens_per_1_minute: 1,
    })),
    roles: [...all(roleOf(null)), ...all(roleOf(project_id))],
    groups: all((n) => ({
      id: `group_${n}`,
      organization_id,
      name: `g${n}`,
      created_at: then,
      is_scim_managed: false,
      group_type: "group",
    })),
    group_users: all((n) => ({ id: `user-${n}`, group_id: "group_0" })),
    project_users: all((n) => ({ id: `user-${n}`, project_id, role: "member", added_at: then })),
    project_groups: all((n) => ({ id: `group_${n}`, ...inProject })),
    role_assignments: [
      ...assignmentsOf("user", "user-bob", null),
      ...assignmentsOf("group", "group_0", null),
      ...assignmentsOf("user", "user-bob", project_id),
      ...assignmentsOf("group", "group_0", project_id),
    ],
    files: all((n) => ({
      id: `file-${n}`,
      ...inProject,
      filename: `f${n}.txt`,
      bytes: 1,
      purpose: "assistants",
      expires_at: null,
      sha256: "none",
      jsonl_lines: null,
    })),
    vector_stores: all((n) => ({
      id: `vs_${n}`,
      ...inProject,
      name: `v${n}`,
      last_active_at: then,
      expires_after: null,
      metadata: {},
    })),
    vector_store_files: all((n) => ({
      id: `file-${n}`,
      ...inProject,
      vector_store_id: "vs_0",
      status: "completed",
      last_error: null,
      chunks: { max_chunk_size_tokens: 800, chunk_overlap_tokens: 400 },
      attributes: {},
      under_way: null,
    })),
    vector_store_file_batches: [
      {
        id: "vsfb_0",
        ...inProject,
        vector_store_id: "vs_0",
        file_ids: numbers.map((n) => `file-${n}`),
        cancelled: false,
      },
    ],
    assistants: all((n) => ({
      id: `asst_${n}`,
      ...inProject,
      name: null,
      description: null,
      model: "gpt-4o",
      instructions: null,
      tools: [],
      tool_resources: null,
      metadata: {},
      temperature: 1,
      top_p: 1,
      response_format: "auto",
    })),
    fine_tuning_jobs: all((n) => ({
      id: `ftjob-${n}`,
      ...inProject,
      organization_id,
      finished_at: then,
      model: "gpt-4o",
      suffix: null,
      training_file: "file-0",
      validation_file: null,
      seed: 1,
      method: { type: "supervised", supervised: { hyperparameters: { n_epochs: 3 } } },
      integrations: [],
      metadata: null,
      status: "failed",
      error: null,
      fine_tuned_model: null,
      trained_tokens: null,
      training_bytes: 1,
      training_lines: 1,
      under_way: null,
    })),
    fine_tuning_events: all((n) => ({
      id: `ftevent-${n}`,
      ...inProject,
      job_id: "ftjob-0",
      level: "info",
      message: `m${n}`,
      type: "message",
      data: {},
    })),
    fine_tuning_checkpoints: all((n) => ({
      id: `ftckpt_${n}`,
      ...inProject,
      job_id: "ftjob-0",
      fine_tuned_model_checkpoint: `ft:gpt-4o:emulator::1:ckpt-step-${n}`,
      step_number: n,
      metrics: {},
    })),
    fine_tuned_models: all((n) => ({ id: `ft:gpt-4o:emulator::${n}`, organization_id, created: then })),
    webhook_endpoints: all((n) => ({
      id: `whe_${n}`,
      ...inProject,
      name: `w${n}`,
      url: "https://example.com/h",
      event_types: ["batch.failed"],
      updated_at: then,
      secret_hash: "none",
      signing_secret_hint: "***",
      old_secret_until: null,
    })),
  };
}

/** Rows of a table, made up from what its fields may hold. */
export function crowdOf({ name, shape }: Table): object[] {
  const { properties = {} } = z.toJSONSchema(shape as z.ZodType, { unrepresentable: "any" });
  const { id: _, seq: __, ...fields } = properties;
  const known = { organization_id, project_id };
  const row = Object.fromEntries(
    Object.entries(fields).map(([field, schema]) => [
      field,
      valueFor(schema as z.core.JSONSchema.BaseSchema),
    ]),
  );
  const own = Object.fromEntries(Object.entries(known).filter(([field]) => field in row));
  return numbers.map((n) => ({ ...row, ...own, id: `${name}-${n}` }));
}

function valueFor({ anyOf, enum: values, type }: z.core.JSONSchema.BaseSchema): unknown {
  if (anyOf?.some((member) => typeof member === "object" && member.type === "null")) return null;
  if (values) return values[0];
  const samples = { string: "x", integer: then, number: then, boolean: false, array: [], object: {} };
  return Object.entries(samples).find(([known]) => known === type)?.[1];
}
