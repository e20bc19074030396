import { badRequest, notFound } from "../api/errors";
import { type PageQuery, type PageRule, page } from "../api/pages";
import { type Call, type Route, route } from "../api/route";
import { issueKey, type KeyRequest } from "../objects/project-keys";
import { type ServiceAccountRow, serviceAccountTable } from "../objects/service-accounts";
import { projectKeyTable } from "../state/identity";

interface CreateBody {
  name: string;
  create_service_account_only?: boolean | null;
  expires_in_seconds?: number | null;
}

interface UpdateBody {
  name?: string;
  role?: "member" | "owner";
}

const collection = "/organization/projects/{project_id}/service_accounts";
const item = `${collection}/{service_account_id}`;
const paging: PageRule = { cursor: "id", limit: { default: 20, min: 1, max: 100 }, order: "asc" };

const show = ({ id, name, role, created_at }: ServiceAccountRow) => ({
  object: "organization.project.service_account",
  id,
  name,
  role,
  created_at,
});

function accountOf({ world, project, param }: Call<unknown, unknown>): ServiceAccountRow {
  const id = param("service_account_id");
  const row = world.store.find(
    serviceAccountTable,
    (account) => account.id === id && account.project_id === project().id,
  );
  if (row === undefined)
    throw notFound(`No service account found with id '${id}' in project '${project().id}'.`);
  return row;
}

export const serviceAccountRoutes: readonly Route[] = [
  route<CreateBody>(
    { method: "POST", route: collection, credential: "admin" },
    ({ world, project, body }) => {
      const alone = body.create_service_account_only === true;
      if (alone && body.expires_in_seconds != null) {
        const message = "'expires_in_seconds' cannot be used when 'create_service_account_only' is true.";
        throw badRequest(message, "expires_in_seconds", "invalid_value");
      }
      const account = world.store.insert(serviceAccountTable, {
        id: world.store.newId("svc_acct_"),
        project_id: project().id,
        name: body.name,
        role: alone ? "none" : "member",
        created_at: world.now(),
      });
      const key = alone
        ? null
        : issueKey(world, account, { expires_in_seconds: body.expires_in_seconds ?? null });
      return { ...show(account), api_key: key };
    },
  ),

  route<object, PageQuery>(
    { method: "GET", route: collection, credential: "admin", page: paging },
    ({ world, project, query }) => {
      const rows = world.store.filter(serviceAccountTable, (account) => account.project_id === project().id);
      return page(world.store, paging, query, rows, show);
    },
  ),

  route({ method: "GET", route: item, credential: "admin" }, (call) => show(accountOf(call))),

  route<UpdateBody>({ method: "POST", route: item, credential: "admin" }, (call) => {
    const account = accountOf(call);
    account.name = call.body.name ?? account.name;
    // `none` can be left but not chosen: the body's enum has member and owner only.
    account.role = call.body.role ?? account.role;
    return show(account);
  }),

  route({ method: "DELETE", route: item, credential: "admin" }, (call) => {
    const { id } = accountOf(call);
    call.world.store.remove(serviceAccountTable, (account) => account.id === id);
    call.world.store.remove(projectKeyTable, (key) => key.owner.id === id);
    return { object: "organization.project.service_account.deleted", id, deleted: true };
  }),

  route<KeyRequest>({ method: "POST", route: `${item}/api_keys`, credential: "admin" }, (call) =>
    issueKey(call.world, accountOf(call), call.body),
  ),
];
