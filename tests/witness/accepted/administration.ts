import { type Accepted, accept, both, client, document } from "./accept";

/** Projects, service accounts and keys. */
export const administration: Accepted[] = [
  ...accept("These values are younger than the document; the client has them.", {
    kinds: ["Project"],
    witnesses: document,
    says: ["read", "create"].map(
      (operation) =>
        `${operation}: "residency" can be AU_STORAGE_PROCESSING, IN_STORAGE_PROCESSING, JP_STORAGE_PROCESSING here and not there`,
    ),
  }),
  ...accept(
    "Typed loosely there, as nearly everything of a project. The document names these two in words, and every example has one.",
    {
      kinds: ["Project"],
      witnesses: both,
      says: [
        'read: "status" is not always there, and always here',
        'read: "status" is any text there and one of active, archived here',
      ],
    },
  ),
  ...accept(
    "Deprecated in favour of residency, which it excludes, and never returned: what was set could not be seen.",
    {
      kinds: ["Project"],
      witnesses: client,
      says: ['create: "geography" is unknown here', 'update: "geography" is unknown here'],
    },
  ),
  ...accept(
    "Always sent as true: without it an unmanaged key that never expires would be born with the account.",
    {
      kinds: ["ProjectServiceAccount"],
      witnesses: both,
      says: ['create: "create_service_account_only" is optional there and required here'],
    },
  ),
  ...accept(
    "The lifetime of the key that is never made; refused together with create_service_account_only.",
    {
      kinds: ["ProjectServiceAccount"],
      witnesses: client,
      says: ['create: "expires_in_seconds" is unknown here'],
    },
  ),
  ...accept(
    "An account is born as member or none: only an update, which follows at once, makes it an owner.",
    {
      kinds: ["ProjectServiceAccount"],
      witnesses: both,
      says: ['create reply: "role" can be owner here and not there'],
    },
  ),
  ...accept("The key born with an account is never asked for, so this is null.", {
    kinds: ["ProjectServiceAccount"],
    witnesses: both,
    says: ['create reply: "api_key" is unknown here'],
  }),
  ...accept("Not in the answer to the creation, so unknown until the first refresh.", {
    kinds: ["ServiceAccountApiKey"],
    witnesses: both,
    says: [
      'read: "redacted_value" is always there, and not always here',
      'read: "owner_project_access" is always there, and not always here',
    ],
  }),
  ...accept("The owner is an object of its own: of it only what tells whose key this is.", {
    kinds: ["ServiceAccountApiKey"],
    witnesses: both,
    says: ["user", "service_account.name", "service_account.created_at", "service_account.role"].map(
      (field) => `read: "owner.${field}" is unknown here`,
    ),
  }),
  ...accept("Expiry and update of such keys are younger than the document; the client has them.", {
    kinds: ["ServiceAccountApiKey"],
    witnesses: document,
    says: [
      'read: "expires_at" is unknown there',
      'create: "expires_in_seconds" is unknown there',
      "update: POST /organization/projects/{projectId}/api_keys/{apiKeyId} is unknown there",
    ],
  }),
  ...accept(
    "Always sent, by default the resource's own name: a key without a name cannot be told from others.",
    {
      kinds: ["ServiceAccountApiKey"],
      witnesses: both,
      says: ['create: "name" is optional there and required here'],
    },
  ),
  ...accept("Always sent: every permission must be asked for, never be had by leaving the scopes out.", {
    kinds: ["ServiceAccountApiKey"],
    witnesses: both,
    says: ['create: "scopes" is optional there and required here'],
  }),
  ...accept(
    "The owner is an object of its own, which may be a user or a service account: of it only the id.",
    {
      kinds: ["AdminApiKey"],
      witnesses: both,
      says: ["type", "object", "name", "created_at", "role"].map(
        (field) => `read: "owner.${field}" is unknown here`,
      ),
    },
  ),
];
