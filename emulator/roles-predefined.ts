import type { RoleRow } from "./rows";

/** OpenAI's own roles. They have no row: nobody can change them, and every project has the same ones. */
export interface PredefinedRole extends Pick<RoleRow, "id" | "seq" | "name" | "description" | "permissions"> {
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

/** `role-api-project-owner__api-project__proj_x`: the form that the API answers with. */
export const scopedRoleId = (id: string, projectId: string): string => `${id}__api-project__${projectId}`;

/** The short form of an id in either form; a scoped id of another project names nothing here. */
export function shortRoleId(id: string, projectId: string): string | null {
  const [short = id, kind, project] = id.split("__");
  if (kind === undefined) return short;
  return kind === "api-project" && project === projectId ? short : null;
}
