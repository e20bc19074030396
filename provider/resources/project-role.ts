import { z } from "zod";
import { removed } from "../kernel/declaration";
import { resource } from "../kernel/resource";
import { computed, mutable, parent } from "../kernel/words";
import { project } from "./project";

export const projectRole = resource({
  token: "ProjectRole",
  about: "A custom role of one project: a name for a set of permissions.",
  notes: [
    "Built-in roles cannot be managed, only assigned.",
    "Destroying deletes the role. Assignments of it are resources of their own and go first.",
  ],
  page: "https://platform.openai.com/docs/api-reference/project-roles",
  credential: "admin",
  at: "/projects/{projectId}/roles",
  id: "{projectId}/{roleId}",
  list: { page: "next", max: 1000 },
  recognise: ["name", "permissions", "description"],
  when: {
    foreign: (live) =>
      live.predefinedRole === true ? "it is a built-in role, which nobody can change" : undefined,
  },
  props: {
    projectId: parent(project, z.string(), "Id of the project."),
    roleId: computed(z.string(), "Id of the role.", { wire: "id", example: "role_abc123" }),
    name: mutable(z.string().min(1), "Name of the role.", {
      named: true,
      wire: { write: "role_name", read: "name" },
    }),
    permissions: mutable(
      z.array(z.string().min(1)),
      "What the role allows, such as `api.model.read`. Order does not matter; none at all is allowed.",
      { unordered: true },
    ),
    description: mutable(z.string().optional(), "What the role is for.", {
      // the API takes null, but nothing says that it clears; an empty text does
      clear: "",
      equal: (text) => (text === "" ? undefined : text),
    }),
    predefinedRole: computed(z.boolean(), "Whether OpenAI made the role."),
    resourceType: computed(z.string(), "What the role is about; `api.project` here."),
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
