import { notFound } from "../api/errors";
import { type PageQuery, type PageRule, page } from "../api/pages";
import { type Call, type Route, route, type World } from "../api/route";
import { expiryFrom } from "../objects/project-keys";
import { userTable } from "../objects/users";
import { type AdminKeyRow, adminKeyTable } from "../state/identity";
import { redacted, sha256 } from "../state/ids";

interface CreateBody {
  name: string;
  expires_in_seconds?: number;
}

const collection = "/organization/admin_api_keys";
const item = `${collection}/{key_id}`;
const paging: PageRule = { cursor: "id", limit: { default: 20, min: 1 }, order: "asc" };

function ownerOf(world: World, key: AdminKeyRow): object {
  const user = world.store.find(userTable, (row) => row.id === key.owner_user_id);
  if (user === undefined) throw new Error(`key ${key.id} outlived its user`);
  const { id, name, added_at } = user;
  // The role is that of every owner of an admin key, not the user's.
  return { type: "user", object: "organization.user", id, name, created_at: added_at, role: "owner" };
}

const show = (world: World, key: AdminKeyRow) => ({
  object: "organization.admin_api_key",
  id: key.id,
  name: key.name ?? null,
  redacted_value: key.redacted_value,
  created_at: key.created_at ?? 0,
  expires_at: key.expires_at ?? null,
  last_used_at: key.last_used_at ?? null,
  owner: ownerOf(world, key),
});

function keyOf({ world, caller, param }: Call<unknown, unknown>): AdminKeyRow {
  const id = param("key_id");
  const row = world.store.find(
    adminKeyTable,
    (key) => key.id === id && key.organization_id === caller.organizationId,
  );
  if (row === undefined) throw notFound(`No admin API key found with id '${id}'.`);
  return row;
}

export const adminApiKeyRoutes: readonly Route[] = [
  route<CreateBody>({ method: "POST", route: collection, credential: "admin" }, ({ world, caller, body }) => {
    const value = world.store.newSecret("sk-admin-");
    const row = world.store.insert(adminKeyTable, {
      id: world.store.newId("key_"),
      organization_id: caller.organizationId,
      hash: sha256(value),
      redacted_value: redacted(value),
      owner_user_id: caller.kind === "admin" ? caller.userId : "",
      name: body.name,
      created_at: world.now(),
      expires_at: expiryFrom(world, body.expires_in_seconds),
      last_used_at: null,
    });
    return { ...show(world, row), value };
  }),

  route<object, PageQuery>(
    { method: "GET", route: collection, credential: "admin", page: paging },
    ({ world, caller, query }) => {
      const rows = world.store.filter(adminKeyTable, (key) => key.organization_id === caller.organizationId);
      return page(world.store, paging, query, rows, (key) => show(world, key));
    },
  ),

  route({ method: "GET", route: item, credential: "admin" }, (call) => show(call.world, keyOf(call))),

  // Even the key that the call is made with: it is the last that this key does.
  route({ method: "DELETE", route: item, credential: "admin" }, (call) => {
    const { id } = keyOf(call);
    call.world.store.remove(adminKeyTable, (key) => key.id === id);
    return { object: "organization.admin_api_key.deleted", id, deleted: true };
  }),
];
