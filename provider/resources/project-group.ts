import { z } from "zod";
import { formatId } from "../kernel/identity";
import { resource } from "../kernel/resource";
import { spellings } from "../kernel/spelling";
import { computed, fixed, parent } from "../kernel/words";
import { group } from "./group";
import { project } from "./project";
import { projectGroupRoleAssignment } from "./project-group-role-assignment";

export const projectGroup = resource({
  token: "ProjectGroup",
  about: "The access of one group to one project, with the role that its members get there.",
  notes: [
    "The API shows the role of the access nowhere, so a change made by hand cannot be seen. More roles are given with ProjectGroupRoleAssignment.",
    "Another role is another access: the group is taken out of the project and put back in.",
  ],
  destroying: "takes the group out of the project; group and project stay.",
  page: "https://platform.openai.com/docs/api-reference/project-groups",
  credential: "admin",
  kind: "edge",
  at: "/organization/projects/{projectId}/groups",
  id: "{projectId}/{groupId}",
  read: "together",
  list: { page: "next", max: 100 },
  // The role of the access is one of the group's roles in the project, and taken away as such.
  also: ({ projectId, groupId, role }) => {
    if (typeof projectId !== "string" || typeof groupId !== "string" || typeof role !== "string") return [];
    const assignment = formatId(projectGroupRoleAssignment, { projectId, groupId, roleId: role });
    return [`${projectGroupRoleAssignment.token} ${assignment}`];
  },
  props: {
    projectId: parent(project, "Id of the project."),
    groupId: parent(group, "Id of the group."),
    role: fixed(
      z.string().min(1),
      "Id of the members' role: a ProjectRole's, or a built-in one such as `role-api-project-member`.",
      { echoed: false, equal: spellings.withoutScope },
    ),
    groupName: computed(z.string(), "Name of the group.", { volatile: true }),
    groupType: computed(
      z.enum(["group", "tenant_group"]).optional(),
      "Whose group it is: `tenant_group` for one of the enterprise tenant.",
    ),
    createdAt: computed(z.int(), "When the access was given, in Unix seconds."),
  },
  examples: [
    {
      title: "The support team works in its project",
      args: { projectId: "proj_abc123", groupId: "group_abc123", role: "role-api-project-member" },
      next: [{ change: { role: "role-api-project-viewer" }, expect: "replace" }],
    },
  ],
});
