import { z } from "zod";
import { badRequest, notFound } from "../api/errors";
import type { Principal } from "../behaviour/assignment-sources";
import { id, maybe, seconds, table, text } from "../state/fields";
import type { Store } from "../state/store";
import type { RowOf } from "../state/table";
import {
  type PredefinedRole,
  predefinedRoles,
  type RoleHome,
  scopedRoleId,
  shortRoleId,
} from "./roles-predefined";

export type RoleRow = RowOf<typeof roleTable>;
/** Custom roles; the predefined ones are constants in roles-predefined.ts. */
export const roleTable = table("roles", {
  organization_id: id,
  /** null: a role of the organization. */
  project_id: maybe(id),
  name: text,
  description: maybe(text),
  permissions: z.array(text),
  created_at: seconds,
  updated_at: seconds,
  created_by: text,
});

export type RoleAssignmentRow = RowOf<typeof roleAssignmentTable>;
export const roleAssignmentTable = table("role_assignments", {
  principal_type: z.enum(["user", "group"]),
  principal_id: id,
  organization_id: id,
  /** null: a role of the organization. */
  project_id: maybe(id),
  /** Short form, before `__`. */
  role_id: id,
});

export type { RoleHome } from "./roles-predefined";

export type AnyRole = RoleRow | PredefinedRole;

const isPredefined = (role: AnyRole): role is PredefinedRole => "scope" in role;

const predefinedIn = (home: RoleHome): readonly PredefinedRole[] =>
  predefinedRoles.filter((role) => role.scope === (home.projectId === null ? "organization" : "project"));

export function rolesIn(store: Store, home: RoleHome): AnyRole[] {
  const custom = store.filter(
    roleTable,
    (role) => role.organization_id === home.organizationId && role.project_id === home.projectId,
  );
  return [...predefinedIn(home), ...custom];
}

/** Finds a role by either form of its id. */
export function roleIn(store: Store, home: RoleHome, id: string): AnyRole {
  const short = shortRoleId(id, home);
  const role = rolesIn(store, home).find((candidate) => candidate.id === short);
  if (role === undefined) throw notFound(`Role with id '${id}' not found.`);
  return role;
}

export function customRoleIn(store: Store, home: RoleHome, id: string): RoleRow {
  const role = roleIn(store, home, id);
  if (isPredefined(role)) throw badRequest(`The predefined role '${id}' cannot be changed.`, "role_id");
  return role;
}

/** Predefined roles of a project are answered with the project inside their id. */
export function showRole(home: RoleHome, role: AnyRole) {
  const scoped = isPredefined(role) && home.projectId !== null;
  return {
    object: "role",
    id: scoped ? scopedRoleId(role.id, home) : role.id,
    name: role.name,
    description: role.description,
    permissions: role.permissions,
    resource_type: home.projectId === null ? "api.organization" : "api.project",
    predefined_role: isPredefined(role),
  };
}

/** What a listing of assignments says: facts about the role, not about the assignment. */
export function showAssigned(home: RoleHome, role: AnyRole, sources: readonly Principal[] | null) {
  const { object: _, ...facts } = showRole(home, role);
  const custom = isPredefined(role) ? null : role;
  return {
    ...facts,
    created_at: custom?.created_at ?? null,
    updated_at: custom?.updated_at ?? null,
    created_by: custom?.created_by ?? null,
    created_by_user_obj: null,
    metadata: {},
    assignment_sources: sources?.map(({ type, id }) => ({ principal_id: id, principal_type: type })) ?? null,
  };
}
