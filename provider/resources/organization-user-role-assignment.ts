import { resource } from "../kernel/resource";
import { parent } from "../kernel/words";
import { assignmentWords, onlyInherited, organizationRoles } from "./role-assignment";
import { user } from "./user";

export const organizationUserRoleAssignment = resource({
  token: "OrganizationUserRoleAssignment",
  about: "A role of one user in the whole organization.",
  notes: [
    "A role that the user holds only through a group is no assignment of the user's own: it is neither adopted nor removed.",
  ],
  destroying: "takes the role away from the user; the role itself stays.",
  page: "https://platform.openai.com/docs/api-reference/user-role-assignments",
  credential: "admin",
  kind: "edge",
  at: "/organization/users/{userId}/roles",
  id: "{userId}/{roleId}",
  read: "together",
  list: { page: "next", max: 1000 },
  replies: "nothing",
  when: { gone: (live) => onlyInherited(live, live.userId) },
  props: {
    userId: parent(user, "Id of the user."),
    ...assignmentWords(organizationRoles),
  },
  examples: [
    {
      title: "Somebody who may read the organization's settings",
      args: { userId: "user-abc123", roleId: "role-api-organization-reader" },
      next: [{ change: { roleId: "role_def456" }, expect: "replace" }],
    },
  ],
});
