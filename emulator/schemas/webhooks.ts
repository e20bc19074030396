// Webhook endpoints are missing from the specification of August 2026. Fields from the types of the official
// client (7.57), limits of name and url from the documentation pages.
import type { Accepts } from "./schema";

export const webhookEventTypes = [
  "batch.completed",
  "batch.failed",
  "batch.expired",
  "batch.cancelled",
  "response.completed",
  "response.failed",
  "response.cancelled",
  "response.incomplete",
  "eval.run.succeeded",
  "eval.run.failed",
  "eval.run.canceled",
  "fine_tuning.job.succeeded",
  "fine_tuning.job.failed",
  "fine_tuning.job.cancelled",
  "realtime.call.incoming",
  "video.completed",
  "video.failed",
  "agent.environment.ready",
  "agent.environment.failed",
  "agent.environment.suspended",
  "agent.environment.expired",
  "agent.session.created",
  "agent.session.action_required",
  "agent.session.in_progress",
  "agent.session.idle",
  "agent.session.failed",
  "safety.alert.created",
] as const;

const eventType = { type: "string", enum: webhookEventTypes };
const properties = {
  name: { type: "string", minLength: 1, maxLength: 256 },
  url: { type: "string", maxLength: 2048, format: "uri", pattern: "^https://" },
  event_types: { type: "array", items: eventType, minItems: 1 },
};

export const webhookSchemas: Record<string, Accepts> = {
  "GET /webhook_endpoints": { query: { limit: { type: "integer" }, after: { type: "string" } } },
  "POST /webhook_endpoints": {
    body: { type: "object", properties, required: ["name", "url", "event_types"] },
  },
  "GET /webhook_endpoints/{webhook_endpoint_id}": {},
  "POST /webhook_endpoints/{webhook_endpoint_id}": {
    body: { type: "object", properties },
    bodyOptional: true,
  },
  "DELETE /webhook_endpoints/{webhook_endpoint_id}": {},
  "POST /webhook_endpoints/{webhook_endpoint_id}/rotate_secret": {
    body: { type: "object", properties: { keep_old_secret_active_for_24_hours: { type: "boolean" } } },
    bodyOptional: true,
  },
  "POST /webhook_endpoints/{webhook_endpoint_id}/test": {
    body: { type: "object", properties: { event_type: eventType }, required: ["event_type"] },
  },
  "GET /webhook_event_types": {},
};
