import { badRequest } from "../api/errors";
import { type PageQuery, type PageRule, page } from "../api/pages";
import { type Route, route } from "../api/route";
import { addProject } from "../objects/projects";
import { type ProjectRow, projectTable } from "../state/identity";

interface CreateBody {
  name: string;
  external_key_id?: string | null;
  geography?: string | null;
  residency?: string | null;
}

type UpdateBody = Partial<Pick<ProjectRow, "name" | "external_key_id">>;

const paging: PageRule = { cursor: "id", limit: { default: 20, min: 1, max: 100 }, order: "asc" };

const show = ({ id, name, created_at, archived_at, external_key_id, residency }: ProjectRow) => ({
  id,
  object: "organization.project",
  name,
  created_at,
  archived_at,
  status: archived_at === null ? "active" : "archived",
  external_key_id,
  // `geography` is accepted and never returned.
  residency,
});

export const projectRoutes: readonly Route[] = [
  route<CreateBody>(
    { method: "POST", route: "/organization/projects", credential: "admin" },
    ({ world, caller, body }) => {
      if (body.geography != null && body.residency != null) {
        throw badRequest("Do not provide both 'geography' and 'residency'.", "geography", "invalid_value");
      }
      const row = addProject(world.store, {
        id: world.store.newId("proj_"),
        organization_id: caller.organizationId,
        name: body.name,
        created_at: world.now(),
        archived_at: null,
        external_key_id: body.external_key_id ?? null,
        residency: body.residency ?? "GLOBAL",
        is_default: false,
      });
      return show(row);
    },
  ),

  route<object, PageQuery & { include_archived?: boolean }>(
    { method: "GET", route: "/organization/projects", credential: "admin", page: paging },
    ({ world, caller, query }) => {
      const rows = world.store.filter(
        projectTable,
        (row) =>
          row.organization_id === caller.organizationId &&
          (row.archived_at === null || query.include_archived === true),
      );
      return page(world.store, paging, query, rows, show);
    },
  ),

  route(
    { method: "GET", route: "/organization/projects/{project_id}", credential: "admin", archivedToo: true },
    ({ project }) => show(project()),
  ),

  route<UpdateBody>(
    { method: "POST", route: "/organization/projects/{project_id}", credential: "admin" },
    ({ project, body }) => {
      const row = project();
      if (row.is_default) throw badRequest("The default project cannot be updated.");
      if (body.name !== undefined) row.name = body.name;
      if (body.external_key_id !== undefined) row.external_key_id = body.external_key_id;
      return show(row);
    },
  ),

  // Archiving again changes nothing: the first time stays.
  route(
    {
      method: "POST",
      route: "/organization/projects/{project_id}/archive",
      credential: "admin",
      archivedToo: true,
    },
    ({ world, project }) => {
      const row = project();
      if (row.is_default) throw badRequest("The default project cannot be archived.");
      row.archived_at ??= world.now();
      return show(row);
    },
  ),
];
