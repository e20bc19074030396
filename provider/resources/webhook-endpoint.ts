import { z } from "zod";
import { keep } from "../kernel/declaration";
import { resource } from "../kernel/resource";
import { computed, mutable, once, ours } from "../kernel/words";
import { home } from "./home";

const events = [
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

export const webhookEndpoint = resource({
  token: "WebhookEndpoint",
  about: "A URL of yours that OpenAI calls when something happens in the project.",
  notes: [
    "It lives in the project of its key.",
    "The signing secret is shown when the endpoint is made and whenever it is rotated. An imported endpoint has none until the first rotation.",
  ],
  destroying: "deletes the endpoint; events are no longer delivered to it.",
  page: "https://platform.openai.com/docs/api-reference/webhook-endpoints",
  credential: "project",
  at: "/webhook_endpoints",
  id: "{webhookEndpointId}",
  list: { page: "lastItem", max: 100 },
  recognise: ["name", "url", "createdAt"],
  props: {
    webhookEndpointId: computed(z.string(), "Id of the endpoint.", { wire: "id", example: "whe_abc123" }),
    name: mutable(z.string().min(1).max(256), "Display name, to 256 characters.", { named: true }),
    url: mutable(
      z
        .string()
        .max(2048)
        .regex(/^https:\/\/[^\s/]/, "must be an https:// URL"),
      "Where events are posted to: an https URL of at most 2,048 characters.",
    ),
    eventTypes: mutable(
      z.array(z.enum(events).or(z.string().min(1))).min(1),
      "The events to deliver, at least one. Order does not matter.",
      { unordered: true },
    ),
    rotationTrigger: mutable(
      z.string().optional(),
      "Any text. Whenever it changes the signing secret is rotated; `signingSecret` then holds the new one.",
      {
        echoed: false,
        clear: keep,
        via: {
          post: "/rotate_secret",
          renews: "signingSecret",
          body: { keep_old_secret_active_for_24_hours: "keepOldSecretActiveFor24Hours" },
        },
      },
    ),
    keepOldSecretActiveFor24Hours: ours(
      z.boolean().optional(),
      "On a rotation, whether the old secret stays valid for a day. Without it the old one stops at once.",
    ),
    signingSecret: once(
      z.string(),
      "The secret that signs deliveries. Only creation and rotation carry it.",
      {
        after: ["rotationTrigger"],
      },
    ),
    signingSecretHint: computed(z.string().optional(), "The last characters of the secret.", {
      after: ["rotationTrigger"],
    }),
    createdAt: computed(z.int(), "When the endpoint was created, in Unix seconds."),
    projectId: home,
    updatedAt: computed(z.int().optional(), "When its settings or secret last changed, in Unix seconds.", {
      after: ["name", "url", "eventTypes", "rotationTrigger"],
    }),
  },
  examples: [
    {
      title: "Know when batches end",
      args: {
        name: "batch-watcher",
        url: "https://hooks.example.com/openai",
        eventTypes: ["batch.completed", "batch.failed"],
        rotationTrigger: "2026-01",
        keepOldSecretActiveFor24Hours: true,
      },
      next: [
        { change: { eventTypes: ["batch.failed", "batch.completed"] }, expect: "none" },
        { change: { url: "https://hooks.example.com/v2/openai" }, expect: "update" },
        { change: { rotationTrigger: "2026-02" }, expect: "update" },
        { change: { eventTypes: ["batch.failed"] }, expect: "update" },
        { change: { name: "failures" }, expect: "update" },
      ],
    },
  ],
});
