import { type PageQuery, type PageRule, page } from "../api/pages";
import { type Call, type Route, route } from "../api/route";
import { changeableGroupIn, type GroupRow, groupIn, groupTable, removeGroup } from "../objects/groups";

interface Body {
  name: string;
}

const collection = "/organization/groups";
const item = `${collection}/{group_id}`;
const paging: PageRule = { cursor: "next or id", limit: { default: 100, min: 0, max: 1000 }, order: "asc" };

/** Without `object`, unlike everything else. */
const show = ({ id, name, created_at, is_scim_managed, group_type }: GroupRow) => ({
  id,
  name,
  created_at,
  is_scim_managed,
  group_type,
});

const changeable = ({ world, caller, param }: Call<unknown, unknown>): GroupRow =>
  changeableGroupIn(world.store, caller.organizationId, param("group_id"));

export const groupRoutes: readonly Route[] = [
  // Nothing says that names are unique, so they are not.
  route<Body>({ method: "POST", route: collection, credential: "admin" }, ({ world, caller, body }) => {
    const row = world.store.insert(groupTable, {
      id: world.store.newId("group_"),
      organization_id: caller.organizationId,
      name: body.name,
      created_at: world.now(),
      is_scim_managed: false,
      group_type: "group",
    });
    return show(row);
  }),

  route<object, PageQuery>(
    { method: "GET", route: collection, credential: "admin", page: paging },
    ({ world, caller, query }) => {
      const rows = world.store.filter(groupTable, (group) => group.organization_id === caller.organizationId);
      return page(world.store, paging, query, rows, show);
    },
  ),

  route({ method: "GET", route: item, credential: "admin" }, ({ world, caller, param }) =>
    show(groupIn(world.store, caller.organizationId, param("group_id"))),
  ),

  route<Body>({ method: "POST", route: item, credential: "admin" }, (call) => {
    const row = changeable(call);
    row.name = call.body.name;
    const { group_type: _, ...updated } = show(row);
    return updated;
  }),

  route({ method: "DELETE", route: item, credential: "admin" }, (call) => {
    const { id } = changeable(call);
    removeGroup(call.world.store, id);
    return { object: "group.deleted", id, deleted: true };
  }),
];
