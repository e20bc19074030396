import { resource } from "../kernel/resource";
import { parent } from "../kernel/words";
import { group } from "./group";
import { assignmentWords, onlyInherited, organizationRoles } from "./role-assignment";

export const organizationGroupRoleAssignment = resource({
  token: "OrganizationGroupRoleAssignment",
  about: "A role of one group in the whole organization: every member of the group holds it.",
  destroying: "takes the role away from the group; role and group stay.",
  page: "https://platform.openai.com/docs/api-reference/group-role-assignments",
  credential: "admin",
  kind: "edge",
  at: "/organization/groups/{groupId}/roles",
  id: "{groupId}/{roleId}",
  read: "together",
  list: { page: "next", max: 1000 },
  replies: "nothing",
  when: { gone: (live) => onlyInherited(live, live.groupId) },
  props: {
    groupId: parent(group, "Id of the group."),
    ...assignmentWords(organizationRoles),
  },
  examples: [
    {
      title: "The finance team reads the organization's settings",
      args: { groupId: "group_abc123", roleId: "role-api-organization-reader" },
      next: [{ change: { roleId: "role_def456" }, expect: "replace" }],
    },
  ],
});
