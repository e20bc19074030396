import type { Row } from "../state/table";

/** Where roles live: an organization, or one project of it. */
export interface RoleHome {
  organizationId: string;
  projectId: string | null;
}

/** OpenAI's own roles. They have no row: nobody can change them, and every project has the same ones. */
export interface PredefinedRole extends Row {
  name: string;
  description: string;
  permissions: string[];
  scope: "organization" | "project";
}

// Low sequence numbers, because seeded objects already stand above them: predefined roles list first.
export const predefinedRoles: readonly PredefinedRole[] = [
  {
    id: "role-api-organization-owner",
    seq: -5,
    scope: "organization",
    name: "owner",
    description: "Full control of the organization.",
    permissions: ["api.organization.read", "api.organization.write"],
  },
  {
    id: "role-api-organization-reader",
    seq: -4,
    scope: "organization",
    name: "reader",
    description: "Read access to the organization.",
    permissions: ["api.organization.read"],
  },
  {
    id: "role-api-project-owner",
    seq: -3,
    scope: "project",
    name: "owner",
    description: "Full control of the project.",
    permissions: ["api.organization.projects.read", "api.organization.projects.write"],
  },
  {
    id: "role-api-project-member",
    seq: -2,
    scope: "project",
    name: "member",
    description: "Use of the project.",
    permissions: ["api.organization.projects.read"],
  },
  {
    id: "role-api-project-viewer",
    seq: -1,
    scope: "project",
    name: "viewer",
    description: "Read access to the project.",
    permissions: ["api.organization.projects.read"],
  },
];

/** What a scoped id says after its short form. */
const scopeOf = ({ organizationId, projectId }: RoleHome): string =>
  projectId === null ? `api-organization__${organizationId}` : `api-project__${projectId}`;

/** `role-api-project-owner__api-project__proj_x`: the form that the API answers with in a project. */
export const scopedRoleId = (id: string, home: RoleHome): string => `${id}__${scopeOf(home)}`;

/** The short form of an id in either form; a scoped id of another place names nothing here. */
export function shortRoleId(id: string, home: RoleHome): string | null {
  const [short = id, ...scope] = id.split("__");
  return scope.length === 0 || scope.join("__") === scopeOf(home) ? short : null;
}
