import { badRequest, notFound } from "../api/errors";
import { type PageQuery, type PageRule, page } from "../api/pages";
import { type Route, route } from "../api/route";
import { type Limits, type RateLimitRow, rateLimitTable } from "../objects/rate-limits";

const collection = "/organization/projects/{project_id}/rate_limits";
const paging: PageRule = { cursor: "id", limit: { default: 100, min: 1 }, order: "asc" };

const show = ({ project_id: _, seq: __, ...row }: RateLimitRow) => ({ object: "project.rate_limit", ...row });

export const rateLimitRoutes: readonly Route[] = [
  route<object, PageQuery>(
    { method: "GET", route: collection, credential: "admin", page: paging },
    ({ world, project, query }) => {
      const rows = world.store.filter(rateLimitTable, (row) => row.project_id === project().id);
      return page(world.store, paging, query, rows, show);
    },
  ),

  // There is no GET of one row, no create, no delete and no reset.
  route<Partial<Limits>>(
    { method: "POST", route: `${collection}/{rate_limit_id}`, credential: "admin" },
    ({ world, project, param, body }) => {
      const id = param("rate_limit_id");
      const row = world.store.find(
        rateLimitTable,
        (limit) => limit.id === id && limit.project_id === project().id,
      );
      if (row === undefined) throw notFound(`The rate limit ${id} was not found`);
      const foreign = Object.keys(body).find((field) => !(field in row));
      if (foreign !== undefined)
        throw badRequest(`'${foreign}' does not apply to the model ${row.model}.`, foreign);
      Object.assign(row, body);
      return show(row);
    },
  ),
];
