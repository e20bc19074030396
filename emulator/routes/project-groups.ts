import { badRequest, notFound } from "../api/errors";
import { type PageQuery, type PageRule, page } from "../api/pages";
import { type Call, type Route, route } from "../api/route";
import { type GroupRow, groupIn, type ProjectGroupRow, projectGroupTable } from "../objects/groups";
import { assign, unassign } from "../objects/role-assignments";
import { type RoleHome, roleIn } from "../objects/roles";

interface CreateBody {
  group_id: string;
  role: string;
}

const collection = "/organization/projects/{project_id}/groups";
const item = `${collection}/{group_id}`;
const paging: PageRule = { cursor: "next or id", limit: { default: 20, min: 0, max: 100 }, order: "asc" };

const homeOf = ({ caller, project }: Call<unknown, unknown>): RoleHome => ({
  organizationId: caller.organizationId,
  projectId: project().id,
});

/** Without the role, which only the group's role assignments tell. */
function show({ world, caller }: Call<unknown, unknown>, row: ProjectGroupRow) {
  const { name, group_type } = groupIn(world.store, caller.organizationId, row.id);
  return {
    object: "project.group",
    project_id: row.project_id,
    group_id: row.id,
    group_name: name,
    group_type,
    created_at: row.created_at,
  };
}

const rowOf = ({ world, project }: Call<unknown, unknown>, groupId: string): ProjectGroupRow | undefined =>
  world.store.find(projectGroupTable, (row) => row.id === groupId && row.project_id === project().id);

function memberOf(call: Call<unknown, unknown>): ProjectGroupRow {
  const { id } = groupIn(call.world.store, call.caller.organizationId, call.param("group_id"));
  const row = rowOf(call, id);
  if (row === undefined) throw notFound(`Group '${id}' is not in project '${call.project().id}'.`);
  return row;
}

export const projectGroupRoutes: readonly Route[] = [
  route<CreateBody>({ method: "POST", route: collection, credential: "admin" }, (call) => {
    const { store, now } = call.world;
    const { id } = groupIn(store, call.caller.organizationId, call.body.group_id);
    const role = roleIn(store, homeOf(call), call.body.role);
    if (rowOf(call, id) !== undefined) {
      const message = `Group '${id}' already exists in project '${call.project().id}'.`;
      throw badRequest(message, "group_id", "already_exists");
    }
    const row = store.insert(projectGroupTable, { id, project_id: call.project().id, created_at: now() });
    assign(store, homeOf(call), { type: "group", id }, role);
    return show(call, row);
  }),

  route<object, PageQuery>(
    { method: "GET", route: collection, credential: "admin", page: paging },
    (call) => {
      const { store } = call.world;
      const rows = store.filter(projectGroupTable, (row) => row.project_id === call.project().id);
      return page(store, paging, call.query, rows, (row) => show(call, row));
    },
  ),

  route<object, { group_type?: GroupRow["group_type"] }>(
    { method: "GET", route: item, credential: "admin" },
    (call) => {
      const shown = show(call, memberOf(call));
      // A group of the other type does not exist for this call.
      const wanted = call.query.group_type ?? "group";
      if (shown.group_type === wanted) return shown;
      throw notFound(`No ${wanted} '${shown.group_id}' is in project '${shown.project_id}'.`);
    },
  ),

  route({ method: "DELETE", route: item, credential: "admin" }, (call) => {
    const { store } = call.world;
    const { id, project_id } = memberOf(call);
    store.remove(projectGroupTable, (row) => row.id === id && row.project_id === project_id);
    unassign(store, homeOf(call), { type: "group", id });
    return { object: "project.group.deleted", deleted: true };
  }),
];
