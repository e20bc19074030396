import { removed } from "../kernel/declaration";
import { resource } from "../kernel/resource";
import { parent } from "../kernel/words";
import { project } from "./project";
import { builtIn, roleWords } from "./role";

export const projectRole = resource({
  token: "ProjectRole",
  about: "A custom role of one project: a name for a set of permissions.",
  notes: ["Built-in roles cannot be managed, only assigned."],
  destroying: "deletes the role. Assignments of it are resources of their own and go first.",
  page: "https://platform.openai.com/docs/api-reference/project-roles",
  credential: "admin",
  at: "/projects/{projectId}/roles",
  id: "{projectId}/{roleId}",
  read: "together",
  list: { page: "next", max: 1000 },
  recognise: ["name", "permissions", "description"],
  when: builtIn,
  props: {
    projectId: parent(project, "Id of the project."),
    ...roleWords,
  },
  examples: [
    {
      title: "A role that reads models and files",
      args: {
        projectId: "proj_abc123",
        name: "auditor",
        permissions: ["api.model.read", "api.files.read"],
        description: "Reads, never writes.",
      },
      next: [
        { change: { permissions: ["api.files.read", "api.model.read"] }, expect: "none" },
        { change: { permissions: ["api.model.read"] }, expect: "update" },
        { change: { name: "model-auditor" }, expect: "update" },
        { change: { description: removed }, expect: "update" },
        { change: { permissions: [] }, expect: "update" },
      ],
    },
  ],
});
