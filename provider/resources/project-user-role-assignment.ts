import { resource } from "../kernel/resource";
import { parent } from "../kernel/words";
import { project } from "./project";
import { assignmentWords, onlyInherited, projectRoles } from "./role-assignment";
import { user } from "./user";

export const projectUserRoleAssignment = resource({
  token: "ProjectUserRoleAssignment",
  about: "A role of one user in one project.",
  notes: [
    "A role that the user holds only through a group is no assignment of the user's own: it is neither adopted nor removed.",
  ],
  destroying: "takes the role away from the user; the role itself stays.",
  page: "https://platform.openai.com/docs/api-reference/project-user-role-assignments",
  credential: "admin",
  kind: "edge",
  at: "/projects/{projectId}/users/{userId}/roles",
  id: "{projectId}/{userId}/{roleId}",
  read: "together",
  list: { page: "next", max: 1000 },
  replies: "nothing",
  when: { gone: (live) => onlyInherited(live, live.userId) },
  props: {
    projectId: parent(project, "Id of the project."),
    userId: parent(user, "Id of the user, who must be in the organization."),
    ...assignmentWords(projectRoles),
  },
  examples: [
    {
      title: "An owner of a project",
      args: { projectId: "proj_abc123", userId: "user-abc123", roleId: "role-api-project-owner" },
      next: [
        { change: { roleId: "role-api-project-owner__api-project__proj_abc123" }, expect: "none" },
        { change: { roleId: "role-api-project-member" }, expect: "replace" },
      ],
    },
  ],
});
