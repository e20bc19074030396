import { z } from "zod";
import { replace } from "../kernel/declaration";
import { resource } from "../kernel/resource";
import { computed, fixed, once } from "../kernel/words";
import { expired, uselessOnceExpired } from "./lifetime";

export const adminApiKey = resource({
  token: "AdminApiKey",
  about:
    "A key that administers the organization. Its value is shown once, when it is made, and kept as a secret.",
  notes: [
    "Whoever holds it can do anything in the organization, so mark the stack's outputs and readers accordingly.",
    "Nothing of it can be changed: another name or lifetime makes another key, before the old one is deleted. An imported key has no `value`.",
    "An expired key is replaced by the update after the refresh that saw it.",
  ],
  destroying: "revokes the key within seconds. The key that the stack itself works with is never deleted.",
  page: "https://platform.openai.com/docs/api-reference/admin-api-keys",
  credential: "admin",
  at: "/organization/admin_api_keys",
  id: "{keyId}",
  read: "together",
  list: { page: "lastItem", max: 100 },
  recognise: ["name", "createdAt"],
  when: uselessOnceExpired,
  props: {
    keyId: computed(z.string(), "Id of the key, which is not secret.", {
      wire: "id",
      example: "key_abc123",
    }),
    name: fixed(z.string().min(1), "Name of the key.", { named: true }),
    expiresInSeconds: fixed(
      z.int().min(1).max(31_536_000).optional(),
      "Lifetime in seconds from the creation, at most a year; absent for a key that never expires.",
      { echoed: false, clear: replace },
    ),
    value: once(z.string(), "The key itself. Only the answer to its creation carries it."),
    redactedValue: computed(z.string(), "The key with its middle blotted out.", { redacts: "value" }),
    ownerId: computed(z.string().optional(), "Id of the user or service account that the key acts for.", {
      wire: "owner.id",
    }),
    expiresAt: computed(z.int().optional(), "When the key stops working, in Unix seconds; absent for never."),
    expired,
    lastUsedAt: computed(z.int().optional(), "When the key was last used, in Unix seconds.", {
      volatile: true,
    }),
    createdAt: computed(z.int(), "When the key was created, in Unix seconds."),
  },
  examples: [
    {
      title: "A key for the audit job, for 90 days",
      args: { name: "audit", expiresInSeconds: 7_776_000 },
      next: [
        { change: { expiresInSeconds: 2_592_000 }, expect: "replace" },
        { change: { name: "audit-2" }, expect: "replace" },
      ],
    },
  ],
});
