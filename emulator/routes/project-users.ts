import { z } from "zod";
import { badRequest, notFound } from "../api/errors";
import { type PageQuery, type PageRule, page } from "../api/pages";
import { type Call, type Route, route } from "../api/route";
import { assign, unassign } from "../objects/role-assignments";
import { type RoleHome, roleIn } from "../objects/roles";
import { type UserRow, userIn, userTable } from "../objects/users";
import { id, seconds, table } from "../state/fields";
import type { RowOf } from "../state/table";

type ProjectUserRow = RowOf<typeof projectUserTable>;
export const projectUserTable = table("project_users", {
  project_id: id,
  role: z.enum(["owner", "member"]),
  added_at: seconds,
});

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

const rowOf = ({ world, project }: Call<unknown, unknown>, userId: string): ProjectUserRow | undefined =>
  world.store.find(projectUserTable, (row) => row.id === userId && row.project_id === project().id);

function memberOf(call: Call<unknown, unknown>): ProjectUserRow {
  const { id } = userIn(call.world.store, call.caller.organizationId, call.param("user_id"));
  const row = rowOf(call, id);
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

/** The role of a project's user is also a built-in role, assigned among the user's others. */
function exchangeRole(
  { world, caller, project }: Call<unknown, unknown>,
  userId: string,
  before: ProjectUserRow["role"] | null,
  after: ProjectUserRow["role"] | null,
): void {
  const home: RoleHome = { organizationId: caller.organizationId, projectId: project().id };
  const builtIn = (role: ProjectUserRow["role"]) => roleIn(world.store, home, `role-api-project-${role}`);
  const principal = { type: "user", id: userId } as const;
  if (before !== null) unassign(world.store, home, principal, builtIn(before).id);
  if (after !== null) assign(world.store, home, principal, builtIn(after));
}

export const projectUserRoutes: readonly Route[] = [
  route<CreateBody>({ method: "POST", route: collection, credential: "admin" }, (call) => {
    const { world, project, body } = call;
    if (project().is_default) throw badRequest("Users cannot be added to the default project.");
    const { id } = userToAdd(call);
    if (rowOf(call, id) !== undefined) {
      const message = `User '${id}' already exists in project '${project().id}'.`;
      throw badRequest(message, null, "already_exists");
    }
    const row = world.store.insert(projectUserTable, {
      id,
      project_id: project().id,
      role: body.role,
      added_at: world.now(),
    });
    exchangeRole(call, id, null, row.role);
    return show(call, row);
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
      if (role !== row.role) exchangeRole(call, row.id, row.role, role);
      row.role = role;
      return show(call, row);
    },
  ),

  // Other roles that were assigned to the user in the project are not the membership's and stay.
  route({ method: "DELETE", route: item, credential: "admin" }, (call) => {
    const { id, project_id, role } = memberOf(call);
    call.world.store.remove(projectUserTable, (row) => row.id === id && row.project_id === project_id);
    exchangeRole(call, id, role, null);
    return { object: "organization.project.user.deleted", id, deleted: true };
  }),
];
