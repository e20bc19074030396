import type { Principal } from "../behaviour/assignment-sources";
import type { Store } from "../state/store";
import type { Row } from "../state/table";
import { groupUserTable } from "./groups";
import { type AnyRole, type RoleAssignmentRow, type RoleHome, roleAssignmentTable, roleIn } from "./roles";

/** A role that a principal has in one place, directly or through groups. */
export interface HeldRole extends Row {
  role: AnyRole;
  direct: boolean;
  /** Every way that leads to it. */
  ways: Principal[];
}

const isOf =
  (home: RoleHome, principal: Principal) =>
  (row: RoleAssignmentRow): boolean =>
    row.organization_id === home.organizationId &&
    row.project_id === home.projectId &&
    row.principal_type === principal.type &&
    row.principal_id === principal.id;

/** Assigns a role; one that is assigned already stays as it is, and the answer says so. */
export function assign(store: Store, home: RoleHome, principal: Principal, role: AnyRole): boolean {
  const isHere = isOf(home, principal);
  if (store.find(roleAssignmentTable, (row) => isHere(row) && row.role_id === role.id) !== undefined)
    return false;
  store.insert(roleAssignmentTable, {
    id: store.newId("assignment_"),
    principal_type: principal.type,
    principal_id: principal.id,
    organization_id: home.organizationId,
    project_id: home.projectId,
    role_id: role.id,
  });
  return true;
}

/** Takes one role away, or all that the principal has directly in this place. */
export function unassign(store: Store, home: RoleHome, principal: Principal, roleId?: string): void {
  const isHere = isOf(home, principal);
  store.remove(roleAssignmentTable, (row) => isHere(row) && (roleId === undefined || row.role_id === roleId));
}

function groupsOf(store: Store, principal: Principal): Principal[] {
  if (principal.type !== "user") return [];
  return store
    .filter(groupUserTable, (membership) => membership.id === principal.id)
    .map((membership) => ({ type: "group", id: membership.group_id }));
}

/** Each role once, however many ways lead to it; it stands where the oldest of them does. */
export function heldRoles(store: Store, home: RoleHome, principal: Principal): HeldRole[] {
  const ways = [principal, ...groupsOf(store, principal)].flatMap((source) =>
    store.filter(roleAssignmentTable, isOf(home, source)).map((row) => ({ source, row })),
  );
  return [...new Set(ways.map(({ row }) => row.role_id))].map((id) => {
    const same = ways.filter(({ row }) => row.role_id === id);
    const sources = same.map(({ source }) => source);
    return {
      id,
      seq: Math.min(...same.map(({ row }) => row.seq)),
      role: roleIn(store, home, id),
      direct: sources.includes(principal),
      ways: sources,
    };
  });
}
