import { type PageQuery, type PageRule, page } from "../api/pages";
import { type Call, type Route, route } from "../api/route";
import {
  customRoleIn,
  type RoleHome,
  roleAssignmentTable,
  roleIn,
  rolesIn,
  roleTable,
  showRole,
} from "../objects/roles";

interface CreateBody {
  role_name: string;
  permissions: string[];
  description?: string | null;
}

type UpdateBody = { [K in keyof CreateBody]?: CreateBody[K] | null };

const paging: PageRule = { cursor: "next", limit: { default: 1000, min: 0, max: 1000 }, order: "asc" };

/** Roles of the organization and of a project differ in nothing but where they live. */
function rolesUnder(
  collection: string,
  homeOf: (call: Call<unknown, unknown>) => RoleHome,
): readonly Route[] {
  const item = `${collection}/{role_id}`;
  return [
    route<CreateBody>({ method: "POST", route: collection, credential: "admin" }, (call) => {
      const { world, caller, body } = call;
      const home = homeOf(call);
      const row = world.store.insert(roleTable, {
        id: world.store.newId("role_"),
        organization_id: home.organizationId,
        project_id: home.projectId,
        name: body.role_name,
        description: body.description ?? null,
        permissions: body.permissions,
        created_at: world.now(),
        updated_at: world.now(),
        created_by: caller.kind === "admin" ? caller.userId : "",
      });
      return showRole(home, row);
    }),

    route<object, PageQuery>(
      { method: "GET", route: collection, credential: "admin", page: paging },
      (call) => {
        const home = homeOf(call);
        const { store } = call.world;
        return page(store, paging, call.query, rolesIn(store, home), (role) => showRole(home, role));
      },
    ),

    route({ method: "GET", route: item, credential: "admin" }, (call) => {
      const home = homeOf(call);
      return showRole(home, roleIn(call.world.store, home, call.param("role_id")));
    }),

    route<UpdateBody>({ method: "POST", route: item, credential: "admin" }, (call) => {
      const { world, body } = call;
      const home = homeOf(call);
      const row = customRoleIn(world.store, home, call.param("role_id"));
      // null keeps, like leaving out; a description is emptied with "".
      row.name = body.role_name ?? row.name;
      row.permissions = body.permissions ?? row.permissions;
      row.description = body.description ?? row.description;
      row.updated_at = world.now();
      return showRole(home, row);
    }),

    // Nothing says what becomes of a deleted role's assignments; here they end with it.
    route({ method: "DELETE", route: item, credential: "admin" }, (call) => {
      const { store } = call.world;
      const { id } = customRoleIn(store, homeOf(call), call.param("role_id"));
      store.remove(roleTable, (role) => role.id === id);
      store.remove(roleAssignmentTable, (assignment) => assignment.role_id === id);
      return { object: "role.deleted", id, deleted: true };
    }),
  ];
}

export const roleRoutes: readonly Route[] = [
  ...rolesUnder("/organization/roles", ({ caller }) => ({
    organizationId: caller.organizationId,
    projectId: null,
  })),
  ...rolesUnder("/projects/{project_id}/roles", ({ caller, project }) => ({
    organizationId: caller.organizationId,
    projectId: project().id,
  })),
];
