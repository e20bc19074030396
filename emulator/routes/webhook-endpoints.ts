import { notFound } from "../api/errors";
import { type PageQuery, type PageRule, page } from "../api/pages";
import { type Call, type Route, type RouteFacts, route } from "../api/route";
import { deliverTest, type WebhookEndpointRow, webhookEndpointTable } from "../objects/webhook-endpoints";
import { webhookEventTypes } from "../schemas/webhooks";
import { redacted, sha256 } from "../state/ids";

interface CreateBody {
  name: string;
  url: string;
  event_types: string[];
}

const facts = { credential: "project", scope: "api.webhooks" } as const satisfies Partial<RouteFacts>;
const collection = "/webhook_endpoints";
const item = "/webhook_endpoints/{webhook_endpoint_id}";
const paging: PageRule = { cursor: "id", limit: { default: 20, min: 1, max: 100 }, order: "desc" };
const daySeconds = 86_400;

const show = (row: WebhookEndpointRow) => ({
  id: row.id,
  object: "webhook_endpoint",
  name: row.name,
  url: row.url,
  event_types: row.event_types,
  created_at: row.created_at,
  updated_at: row.updated_at,
  signing_secret_hint: row.signing_secret_hint,
});

function endpointOf({ world, project, param }: Call<unknown, unknown>): WebhookEndpointRow {
  const id = param("webhook_endpoint_id");
  const row = world.store.find(
    webhookEndpointTable,
    (endpoint) => endpoint.id === id && endpoint.project_id === project().id,
  );
  if (row === undefined) throw notFound(`No webhook endpoint found with id '${id}'.`);
  return row;
}

export const webhookEndpointRoutes: readonly Route[] = [
  route<CreateBody>({ ...facts, method: "POST", route: collection }, ({ world, project, body }) => {
    const secret = world.store.newSecret("whsec_");
    world.deliveries.remember(secret);
    const row = world.store.insert(webhookEndpointTable, {
      id: world.store.newId("whe_"),
      project_id: project().id,
      ...body,
      created_at: world.now(),
      updated_at: world.now(),
      secret_hash: sha256(secret),
      signing_secret_hint: redacted(secret),
      old_secret_until: null,
    });
    return { ...show(row), signing_secret: secret };
  }),

  route<object, PageQuery>(
    { ...facts, method: "GET", route: collection, page: paging },
    ({ world, project, query }) => {
      const rows = world.store.filter(webhookEndpointTable, (row) => row.project_id === project().id);
      return page(world.store, paging, query, rows, show);
    },
  ),

  route({ ...facts, method: "GET", route: item }, (call) => show(endpointOf(call))),

  route<Partial<CreateBody>>({ ...facts, method: "POST", route: item }, (call) => {
    const row = endpointOf(call);
    const before = JSON.stringify(show(row));
    // event_types is the complete new set.
    Object.assign(row, call.body);
    // Updates that change nothing do not move the time.
    if (JSON.stringify(show(row)) !== before) row.updated_at = call.world.now();
    return show(row);
  }),

  route({ ...facts, method: "DELETE", route: item }, (call) => {
    const { id } = endpointOf(call);
    call.world.store.remove(webhookEndpointTable, (row) => row.id === id);
    return { id, object: "webhook_endpoint.deleted", deleted: true };
  }),

  route<{ keep_old_secret_active_for_24_hours?: boolean }>(
    { ...facts, method: "POST", route: `${item}/rotate_secret` },
    (call) => {
      const { world, body } = call;
      const row = endpointOf(call);
      const secret = world.store.newSecret("whsec_");
      world.deliveries.remember(secret);
      const keepsOld = body.keep_old_secret_active_for_24_hours === true;
      row.old_secret_until = keepsOld ? world.now() + daySeconds : null;
      row.old_secret_hash = keepsOld ? row.secret_hash : null;
      row.secret_hash = sha256(secret);
      row.signing_secret_hint = redacted(secret);
      row.updated_at = world.now();
      return { ...show(row), signing_secret: secret };
    },
  ),

  // Without a receiver on this machine nothing is sent: an emulator must not call hosts that a test merely names.
  route<{ event_type: string }>({ ...facts, method: "POST", route: `${item}/test` }, (call) => {
    const row = endpointOf(call);
    const { event_type } = call.body;
    const result = (status_code: number) => ({
      object: "webhook_endpoint.test",
      webhook_endpoint_id: row.id,
      event_type,
      success: true,
      status_code,
    });
    return deliverTest(call.world, row, event_type)?.then(result) ?? result(200);
  }),

  route({ ...facts, method: "GET", route: "/webhook_event_types" }, () => ({
    object: "list",
    data: webhookEventTypes,
  })),
];
