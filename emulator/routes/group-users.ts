import { badRequest, notFound } from "../api/errors";
import { type PageQuery, type PageRule, page } from "../api/pages";
import { type Call, type Route, route } from "../api/route";
import { changeableGroupIn, type GroupRow, groupIn, groupUserTable } from "../objects/groups";
import { type UserRow, userIn } from "../objects/users";

const collection = "/organization/groups/{group_id}/users";
const item = `${collection}/{user_id}`;
const paging: PageRule = { cursor: "next or id", limit: { default: 100, min: 0, max: 1000 }, order: "desc" };

const groupOf = ({ world, caller, param }: Call<unknown, unknown>): GroupRow =>
  groupIn(world.store, caller.organizationId, param("group_id"));

const changeableGroupOf = ({ world, caller, param }: Call<unknown, unknown>): GroupRow =>
  changeableGroupIn(world.store, caller.organizationId, param("group_id"));

function isMember({ world }: Call<unknown, unknown>, group: GroupRow, userId: string): boolean {
  const found = world.store.find(groupUserTable, (row) => row.id === userId && row.group_id === group.id);
  return found !== undefined;
}

function memberOf(call: Call<unknown, unknown>, group: GroupRow): UserRow {
  const id = call.param("user_id");
  const user = userIn(call.world.store, call.caller.organizationId, id);
  if (!isMember(call, group, id)) throw notFound(`User '${id}' is not in group '${group.id}'.`);
  return user;
}

export const groupUserRoutes: readonly Route[] = [
  route<{ user_id: string }>({ method: "POST", route: collection, credential: "admin" }, (call) => {
    const group = changeableGroupOf(call);
    const { id } = userIn(call.world.store, call.caller.organizationId, call.body.user_id);
    // Nothing says what a second time is; refused as the second time in a project is.
    if (isMember(call, group, id)) {
      const message = `User '${id}' already exists in group '${group.id}'.`;
      throw badRequest(message, "user_id", "already_exists");
    }
    call.world.store.insert(groupUserTable, { id, group_id: group.id });
    return { object: "group.user", user_id: id, group_id: group.id };
  }),

  route<object, PageQuery>(
    { method: "GET", route: collection, credential: "admin", page: paging },
    (call) => {
      const { store } = call.world;
      const group = groupOf(call);
      const rows = store.filter(groupUserTable, (row) => row.group_id === group.id);
      return page(store, paging, call.query, rows, (row) => {
        const { id, name, email } = userIn(store, call.caller.organizationId, row.id);
        return { id, name, email };
      });
    },
  ),

  route({ method: "GET", route: item, credential: "admin" }, (call) => {
    const { id, name, email } = memberOf(call, groupOf(call));
    return { id, name, email, picture: null, is_service_account: false, user_type: "user" };
  }),

  route({ method: "DELETE", route: item, credential: "admin" }, (call) => {
    const group = changeableGroupOf(call);
    const { id } = memberOf(call, group);
    call.world.store.remove(groupUserTable, (row) => row.id === id && row.group_id === group.id);
    return { object: "group.user.deleted", deleted: true };
  }),
];
