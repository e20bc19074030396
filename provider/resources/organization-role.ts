import { removed } from "../kernel/declaration";
import { resource } from "../kernel/resource";
import { builtIn, roleWords } from "./role";

export const organizationRole = resource({
  token: "OrganizationRole",
  about: "A custom role of the organization: a name for a set of permissions, given to users and groups.",
  notes: ["Built-in roles cannot be managed, only assigned."],
  destroying: "deletes the role. Assignments of it are resources of their own and go first.",
  page: "https://platform.openai.com/docs/api-reference/roles",
  credential: "admin",
  at: "/organization/roles",
  id: "{roleId}",
  read: "together",
  list: { page: "next", max: 1000 },
  recognise: ["name", "permissions", "description"],
  when: builtIn,
  props: roleWords,
  examples: [
    {
      title: "A role for those who look after the groups",
      args: {
        name: "group-admin",
        permissions: ["api.groups.read", "api.groups.write"],
        description: "Makes groups and fills them.",
      },
      next: [
        {
          change: { permissions: ["api.groups.write", "api.groups.read"] },
          expect: "none",
        },
        { change: { permissions: ["api.groups.read"] }, expect: "update" },
        { change: { name: "people-admin" }, expect: "update" },
        { change: { description: removed }, expect: "update" },
      ],
    },
  ],
});
