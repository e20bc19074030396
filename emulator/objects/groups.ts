import { z } from "zod";
import { badRequest, notFound } from "../api/errors";
import { id, seconds, table, text } from "../state/fields";
import type { Store } from "../state/store";
import type { RowOf } from "../state/table";
import { roleAssignmentTable } from "./roles";

export type GroupRow = RowOf<typeof groupTable>;
export const groupTable = table(
  "groups",
  {
    organization_id: id,
    name: text,
    created_at: seconds,
    is_scim_managed: z.boolean(),
    group_type: z.enum(["group", "tenant_group"]),
  },
  { param: "group_id" },
);

// Memberships have no id of their own: a row's id is that of the member.
export const groupUserTable = table("group_users", { group_id: id });

export type ProjectGroupRow = RowOf<typeof projectGroupTable>;
export const projectGroupTable = table("project_groups", { project_id: id, created_at: seconds });

export function groupIn(store: Store, organizationId: string, id: string): GroupRow {
  const row = store.find(groupTable, (group) => group.id === id && group.organization_id === organizationId);
  if (row === undefined) throw notFound(`No group found with id '${id}'.`);
  return row;
}

/** The identity provider alone decides the name and the members of a group that it manages. */
export function changeableGroupIn(store: Store, organizationId: string, id: string): GroupRow {
  const row = groupIn(store, organizationId, id);
  if (row.is_scim_managed) {
    throw badRequest(
      `Group '${id}' is managed through SCIM and cannot be changed here.`,
      null,
      "scim_managed",
    );
  }
  return row;
}

export function removeGroup(store: Store, id: string): void {
  store.remove(groupTable, (group) => group.id === id);
  store.remove(groupUserTable, (membership) => membership.group_id === id);
  store.remove(projectGroupTable, (membership) => membership.id === id);
  store.remove(roleAssignmentTable, (row) => row.principal_type === "group" && row.principal_id === id);
}
