import { badRequest, notFound } from "../api/errors";
import { type PageQuery, type PageRule, page } from "../api/pages";
import { type Call, type Route, route } from "../api/route";
import {
  exchangeRole,
  joinProject,
  leaveProject,
  type ProjectHome,
  type ProjectUserRow,
  projectUserIn,
  projectUserTable,
} from "../objects/project-users";
import { type UserRow, userIn, userTable } from "../objects/users";

interface CreateBody {
  role: ProjectUserRow["role"];
  user_id?: string | null;
  email?: string | null;
}

const collection = "/organization/projects/{project_id}/users";
const item = `${collection}/{user_id}`;
const paging: PageRule = { cursor: "id", limit: { default: 20, min: 1, max: 100 }, order: "asc" };

function show({ world, caller }: Call<unknown, unknown>, row: ProjectUserRow) {
  const { id, name, email } = userIn(world.store, caller.organizationId, row.id);
  return { object: "organization.project.user", id, name, email, role: row.role, added_at: row.added_at };
}

const homeOf = ({ caller, project }: Call<unknown, unknown>): ProjectHome => ({
  organizationId: caller.organizationId,
  projectId: project().id,
});

function memberOf(call: Call<unknown, unknown>): ProjectUserRow {
  const { id } = userIn(call.world.store, call.caller.organizationId, call.param("user_id"));
  const row = projectUserIn(call.world.store, homeOf(call), id);
  if (row === undefined) throw notFound(`User '${id}' is not in project '${call.project().id}'.`);
  return row;
}

function userToAdd({ world, caller, body }: Call<CreateBody, unknown>): UserRow {
  const { user_id, email } = body;
  if (user_id != null && email != null) {
    throw badRequest("Do not provide both 'user_id' and 'email'.", "email", "invalid_value");
  }
  if (user_id != null) return userIn(world.store, caller.organizationId, user_id);
  if (email == null) {
    const message = "Missing required parameter: 'user_id' or 'email'.";
    throw badRequest(message, "user_id", "missing_required_parameter");
  }
  const user = world.store.find(
    userTable,
    (row) => row.organization_id === caller.organizationId && row.email.toLowerCase() === email.toLowerCase(),
  );
  if (user === undefined) throw notFound("No user of the organization has this email address.");
  return user;
}

export const projectUserRoutes: readonly Route[] = [
  route<CreateBody>({ method: "POST", route: collection, credential: "admin" }, (call) => {
    const { world, project, body } = call;
    if (project().is_default) throw badRequest("Users cannot be added to the default project.");
    const { id } = userToAdd(call);
    if (projectUserIn(world.store, homeOf(call), id) !== undefined) {
      const message = `User '${id}' already exists in project '${project().id}'.`;
      throw badRequest(message, null, "already_exists");
    }
    const user = { id, role: body.role, added_at: world.now() };
    return show(call, joinProject(world.store, homeOf(call), user));
  }),

  route<object, PageQuery>(
    { method: "GET", route: collection, credential: "admin", page: paging },
    (call) => {
      const { store } = call.world;
      const rows = store.filter(projectUserTable, (row) => row.project_id === call.project().id);
      return page(store, paging, call.query, rows, (row) => show(call, row));
    },
  ),

  route({ method: "GET", route: item, credential: "admin" }, (call) => show(call, memberOf(call))),

  route<Partial<{ role: ProjectUserRow["role"] | null }>>(
    { method: "POST", route: item, credential: "admin" },
    (call) => {
      const row = memberOf(call);
      const role = call.body.role ?? row.role;
      if (role !== row.role) exchangeRole(call.world.store, homeOf(call), row.id, row.role, role);
      row.role = role;
      return show(call, row);
    },
  ),

  route({ method: "DELETE", route: item, credential: "admin" }, (call) => {
    const row = memberOf(call);
    leaveProject(call.world.store, homeOf(call), row);
    return { object: "organization.project.user.deleted", id: row.id, deleted: true };
  }),
];
