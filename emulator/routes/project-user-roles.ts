import { ApiError, notFound } from "../errors";
import { type PageQuery, type PageRule, page } from "../pages";
import { type AnyRole, type RoleHome, roleIn, showAssigned, showRole } from "../roles";
import { type Call, type Route, route } from "../route";
import type { ProjectUserRoleRow, UserRow } from "../rows";
import { showUser, userIn } from "../users";

const collection = "/projects/{project_id}/users/{user_id}/roles";
const item = `${collection}/{role_id}`;
const paging: PageRule = { cursor: "next", limit: { default: 1000, min: 0, max: 1000 }, order: "asc" };

/** The project and the user of the path; an assignment has no id of its own. */
function placeOf({ world, caller, project, param }: Call<unknown, unknown>) {
  const user: UserRow = userIn(world.store, caller.organizationId, param("user_id"));
  const home: RoleHome = { organizationId: caller.organizationId, projectId: project().id };
  const isHere = (row: ProjectUserRoleRow) => row.project_id === home.projectId && row.user_id === user.id;
  return { user, home, isHere };
}

function assignedRole(call: Call<unknown, unknown>): AnyRole {
  const { world, param } = call;
  const { user, home, isHere } = placeOf(call);
  const role = roleIn(world.store, home, param("role_id"));
  if (world.store.find("project_user_roles", (row) => isHere(row) && row.role_id === role.id) === undefined) {
    throw notFound(
      `Role '${param("role_id")}' is not assigned to user '${user.id}' in project '${home.projectId}'.`,
    );
  }
  return role;
}

export const projectUserRoleRoutes: readonly Route[] = [
  route<{ role_id: string }>({ method: "POST", route: collection, credential: "admin" }, (call) => {
    const { store } = call.world;
    const { user, home, isHere } = placeOf(call);
    const role = roleIn(store, home, call.body.role_id);
    if (store.find("project_user_roles", (row) => isHere(row) && row.role_id === role.id) !== undefined) {
      const message = `Role '${role.id}' of user '${user.id}' already exists in project '${home.projectId}'.`;
      throw new ApiError({ status: 409, message, code: "already_exists" });
    }
    const id = store.newId("assignment_");
    store.insert("project_user_roles", {
      id,
      project_id: call.project().id,
      user_id: user.id,
      role_id: role.id,
    });
    return { object: "user.role", user: showUser(user), role: showRole(home, role) };
  }),

  route<object, PageQuery>(
    { method: "GET", route: collection, credential: "admin", page: paging },
    (call) => {
      const { store } = call.world;
      const { home, isHere } = placeOf(call);
      const rows = store.filter("project_user_roles", isHere);
      return page(store, paging, call.query, rows, (row) =>
        showAssigned(home, roleIn(store, home, row.role_id)),
      );
    },
  ),

  route({ method: "GET", route: item, credential: "admin" }, (call) =>
    showAssigned(placeOf(call).home, assignedRole(call)),
  ),

  route({ method: "DELETE", route: item, credential: "admin" }, (call) => {
    const { isHere } = placeOf(call);
    const { id } = assignedRole(call);
    call.world.store.remove("project_user_roles", (row) => isHere(row) && row.role_id === id);
    return { object: "user.role.deleted", deleted: true };
  }),
];
