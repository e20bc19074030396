import { z } from "zod";
import { id, seconds, table } from "../state/fields";
import type { Store } from "../state/store";
import type { RowOf } from "../state/table";
import { assign, unassign } from "./role-assignments";
import { type RoleHome, roleIn } from "./roles";

export type ProjectUserRow = RowOf<typeof projectUserTable>;
/** A row's id is that of the user. */
export const projectUserTable = table("project_users", {
  project_id: id,
  role: z.enum(["owner", "member"]),
  added_at: seconds,
});

/** A place that is a project. */
export interface ProjectHome extends RoleHome {
  projectId: string;
}

export function projectUserIn(store: Store, { projectId }: ProjectHome, userId: string) {
  return store.find(projectUserTable, (row) => row.id === userId && row.project_id === projectId);
}

export function joinProject(
  store: Store,
  home: ProjectHome,
  user: Pick<ProjectUserRow, "id" | "role" | "added_at">,
): ProjectUserRow {
  const row = store.insert(projectUserTable, { ...user, project_id: home.projectId });
  exchangeRole(store, home, user.id, null, user.role);
  return row;
}

/** Other roles that were assigned to the user in the project are not the membership's and stay. */
export function leaveProject(store: Store, home: ProjectHome, { id, role }: ProjectUserRow): void {
  store.remove(projectUserTable, (row) => row.id === id && row.project_id === home.projectId);
  exchangeRole(store, home, id, role, null);
}

/** The role of a project's user is also a built-in role, assigned among the user's others. */
export function exchangeRole(
  store: Store,
  home: RoleHome,
  userId: string,
  before: ProjectUserRow["role"] | null,
  after: ProjectUserRow["role"] | null,
): void {
  const builtIn = (role: ProjectUserRow["role"]) => roleIn(store, home, `role-api-project-${role}`);
  const principal = { type: "user", id: userId } as const;
  if (before !== null) unassign(store, home, principal, builtIn(before).id);
  if (after !== null) assign(store, home, principal, builtIn(after));
}
