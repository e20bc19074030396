import { ApiError, notFound } from "../api/errors";
import { type PageQuery, type PageRule, page } from "../api/pages";
import { type Call, type Route, route } from "../api/route";
import type { Principal } from "../behaviour/assignment-sources";
import { groupIn } from "../objects/groups";
import { assign, type HeldRole, heldRoles, unassign } from "../objects/role-assignments";
import { type RoleHome, roleIn, showAssigned, showRole } from "../objects/roles";
import { showUser, userIn } from "../objects/users";

/** Who has the role and where: all that identifies an assignment besides the role. */
interface Place {
  home: RoleHome;
  principal: Principal;
  /** The principal as the reply to an assignment shows it. */
  shown: object;
}

const paging: PageRule = { cursor: "next", limit: { default: 1000, min: 0, max: 1000 }, order: "asc" };

const inOrganization = ({ caller }: Call<unknown, unknown>): RoleHome => ({
  organizationId: caller.organizationId,
  projectId: null,
});

const inProject = ({ caller, project }: Call<unknown, unknown>): RoleHome => ({
  organizationId: caller.organizationId,
  projectId: project().id,
});

function ofUser({ world, caller, param }: Call<unknown, unknown>): Omit<Place, "home"> {
  const user = userIn(world.store, caller.organizationId, param("user_id"));
  return { principal: { type: "user", id: user.id }, shown: showUser(user) };
}

function ofGroup({ world, caller, param }: Call<unknown, unknown>): Omit<Place, "home"> {
  const { id, name, created_at, is_scim_managed } = groupIn(
    world.store,
    caller.organizationId,
    param("group_id"),
  );
  // Here the field is called `scim_managed`, and `is_scim_managed` in the group itself.
  const shown = { object: "group", id, name, created_at, scim_managed: is_scim_managed };
  return { principal: { type: "group", id }, shown };
}

const nameOf = (home: RoleHome): string =>
  home.projectId === null ? `organization '${home.organizationId}'` : `project '${home.projectId}'`;

/** The four collections differ in nothing but who has the role and where it lives. */
function assignmentsUnder(
  collection: string,
  homeOf: (call: Call<unknown, unknown>) => RoleHome,
  holderOf: (call: Call<unknown, unknown>) => Omit<Place, "home">,
): readonly Route[] {
  const item = `${collection}/{role_id}`;
  const placeOf = (call: Call<unknown, unknown>): Place => ({ home: homeOf(call), ...holderOf(call) });

  const show = ({ world }: Call<unknown, unknown>, { home, principal }: Place, { role, ways }: HeldRole) => {
    const onlyDirect = ways.every((way) => way.type === principal.type && way.id === principal.id);
    return showAssigned(home, role, onlyDirect ? world.assignmentSources.ofDirect(principal) : ways);
  };

  function heldIn(call: Call<unknown, unknown>, { home, principal }: Place): HeldRole {
    const { store } = call.world;
    const id = call.param("role_id");
    const role = roleIn(store, home, id);
    const held = heldRoles(store, home, principal).find((candidate) => candidate.id === role.id);
    if (held !== undefined) return held;
    throw notFound(`Role '${id}' is not assigned to ${principal.type} '${principal.id}' in ${nameOf(home)}.`);
  }

  return [
    route<{ role_id: string }>({ method: "POST", route: collection, credential: "admin" }, (call) => {
      const { store } = call.world;
      const { home, principal, shown } = placeOf(call);
      const role = roleIn(store, home, call.body.role_id);
      if (!assign(store, home, principal, role)) {
        const message = `Role '${role.id}' of ${principal.type} '${principal.id}' already exists in ${nameOf(home)}.`;
        throw new ApiError({ status: 409, message, code: "already_exists" });
      }
      return { object: `${principal.type}.role`, [principal.type]: shown, role: showRole(home, role) };
    }),

    route<object, PageQuery>(
      { method: "GET", route: collection, credential: "admin", page: paging },
      (call) => {
        const { store } = call.world;
        const place = placeOf(call);
        const held = heldRoles(store, place.home, place.principal);
        return page(store, paging, call.query, held, (role) => show(call, place, role));
      },
    ),

    route({ method: "GET", route: item, credential: "admin" }, (call) => {
      const place = placeOf(call);
      return show(call, place, heldIn(call, place));
    }),

    // Only what was assigned directly can be taken away; what a group brings ends with the group's assignment.
    route({ method: "DELETE", route: item, credential: "admin" }, (call) => {
      const place = placeOf(call);
      const { home, principal } = place;
      const { id, direct } = heldIn(call, place);
      if (!direct) {
        throw notFound(
          `Role '${id}' of ${principal.type} '${principal.id}' in ${nameOf(home)} is inherited, not assigned.`,
        );
      }
      unassign(call.world.store, home, principal, id);
      return { object: `${principal.type}.role.deleted`, deleted: true };
    }),
  ];
}

export const roleAssignmentRoutes: readonly Route[] = [
  ...assignmentsUnder("/organization/users/{user_id}/roles", inOrganization, ofUser),
  ...assignmentsUnder("/organization/groups/{group_id}/roles", inOrganization, ofGroup),
  ...assignmentsUnder("/projects/{project_id}/users/{user_id}/roles", inProject, ofUser),
  ...assignmentsUnder("/projects/{project_id}/groups/{group_id}/roles", inProject, ofGroup),
];
