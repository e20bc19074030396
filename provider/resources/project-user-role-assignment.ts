import { z } from "zod";
import { resource } from "../kernel/resource";
import { computed, fixed, parent } from "../kernel/words";
import { project } from "./project";
import { onlyInherited, shortRoleId } from "./role-assignment";

export const projectUserRoleAssignment = resource({
  token: "ProjectUserRoleAssignment",
  about: "A role of one user in one project.",
  notes: [
    "A role that the user holds only through a group is no assignment of the user's own: it is neither adopted nor removed.",
    "Destroying takes the role away from the user; the role itself stays.",
  ],
  page: "https://platform.openai.com/docs/api-reference/project-user-role-assignments",
  credential: "admin",
  kind: "edge",
  at: "/projects/{projectId}/users/{userId}/roles",
  id: "{projectId}/{userId}/{roleId}",
  list: { page: "next", max: 1000 },
  replies: "nothing",
  when: { gone: (live) => onlyInherited(live, live.userId) },
  props: {
    projectId: parent(project, z.string(), "Id of the project."),
    userId: parent(
      { example: "user-abc123" },
      z.string(),
      "Id of the user, who must be in the organization.",
    ),
    roleId: fixed(
      z.string().min(1),
      "Id of the role: a ProjectRole's, or a built-in one such as `role-api-project-owner`, `-member` or `-viewer`.",
      { wire: { write: "role_id", read: "id" }, equal: shortRoleId, example: "role_abc123" },
    ),
    assignmentSources: computed(
      z.array(z.object({ principalId: z.string(), principalType: z.string() })).optional(),
      "Through whom the user holds the role: the user, groups, or both. Known after a refresh.",
      { volatile: true },
    ),
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
