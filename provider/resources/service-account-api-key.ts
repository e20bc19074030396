import { z } from "zod";
import { keep, replace } from "../kernel/declaration";
import { resource } from "../kernel/resource";
import { computed, fixed, mutable, once, parent } from "../kernel/words";
import { expired, uselessOnceExpired } from "./lifetime";
import { project } from "./project";
import { projectServiceAccount } from "./project-service-account";

export const serviceAccountApiKey = resource({
  token: "ServiceAccountApiKey",
  about: "An API key of a service account. Its value is shown once, when it is made, and kept as a secret.",
  notes: [
    "Give exactly one of `scopes` and `allPermissions`: to the API an empty list of scopes means every permission, which must never happen by accident.",
    "The API never returns scopes, so a change made by hand cannot be seen. An imported key has no `value`.",
    "An expired key is replaced by the update after the refresh that saw it.",
  ],
  destroying: "revokes the key within seconds.",
  page: "https://platform.openai.com/docs/api-reference/project-api-keys",
  credential: "admin",
  at: {
    create: "/organization/projects/{projectId}/service_accounts/{serviceAccountId}/api_keys",
    list: "/organization/projects/{projectId}/api_keys",
  },
  id: "{projectId}/{apiKeyId}",
  read: "together",
  list: { page: "lastId", max: 100, query: { owner_project_access: "any" } },
  recognise: ["name", "serviceAccountId", "createdAt"],
  either: [["scopes", "allPermissions"]],
  when: {
    ...uselessOnceExpired,
    foreign: (live) =>
      live.ownerType === "user"
        ? "the key belongs to a person; only keys of service accounts are managed"
        : undefined,
  },
  props: {
    projectId: parent(project, "Id of the project."),
    serviceAccountId: parent(projectServiceAccount, "Id of the account that the key belongs to.", {
      wire: { read: "owner.service_account.id" },
    }),
    apiKeyId: computed(z.string(), "Id of the key, which is not secret.", {
      wire: "id",
      example: "key_abc123",
    }),
    name: fixed(z.string().min(1), "Name of the key. It cannot be changed.", { named: true }),
    scopes: mutable(
      z.array(z.string().min(1)).min(1).optional(),
      "What the key may do, such as `api.model.read`; at least one.",
      { unordered: true, echoed: false, clear: keep },
    ),
    allPermissions: mutable(z.literal(true).optional(), "The key may do everything that its account may.", {
      echoed: false,
      clear: keep,
      wire: { write: "scopes", send: () => [] },
    }),
    expiresInSeconds: mutable(
      z.int().min(1).optional(),
      "Lifetime in seconds from the moment it is sent. Changing it starts the lifetime anew; a key cannot be made non-expiring again, so removing it replaces the key.",
      { echoed: false, fromNow: true, clear: replace },
    ),
    value: once(z.string(), "The key itself. Only the answer to its creation carries it.", { wire: "value" }),
    redactedValue: computed(z.string().optional(), "The key with its middle blotted out."),
    expiresAt: computed(
      z.int().optional(),
      "When the key stops working, in Unix seconds; absent for never.",
      {
        after: ["expiresInSeconds"],
      },
    ),
    expired,
    lastUsedAt: computed(z.int().optional(), "When the key was last used, in Unix seconds.", {
      volatile: true,
    }),
    ownerType: computed(z.enum(["user", "service_account"]).optional(), "Whose key it is.", {
      wire: "owner.type",
    }),
    ownerProjectAccess: computed(
      z.enum(["active", "inactive"]).optional(),
      "Whether the owner still has access to the project.",
      { volatile: true },
    ),
    createdAt: computed(z.int(), "When the key was created, in Unix seconds."),
  },
  examples: [
    {
      title: "A key that can only list models and call the Responses API, for 90 days",
      args: {
        projectId: "proj_abc123",
        serviceAccountId: "svc_acct_abc123",
        name: "runtime",
        scopes: ["api.model.read", "api.responses.write"],
        expiresInSeconds: 7_776_000,
      },
      next: [
        { change: { scopes: ["api.responses.write", "api.model.read"] }, expect: "none" },
        { change: { scopes: ["api.model.read"] }, expect: "update" },
        { change: { expiresInSeconds: 2_592_000 }, expect: "update" },
        { change: { name: "runtime-2" }, expect: "replace" },
      ],
    },
    {
      title: "A key with every permission of its account",
      args: {
        projectId: "proj_abc123",
        serviceAccountId: "svc_acct_abc123",
        name: "admin",
        allPermissions: true,
      },
    },
  ],
});
