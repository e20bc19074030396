import { notFound } from "../api/errors";
import type { UserRow } from "../state/rows";
import type { Store } from "../state/store";

export function userIn(store: Store, organizationId: string, id: string): UserRow {
  const row = store.find("users", (user) => user.id === id && user.organization_id === organizationId);
  if (row === undefined) throw notFound(`No user found with id '${id}'.`);
  return row;
}

export const showUser = ({ id, name, email, role, added_at }: UserRow) => ({
  object: "organization.user",
  id,
  name,
  email,
  role,
  added_at,
});
