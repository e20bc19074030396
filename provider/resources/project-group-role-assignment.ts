import { resource } from "../kernel/resource";
import { parent } from "../kernel/words";
import { group } from "./group";
import { project } from "./project";
import { assignmentWords, onlyInherited, projectRoles } from "./role-assignment";

export const projectGroupRoleAssignment = resource({
  token: "ProjectGroupRoleAssignment",
  about: "A role of one group in one project: every member of the group holds it there.",
  notes: ["The group's access to the project (ProjectGroup) carries a role of its own."],
  destroying: "takes the role away from the group; role and group stay.",
  page: "https://platform.openai.com/docs/api-reference/project-group-role-assignments",
  credential: "admin",
  kind: "edge",
  at: "/projects/{projectId}/groups/{groupId}/roles",
  id: "{projectId}/{groupId}/{roleId}",
  read: "together",
  list: { page: "next", max: 1000 },
  replies: "nothing",
  when: { gone: (live) => onlyInherited(live, live.groupId) },
  props: {
    projectId: parent(project, "Id of the project."),
    groupId: parent(group, "Id of the group."),
    ...assignmentWords(projectRoles),
  },
  examples: [
    {
      title: "The support team may look into a project",
      args: { projectId: "proj_abc123", groupId: "group_abc123", roleId: "role-api-project-viewer" },
      next: [
        { change: { roleId: "role-api-project-viewer__api-project__proj_abc123" }, expect: "none" },
        { change: { roleId: "role-api-project-member" }, expect: "replace" },
      ],
    },
  ],
});
