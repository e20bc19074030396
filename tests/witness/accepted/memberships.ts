import { type Accepted, accept, both, document } from "./accept";

/** Users, groups and the roles that they hold. */
export const memberships: Accepted[] = [
  ...accept("Typed as any text, documented as owner or member; custom roles are given by role assignments.", {
    kinds: ["ProjectUser"],
    witnesses: both,
    says: ["read", "create", "update"].map(
      (operation) => `${operation}: "role" is any text there and one of member, owner here`,
    ),
  }),
  ...accept("Required by the schema and missing from the document's own example of the answer.", {
    kinds: ["ProjectGroup"],
    witnesses: both,
    says: ['read: "group_type" is always there, and not always here'],
  }),
  ...accept("The answer to an update lacks it.", {
    kinds: ["Group"],
    witnesses: both,
    says: ['read: "group_type" is always there, and not always here'],
  }),
  ...accept("These describe the user, not the membership.", {
    kinds: ["GroupUser"],
    witnesses: both,
    says: ["name", "email", "picture", "is_service_account", "user_type"].map(
      (field) => `read: "${field}" is unknown here`,
    ),
  }),
  ...accept("These describe the role, not the assignment.", {
    kinds: [
      "ProjectUserRoleAssignment",
      "ProjectGroupRoleAssignment",
      "OrganizationUserRoleAssignment",
      "OrganizationGroupRoleAssignment",
    ],
    witnesses: both,
    says: [
      "name",
      "permissions",
      "resource_type",
      "predefined_role",
      "description",
      "created_at",
      "updated_at",
      "created_by",
      "created_by_user_obj",
      "metadata",
    ].map((field) => `read: "${field}" is unknown here`),
  }),
  ...accept("Always sent: left out it would be the default project, of which the program says nothing.", {
    kinds: ["Invite"],
    witnesses: both,
    says: ['create: "projects" is optional there and required here'],
  }),
  ...accept("An empty id is an output that is not set, and no address is shorter than a@b.", {
    kinds: ["Invite"],
    witnesses: document,
    says: [
      'create: "email" has minLength 3 here and none there',
      'create: "projects[].id" has minLength 1 here and none there',
    ],
  }),
];
