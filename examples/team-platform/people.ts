import * as openai from "pulumi-openai/dynamic";

interface People {
  lead: string;
  members: string[];
}

/** Who is who in the organization: a group of its readers, and a role for the one who looks after the groups. */
export function people({ lead, members }: People) {
  const readers = new openai.Group("readers", { name: "readers" });
  for (const userId of members) {
    new openai.GroupUser(`reader-${userId}`, { groupId: readers.groupId, userId }, { deletedWith: readers });
  }
  const groupAdmin = new openai.OrganizationRole("group-admin", {
    permissions: ["api.groups.read", "api.groups.write"],
    description: "Makes groups and fills them.",
  });
  new openai.OrganizationUserRoleAssignment("group-admin-lead", { userId: lead, roleId: groupAdmin.roleId });
  return { readers };
}
