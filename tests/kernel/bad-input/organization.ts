import type { Mistake, Mistakes } from "./mistake";

/** What an admin key makes in the organization itself. */
const assignment: Mistake[] = [
  ["no role", { roleId: undefined }, ["roleId", '"roleId" is required']],
  ["a role that is nothing", { roleId: "" }, ["roleId", "must be at least 1 character"]],
  ["a list of roles", { roleId: ["role_1"] }, ["roleId", "must be text"]],
  [
    "where the role comes from",
    { assignmentSources: [] },
    ["assignmentSources", '"assignmentSources" comes from the API and cannot be set'],
  ],
];

const role: Mistake[] = [
  ["no name", { name: undefined }, ["name", '"name" is required']],
  ["an empty name", { name: "" }, ["name", "must be at least 1 character"]],
  [
    "no permissions, rather than none",
    { permissions: undefined },
    ["permissions", '"permissions" is required'],
  ],
  ["one permission that is no list", { permissions: "api.model.read" }, ["permissions", "must be a list"]],
  [
    "a permission that is nothing",
    { permissions: ["a", ""] },
    ["permissions[1]", "must be at least 1 character"],
  ],
  ["a permission that is a number", { permissions: [7] }, ["permissions[0]", "must be text"]],
  ["a description that is a number", { description: 7 }, ["description", "must be text"]],
  [
    "that OpenAI made it",
    { predefinedRole: true },
    ["predefinedRole", '"predefinedRole" comes from the API and cannot be set'],
  ],
];

export const organization: Record<string, Mistakes> = {
  AdminApiKey: {
    good: { name: "audit", expiresInSeconds: 60 },
    mistakes: [
      ["no name", { name: undefined }, ["name", '"name" is required']],
      ["an empty name", { name: "" }, ["name", "must be at least 1 character"]],
      ["a lifetime of nothing", { expiresInSeconds: 0 }, ["expiresInSeconds", "must be at least 1"]],
      [
        "more than a year",
        { expiresInSeconds: 31_536_001 },
        ["expiresInSeconds", "must be at most 31536000"],
      ],
      ["half a second", { expiresInSeconds: 1.5 }, ["expiresInSeconds", "must be a whole number"]],
      ["a lifetime in words", { expiresInSeconds: "60" }, ["expiresInSeconds", "must be a number"]],
      [
        "a misspelt lifetime",
        { expiresInSecond: 60 },
        ["", 'AdminApiKey has no argument "expiresInSecond"; did you mean "expiresInSeconds"?'],
      ],
      ["the key itself", { value: "sk-admin-1" }, ["", '"value" comes from the API and cannot be set']],
      ["when it ends", { expiresAt: 7 }, ["expiresAt", '"expiresAt" comes from the API and cannot be set']],
    ],
  },

  Group: {
    good: { name: "support" },
    mistakes: [
      ["no name", { name: undefined }, ["name", '"name" is required']],
      ["an empty name", { name: "" }, ["name", "must be at least 1 character"]],
      ["a long name", { name: "n".repeat(256) }, ["name", "must be at most 255 characters"]],
      ["a name that is true", { name: true }, ["name", "must be text"]],
      [
        "that an identity provider keeps it",
        { isScimManaged: true },
        ["isScimManaged", '"isScimManaged" comes from the API and cannot be set'],
      ],
      [
        "its members, which are resources of their own",
        { users: ["user_1"] },
        ["", 'Group has no argument "users"'],
      ],
    ],
  },

  GroupUser: {
    good: { groupId: "group_1", userId: "user_1" },
    mistakes: [
      ["no group", { groupId: undefined }, ["groupId", '"groupId" is required']],
      ["no user", { userId: undefined }, ["userId", '"userId" is required']],
      [
        "a user whose id is an output that is not set",
        { userId: "" },
        ["userId", "must be at least 1 character"],
      ],
      ["several users", { userId: ["user_1"] }, ["userId", "must be text"]],
      [
        "a misspelt user",
        { userid: "user_1", userId: undefined },
        ["", 'GroupUser has no argument "userid"; did you mean "userId"?'],
        ["userId", '"userId" is required'],
      ],
      ["an address", { email: "ada@example.com" }, ["", 'GroupUser has no argument "email"']],
    ],
  },

  OrganizationRole: {
    good: { name: "group-admin", permissions: ["api.groups.read"], description: "d" },
    mistakes: [
      ...role,
      [
        "the API's name of the name",
        { role_name: "x" },
        ["", 'OrganizationRole has no argument "role_name"'],
      ],
      [
        "a misspelt list",
        { permission: [] },
        ["", 'OrganizationRole has no argument "permission"; did you mean "permissions"?'],
      ],
    ],
  },

  ProjectRole: {
    good: { projectId: "proj_1", name: "auditor", permissions: [] },
    mistakes: [...role, ["no project", { projectId: undefined }, ["projectId", '"projectId" is required']]],
  },

  OrganizationUserRoleAssignment: {
    good: { userId: "user_1", roleId: "role_1" },
    mistakes: [
      ...assignment,
      ["no user", { userId: undefined }, ["userId", '"userId" is required']],
      [
        "a role by its name",
        { role: "owner" },
        ["", 'OrganizationUserRoleAssignment has no argument "role"; did you mean "roleId"?'],
      ],
    ],
  },

  OrganizationGroupRoleAssignment: {
    good: { groupId: "group_1", roleId: "role_1" },
    mistakes: [
      ...assignment,
      ["no group", { groupId: undefined }, ["groupId", '"groupId" is required']],
      ["a group that is an object", { groupId: { id: "group_1" } }, ["groupId", "must be text"]],
    ],
  },

  ProjectUserRoleAssignment: {
    good: { projectId: "proj_1", userId: "user_1", roleId: "role_1" },
    mistakes: [
      ...assignment,
      ["no project", { projectId: undefined }, ["projectId", '"projectId" is required']],
      ["no user", { userId: undefined }, ["userId", '"userId" is required']],
    ],
  },

  ProjectGroupRoleAssignment: {
    good: { projectId: "proj_1", groupId: "group_1", roleId: "role_1" },
    mistakes: [
      ...assignment,
      [
        "nothing but a role",
        { projectId: undefined, groupId: undefined },
        ["projectId", '"projectId" is required'],
        ["groupId", '"groupId" is required'],
      ],
      [
        "a misspelt group",
        { groupID: "group_1" },
        ["", 'ProjectGroupRoleAssignment has no argument "groupID"; did you mean "groupId"?'],
      ],
    ],
  },
};
