import { badRequest, notFound } from "../api/errors";
import { type PageQuery, type PageRule, page } from "../api/pages";
import { type Call, type Route, route, type World } from "../api/route";
import { expiryFrom } from "../objects/project-keys";
import { serviceAccountTable } from "../objects/service-accounts";
import { userTable } from "../objects/users";
import { type ProjectKeyRow, projectKeyTable } from "../state/identity";

type Access = "active" | "inactive";

interface UpdateBody {
  scopes?: string[];
  expires_in_seconds?: number;
}

const collection = "/organization/projects/{project_id}/api_keys";
const item = `${collection}/{api_key_id}`;
const paging: PageRule = { cursor: "id", limit: { default: 20, min: 1, max: 100 }, order: "asc" };

/** A service account without a role has no standing in its project, although its keys work. */
function ownerOf(world: World, key: ProjectKeyRow): { access: Access; owner: object } {
  if (key.owner.type === "service_account") {
    const account = world.store.find(serviceAccountTable, (row) => row.id === key.owner.id);
    if (account === undefined) throw new Error(`key ${key.id} outlived its service account`);
    const { id, name, role, created_at } = account;
    const owner = { type: "service_account", service_account: { id, name, role, created_at } };
    return { access: role === "none" ? "inactive" : "active", owner };
  }
  const user = world.store.find(userTable, (row) => row.id === key.owner.id);
  if (user === undefined) throw new Error(`key ${key.id} outlived its user`);
  const { id, name, email, role, added_at } = user;
  return { access: "active", owner: { type: "user", user: { id, name, email, role, created_at: added_at } } };
}

/** Scopes are never returned, the value neither. */
function show(world: World, key: ProjectKeyRow) {
  const { access, owner } = ownerOf(world, key);
  return {
    object: "organization.project.api_key",
    id: key.id,
    name: key.name,
    redacted_value: key.redacted_value,
    created_at: key.created_at,
    last_used_at: key.last_used_at,
    expires_at: key.expires_at,
    owner_project_access: access,
    owner,
  };
}

function keyOf({ world, project, param }: Call<unknown, unknown>): ProjectKeyRow {
  const id = param("api_key_id");
  const row = world.store.find(projectKeyTable, (key) => key.id === id && key.project_id === project().id);
  if (row === undefined) throw notFound(`No API key found with id '${id}' in project '${project().id}'.`);
  return row;
}

export const projectApiKeyRoutes: readonly Route[] = [
  route<object, PageQuery & { owner_project_access?: Access | "any" }>(
    { method: "GET", route: collection, credential: "admin", page: paging },
    ({ world, project, query }) => {
      // Left out, the listing hides keys whose owner has no standing in the project.
      const wanted = query.owner_project_access ?? "active";
      const rows = world.store.filter(
        projectKeyTable,
        (key) =>
          key.project_id === project().id && (wanted === "any" || ownerOf(world, key).access === wanted),
      );
      return page(world.store, paging, query, rows, (key) => show(world, key));
    },
  ),

  route({ method: "GET", route: item, credential: "admin" }, (call) => show(call.world, keyOf(call))),

  route<UpdateBody>({ method: "POST", route: item, credential: "admin" }, (call) => {
    const { world, body } = call;
    const key = keyOf(call);
    if (key.expires_at !== null && key.expires_at <= world.now()) {
      throw badRequest("Expired API keys cannot be updated.", null, "api_key_expired");
    }
    if (body.scopes !== undefined) key.scopes = body.scopes;
    if (body.expires_in_seconds !== undefined) key.expires_at = expiryFrom(world, body.expires_in_seconds);
    return show(world, key);
  }),

  route({ method: "DELETE", route: item, credential: "admin" }, (call) => {
    const { id } = keyOf(call);
    call.world.store.remove(projectKeyTable, (key) => key.id === id);
    return { object: "organization.project.api_key.deleted", id, deleted: true };
  }),
];
