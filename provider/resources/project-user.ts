import { z } from "zod";
import { removed, replace } from "../kernel/declaration";
import { formatId } from "../kernel/identity";
import { resource } from "../kernel/resource";
import { spellings } from "../kernel/spelling";
import { computed, fixed, mutable, parent } from "../kernel/words";
import { project } from "./project";
import { projectUserRoleAssignment } from "./project-user-role-assignment";
import { user } from "./user";

export const projectUser = resource({
  token: "ProjectUser",
  about: "The membership of one user in one project.",
  notes: [
    "Give exactly one of `userId` and `email`. The user must be in the organization already.",
    "Custom roles are given with ProjectUserRoleAssignment. The default project takes no members.",
  ],
  destroying: "removes the user from the project; the user stays in the organization.",
  page: "https://platform.openai.com/docs/api-reference/project-users",
  credential: "admin",
  kind: "edge",
  at: "/organization/projects/{projectId}/users",
  id: "{projectId}/{userId}",
  read: "together",
  list: { page: "lastId", max: 100 },
  either: [["userId", "email"]],
  // The role of a membership shows as an assignment of the built-in role of that name.
  also: ({ projectId, userId, role }) => {
    if (typeof projectId !== "string" || typeof userId !== "string" || typeof role !== "string") return [];
    const roleId = `role-api-project-${role}`;
    return [
      `${projectUserRoleAssignment.token} ${formatId(projectUserRoleAssignment, { projectId, userId, roleId })}`,
    ];
  },
  props: {
    projectId: parent(project, "Id of the project."),
    userId: fixed(z.string().min(1).optional(), "Id of the user.", {
      wire: { write: "user_id", read: "id" },
      of: user,
      clear: replace,
    }),
    email: fixed(z.string().min(3).optional(), "E-mail address of the user, instead of the id.", {
      equal: spellings.lowerCase,
      clear: replace,
    }),
    role: mutable(z.enum(["owner", "member"]), "What the user may do in the project."),
    name: computed(z.string().optional(), "Name of the user.", { volatile: true }),
    addedAt: computed(z.int(), "When the user was added, in Unix seconds."),
  },
  examples: [
    {
      title: "A member of a project",
      args: { projectId: "proj_abc123", userId: "user-abc123", role: "member" },
      next: [
        { change: { role: "owner" }, expect: "update" },
        { change: { userId: removed, email: "carol@example.com" }, expect: "replace" },
      ],
    },
  ],
});
