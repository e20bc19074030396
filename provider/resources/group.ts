import { z } from "zod";
import { resource } from "../kernel/resource";
import { computed, mutable } from "../kernel/words";

export const group = resource({
  token: "Group",
  about: "A group of users of the organization, so that roles and projects can be given to many at once.",
  notes: [
    "Members (GroupUser), projects (ProjectGroup) and roles are resources of their own.",
    "A group that an identity provider keeps by SCIM cannot be managed here.",
  ],
  destroying: "deletes the group: its members lose what they held through it.",
  page: "https://platform.openai.com/docs/api-reference/groups",
  credential: "admin",
  at: "/organization/groups",
  id: "{groupId}",
  read: "together",
  list: { page: "next", max: 1000 },
  recognise: ["name", "createdAt"],
  when: {
    foreign: (live) =>
      live.isScimManaged === true ? "an identity provider manages the group by SCIM" : undefined,
  },
  props: {
    groupId: computed(z.string(), "Id of the group.", { wire: "id", example: "group_abc123" }),
    name: mutable(z.string().min(1).max(255), "Name of the group, to 255 characters.", { named: true }),
    groupType: computed(
      z.enum(["group", "tenant_group"]).optional(),
      "Whose group it is: `tenant_group` for one of the enterprise tenant.",
    ),
    isScimManaged: computed(z.boolean(), "Whether an identity provider manages the group."),
    createdAt: computed(z.int(), "When the group was created, in Unix seconds."),
  },
  examples: [
    {
      title: "A group for the support team",
      args: { name: "support" },
      next: [{ change: { name: "customer-support" }, expect: "update" }],
    },
  ],
});
