// Generated from the catalog by `make generate`. Do not edit.
import type * as plugin from "../nodejs";
import { dynamicResource, type OwnKey } from "./dynamic-resource";

/**
 * A project of the organization: the room in which keys, limits, roles and data live.
 *
 * Destroying archives the project, which cannot be undone: its keys stop working and nobody can use or change it again.
 *
 * A project with the same name made later is another project with another id.
 *
 * The default project cannot be changed.
 *
 * https://platform.openai.com/docs/api-reference/projects
 */
export const Project = dynamicResource<typeof plugin.Project>({
  token: "Project",
  outputs: ["projectId", "status", "createdAt", "archivedAt"],
  named: "name",
});
export type Project = InstanceType<typeof Project>;

/**
 * A bot user of one project, which holds API keys without being a person.
 *
 * It is always created without a key and without a role: keys are resources of their own (ServiceAccountApiKey).
 *
 * Destroying deletes the account, and its keys stop working.
 *
 * https://platform.openai.com/docs/api-reference/project-service-accounts
 */
export const ProjectServiceAccount = dynamicResource<typeof plugin.ProjectServiceAccount>({
  token: "ProjectServiceAccount",
  outputs: ["serviceAccountId", "createdAt"],
  named: "name",
});
export type ProjectServiceAccount = InstanceType<typeof ProjectServiceAccount>;

/**
 * An API key of a service account. Its value is shown once, when it is made, and kept as a secret.
 *
 * Give exactly one of `scopes` and `allPermissions`: to the API an empty list of scopes means every permission, which must never happen by accident.
 *
 * The API never returns scopes, so a change made by hand cannot be seen. An imported key has no `value`.
 *
 * Destroying revokes the key within seconds.
 *
 * https://platform.openai.com/docs/api-reference/project-api-keys
 */
export const ServiceAccountApiKey = dynamicResource<typeof plugin.ServiceAccountApiKey>({
  token: "ServiceAccountApiKey",
  outputs: [
    "apiKeyId",
    "value",
    "redactedValue",
    "expiresAt",
    "lastUsedAt",
    "ownerType",
    "ownerProjectAccess",
    "createdAt",
  ],
  secrets: ["value"],
  named: "name",
});
export type ServiceAccountApiKey = InstanceType<typeof ServiceAccountApiKey>;

/**
 * The limits of one model in one project. OpenAI keeps a row for each model; this takes one over.
 *
 * Only the limits that the program sets are managed; the others stay as they are.
 *
 * Destroying, or removing one limit from the program, puts back the value that it had when the stack took it over. An imported row is left as it is.
 *
 * A model has only some of the limits: naming one that it lacks is an error that lists those it has.
 *
 * https://platform.openai.com/docs/api-reference/project-rate-limits
 */
export const ProjectRateLimit = dynamicResource<typeof plugin.ProjectRateLimit>({
  token: "ProjectRateLimit",
  outputs: ["restoreTo", "model", "rateLimitId"],
});
export type ProjectRateLimit = InstanceType<typeof ProjectRateLimit>;

/**
 * A custom role of one project: a name for a set of permissions.
 *
 * Built-in roles cannot be managed, only assigned.
 *
 * Destroying deletes the role. Assignments of it are resources of their own and go first.
 *
 * https://platform.openai.com/docs/api-reference/project-roles
 */
export const ProjectRole = dynamicResource<typeof plugin.ProjectRole>({
  token: "ProjectRole",
  outputs: ["roleId", "predefinedRole", "resourceType"],
  named: "name",
});
export type ProjectRole = InstanceType<typeof ProjectRole>;

/**
 * A role of one user in one project.
 *
 * A role that the user holds only through a group is no assignment of the user's own: it is neither adopted nor removed.
 *
 * Destroying takes the role away from the user; the role itself stays.
 *
 * https://platform.openai.com/docs/api-reference/project-user-role-assignments
 */
export const ProjectUserRoleAssignment = dynamicResource<typeof plugin.ProjectUserRoleAssignment>({
  token: "ProjectUserRoleAssignment",
  outputs: ["assignmentSources"],
});
export type ProjectUserRoleAssignment = InstanceType<typeof ProjectUserRoleAssignment>;

/**
 * A searchable index over uploaded files, queried by the file_search tool.
 *
 * It lives in the project of its key.
 *
 * Destroying deletes the index; the files stay.
 *
 * A store that has expired can be read but not used: the next update replaces it.
 *
 * https://platform.openai.com/docs/api-reference/vector-stores
 */
export const VectorStore = dynamicResource<typeof plugin.VectorStore, OwnKey>({
  token: "VectorStore",
  outputs: ["vectorStoreId", "status", "usageBytes", "fileCounts", "lastActiveAt", "expiresAt", "createdAt"],
  ownKey: true,
});
export type VectorStore = InstanceType<typeof VectorStore>;

/**
 * A URL of yours that OpenAI calls when something happens in the project.
 *
 * It lives in the project of its key.
 *
 * The signing secret is shown when the endpoint is made and whenever it is rotated. An imported endpoint has none until the first rotation.
 *
 * Destroying deletes the endpoint; events are no longer delivered to it.
 *
 * https://platform.openai.com/docs/api-reference/webhook-endpoints
 */
export const WebhookEndpoint = dynamicResource<typeof plugin.WebhookEndpoint, OwnKey>({
  token: "WebhookEndpoint",
  outputs: ["webhookEndpointId", "signingSecret", "signingSecretHint", "createdAt", "updatedAt"],
  secrets: ["signingSecret"],
  named: "name",
  ownKey: true,
});
export type WebhookEndpoint = InstanceType<typeof WebhookEndpoint>;
