import { z } from "zod";
import { ApiError, badRequest } from "../api/errors";
import type { World } from "../api/route";
import { id, maybe, seconds, table, text } from "../state/fields";
import type { RowOf } from "../state/table";

export type WebhookEndpointRow = RowOf<typeof webhookEndpointTable>;
/** Signing secrets are kept as hashes. */
export const webhookEndpointTable = table(
  "webhook_endpoints",
  {
    project_id: id,
    name: text,
    url: text,
    event_types: z.array(text),
    created_at: seconds,
    updated_at: seconds,
    secret_hash: text,
    signing_secret_hint: text,
    /** Until when the secret before the last rotation still signs, or null. */
    old_secret_until: maybe(seconds),
    /** That secret's hash; absent where nothing was rotated. */
    old_secret_hash: maybe(text).optional(),
  },
  { param: "webhook_endpoint_id" },
);

/** What the ids look like of the objects that events are about, by the beginning of the event's type. */
const prefixes: Record<string, string> = {
  batch: "batch_",
  response: "resp_",
  eval: "evalrun_",
  fine_tuning: "ftjob-",
  video: "video_",
  agent: "agt_",
  safety: "alert_",
};

/** A sample by the types of the official client: few events have more to say than an id. */
function dataOf(type: string, newId: (prefix: string) => string): object {
  if (type === "realtime.call.incoming") {
    return { call_id: newId("call_"), sip_headers: [{ name: "From", value: "sip:+15550100@example.com" }] };
  }
  const id = newId(prefixes[type.split(".")[0] ?? ""] ?? "evt_");
  if (type === "agent.session.action_required") return { id, required_action: { type: "function_call" } };
  if (type.startsWith("agent.session.")) return { id, environment_type: "remote" };
  return { id };
}

/** The secrets that sign now: the present one, and the one before the last rotation while it is still good. */
function secretsOf({ deliveries, now }: World, row: WebhookEndpointRow): string[] {
  const old = row.old_secret_until !== null && row.old_secret_until > now() ? row.old_secret_hash : null;
  return [row.secret_hash, ...(old == null ? [] : [old])].map((hash) => {
    const secret = deliveries.secretOf(hash);
    if (secret !== null) return secret;
    throw badRequest(
      "The emulator does not know the endpoint's signing secret, for a state holds only its hash. Nothing was delivered: rotate the secret first.",
      null,
      "signing_secret_unknown",
    );
  });
}

/** Delivers a test to the receiver on this machine and says what that answered; null where there is none. */
export function deliverTest(world: World, row: WebhookEndpointRow, type: string): Promise<number> | null {
  const receiver = world.deliveries.receiverFor(row.url);
  if (receiver === null) return null;
  const newId = (prefix: string) => world.store.newId(prefix);
  const secrets = secretsOf(world, row);
  const event = {
    id: newId("evt_"),
    object: "event",
    created_at: world.now(),
    type,
    data: dataOf(type, newId),
  };
  const message = { id: newId("wh_"), body: JSON.stringify(event), secrets };
  return world.deliveries.send(receiver, message).catch((error: Error) => {
    const reason = `The endpoint's receiver did not answer: ${error.message}.`;
    throw new ApiError({ status: 400, message: reason, code: "webhook_delivery_failed" });
  });
}
