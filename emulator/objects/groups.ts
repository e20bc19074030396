import { badRequest, notFound } from "../api/errors";
import type { GroupRow } from "../state/rows";
import type { Store } from "../state/store";

export function groupIn(store: Store, organizationId: string, id: string): GroupRow {
  const row = store.find("groups", (group) => group.id === id && group.organization_id === organizationId);
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
  store.remove("groups", (group) => group.id === id);
  store.remove("group_users", (membership) => membership.group_id === id);
  store.remove("project_groups", (membership) => membership.id === id);
  store.remove("role_assignments", (row) => row.principal_type === "group" && row.principal_id === id);
}
