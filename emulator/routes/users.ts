import { type PageQuery, type PageRule, page } from "../api/pages";
import { type Route, route } from "../api/route";
import { showUser, userIn, userTable } from "../objects/users";

const paging: PageRule = { cursor: "id", limit: { default: 20, min: 1, max: 100 }, order: "asc" };

export const userRoutes: readonly Route[] = [
  route<object, PageQuery & { emails?: string[] }>(
    { method: "GET", route: "/organization/users", credential: "admin", page: paging },
    ({ world, caller, query }) => {
      const rows = world.store.filter(
        userTable,
        (user) =>
          user.organization_id === caller.organizationId &&
          (query.emails === undefined || query.emails.includes(user.email)),
      );
      return page(world.store, paging, query, rows, showUser);
    },
  ),

  route(
    { method: "GET", route: "/organization/users/{user_id}", credential: "admin" },
    ({ world, caller, param }) => showUser(userIn(world.store, caller.organizationId, param("user_id"))),
  ),
];
