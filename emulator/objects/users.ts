import { notFound } from "../api/errors";
import { id, seconds, table, text } from "../state/fields";
import type { Store } from "../state/store";
import type { RowOf } from "../state/table";

export type UserRow = RowOf<typeof userTable>;
export const userTable = table(
  "users",
  { organization_id: id, name: text, email: text, role: text, added_at: seconds },
  { param: "user_id" },
);

export function userIn(store: Store, organizationId: string, id: string): UserRow {
  const row = store.find(userTable, (user) => user.id === id && user.organization_id === organizationId);
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
