import { createEmulator, type State } from "../../emulator/index";
import { tables as everyTable, routes } from "../../emulator/routes/catalog";
import type { Table } from "../../emulator/state/table";
import { crowd, crowdOf, numbers, project_id } from "./crowd-rows";

/** The seed's state with the crowd in it. */
export function crowdedState(): State {
  const state = createEmulator().state();
  const tables: Record<string, object[]> = state.tables;
  const others = Object.values(plainListings()).map((table) => [table.name, crowdOf(table)] as const);
  for (const [name, rows] of [...Object.entries(crowd()), ...others]) {
    for (const row of rows) {
      state.bookkeeping.issued += 1;
      tables[name]?.push({ ...row, seq: state.bookkeeping.issued });
    }
  }
  return state;
}

/** Listings whose path has no ids, of tables that `crowd` has no rows for: a new kind is among them by itself. */
function plainListings(): Record<string, Table> {
  const known = crowd();
  const plain = routes.filter(({ method, route }) => method === "GET" && !route.includes("{"));
  return Object.fromEntries(
    plain.flatMap(({ route: list }) => {
      const isItem = (table: Table) => routes.some(({ route }) => route === `${list}/{${table.param}}`);
      const table = everyTable.find((candidate) => isItem(candidate));
      return table === undefined || table.name in known ? [] : [[list, table] as const];
    }),
  );
}

const ids = (prefix: string): string[] => numbers.map((n) => `${prefix}${n}`);
const predefinedOf = (place: "organization" | "project", names: string[]): string[] =>
  names.map(
    (name) => `role-api-${place}-${name}${place === "project" ? `__api-project__${project_id}` : ""}`,
  );

/** Every listing, by its template: what a client must have found when it has come to the end, in no order. */
export function listed(): Readonly<Record<string, readonly string[]>> {
  const seeded = createEmulator()
    .state()
    .tables.rate_limits.filter((row) => row.project_id === project_id);
  return {
    "/organization/projects": ["proj_default", "proj_other", ...ids("proj_")],
    "/organization/projects/{project_id}/service_accounts": ids("svc_acct_"),
    "/organization/projects/{project_id}/api_keys": ["key_default", ...ids("key_")],
    "/organization/projects/{project_id}/rate_limits": [...seeded.map((row) => row.id), ...ids("rl-model-")],
    "/organization/roles": [...predefinedOf("organization", ["owner", "reader"]), ...ids("role_org")],
    "/projects/{project_id}/roles": [
      ...predefinedOf("project", ["owner", "member", "viewer"]),
      ...ids("role_proj"),
    ],
    "/organization/admin_api_keys": ["key_admin_emulator", ...ids("key_admin")],
    "/organization/groups": ids("group_"),
    "/organization/groups/{group_id}/users": ids("user-"),
    "/organization/projects/{project_id}/groups": ids("group_"),
    "/organization/projects/{project_id}/users": ids("user-"),
    "/organization/users": ["user-alice", "user-bob", "user-carol", ...ids("user-")],
    "/organization/users/{user_id}/roles": ids("role_org"),
    "/organization/groups/{group_id}/roles": ids("role_org"),
    "/projects/{project_id}/users/{user_id}/roles": ids("role_proj"),
    "/projects/{project_id}/groups/{group_id}/roles": ids("role_proj"),
    "/files": ids("file-"),
    "/vector_stores": ids("vs_"),
    "/vector_stores/{vector_store_id}/files": ids("file-"),
    "/vector_stores/{vector_store_id}/file_batches/{batch_id}/files": ids("file-"),
    "/assistants": ids("asst_"),
    "/fine_tuning/jobs": ids("ftjob-"),
    "/fine_tuning/jobs/{fine_tuning_job_id}/events": ids("ftevent-"),
    "/fine_tuning/jobs/{fine_tuning_job_id}/checkpoints": ids("ftckpt_"),
    "/webhook_endpoints": ids("whe_"),
    ...Object.fromEntries(
      Object.entries(plainListings()).map(([list, table]) => [list, ids(`${table.name}-`)]),
    ),
    "/models": [...seeded.map((row) => row.model), ...ids("ft:gpt-4o:emulator::")],
  };
}
