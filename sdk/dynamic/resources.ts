// Generated from the catalog by `make generate`. Do not edit.
import type * as plugin from "../nodejs";
import { type Adoptable, dynamicResource, type OwnKey } from "./dynamic-resource";

/**
 * A project of the organization: the room in which keys, limits, roles and data live.
 *
 * A project with the same name made later is another project with another id.
 *
 * The default project cannot be changed.
 *
 * Destroying archives the project, which cannot be undone: its keys stop working and nobody can use or change it again.
 *
 * https://platform.openai.com/docs/api-reference/projects
 */
export const Project = dynamicResource<typeof plugin.Project, Adoptable>({
  token: "Project",
  outputs: ["projectId", "status", "createdAt", "archivedAt", "residency", "externalKeyId"],
  named: "name",
  id: ["projectId"],
  toldById: ["projectId"],
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
export const ProjectServiceAccount = dynamicResource<typeof plugin.ProjectServiceAccount, Adoptable>({
  token: "ProjectServiceAccount",
  outputs: ["serviceAccountId", "createdAt", "role"],
  named: "name",
  id: ["projectId", "serviceAccountId"],
  toldById: ["serviceAccountId"],
});
export type ProjectServiceAccount = InstanceType<typeof ProjectServiceAccount>;

/**
 * An API key of a service account. Its value is shown once, when it is made, and kept as a secret.
 *
 * Give exactly one of `scopes` and `allPermissions`: to the API an empty list of scopes means every permission, which must never happen by accident.
 *
 * The API never returns scopes, so a change made by hand cannot be seen. An imported key has no `value`.
 *
 * An expired key is replaced by the update after the refresh that saw it.
 *
 * Destroying revokes the key within seconds.
 *
 * https://platform.openai.com/docs/api-reference/project-api-keys
 */
export const ServiceAccountApiKey = dynamicResource<typeof plugin.ServiceAccountApiKey, Adoptable>({
  token: "ServiceAccountApiKey",
  outputs: [
    "apiKeyId",
    "value",
    "redactedValue",
    "expiresAt",
    "expired",
    "lastUsedAt",
    "ownerType",
    "ownerProjectAccess",
    "createdAt",
    "scopes",
    "allPermissions",
    "expiresInSeconds",
  ],
  secrets: ["value"],
  named: "name",
  id: ["projectId", "apiKeyId"],
  toldById: ["apiKeyId"],
});
export type ServiceAccountApiKey = InstanceType<typeof ServiceAccountApiKey>;

/**
 * The limits of one model in one project. OpenAI keeps a row for each model; this takes one over.
 *
 * Only the limits that the program sets are managed; the others stay as they are.
 *
 * Removing one limit from the program puts back the value that it had when the stack took it over.
 *
 * A model has only some of the limits: naming one that it lacks is an error that lists those it has.
 *
 * Destroying puts back the value that each managed limit had when the stack took it over. The row stays, for it belongs to OpenAI; an imported one is left as it is.
 *
 * https://platform.openai.com/docs/api-reference/project-rate-limits
 */
export const ProjectRateLimit = dynamicResource<typeof plugin.ProjectRateLimit>({
  token: "ProjectRateLimit",
  outputs: [
    "restoreTo",
    "model",
    "rateLimitId",
    "maxRequestsPer1Minute",
    "maxTokensPer1Minute",
    "maxImagesPer1Minute",
    "maxAudioMegabytesPer1Minute",
    "maxRequestsPer1Day",
    "batch1DayMaxInputTokens",
  ],
  id: ["projectId", "rateLimitId"],
  toldById: ["rateLimitId"],
  kind: "existing",
  instead: { rateLimitId: "model" },
  fields: [
    "maxRequestsPer1Minute",
    "maxTokensPer1Minute",
    "maxImagesPer1Minute",
    "maxAudioMegabytesPer1Minute",
    "maxRequestsPer1Day",
    "batch1DayMaxInputTokens",
  ],
});
export type ProjectRateLimit = InstanceType<typeof ProjectRateLimit>;

/**
 * The membership of one user in one project.
 *
 * Give exactly one of `userId` and `email`. The user must be in the organization already.
 *
 * Custom roles are given with ProjectUserRoleAssignment. The default project takes no members.
 *
 * Destroying removes the user from the project; the user stays in the organization.
 *
 * https://platform.openai.com/docs/api-reference/project-users
 */
export const ProjectUser = dynamicResource<typeof plugin.ProjectUser, Adoptable>({
  token: "ProjectUser",
  outputs: ["name", "addedAt", "userId", "email"],
  id: ["projectId", "userId"],
  toldById: ["userId"],
  kind: "edge",
  instead: { userId: "email" },
  spelling: { email: "lowerCase" },
  also: ["ProjectUserRoleAssignment {projectId}/{userId}/role-api-project-{role}"],
});
export type ProjectUser = InstanceType<typeof ProjectUser>;

/**
 * The access of one group to one project, with the role that its members get there.
 *
 * The API shows the role of the access nowhere, so a change made by hand cannot be seen. More roles are given with ProjectGroupRoleAssignment.
 *
 * Another role is another access: the group is taken out of the project and put back in.
 *
 * Destroying takes the group out of the project; group and project stay.
 *
 * https://platform.openai.com/docs/api-reference/project-groups
 */
export const ProjectGroup = dynamicResource<typeof plugin.ProjectGroup, Adoptable>({
  token: "ProjectGroup",
  outputs: ["groupName", "groupType", "createdAt"],
  id: ["projectId", "groupId"],
  kind: "edge",
  spelling: { role: "withoutScope" },
  untold: ["role"],
  also: ["ProjectGroupRoleAssignment {projectId}/{groupId}/{role}"],
});
export type ProjectGroup = InstanceType<typeof ProjectGroup>;

/**
 * A custom role of one project: a name for a set of permissions.
 *
 * Built-in roles cannot be managed, only assigned.
 *
 * Destroying deletes the role. Assignments of it are resources of their own and go first.
 *
 * https://platform.openai.com/docs/api-reference/project-roles
 */
export const ProjectRole = dynamicResource<typeof plugin.ProjectRole, Adoptable>({
  token: "ProjectRole",
  outputs: ["roleId", "predefinedRole", "resourceType", "description"],
  named: "name",
  id: ["projectId", "roleId"],
  toldById: ["roleId"],
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
export const ProjectUserRoleAssignment = dynamicResource<typeof plugin.ProjectUserRoleAssignment, Adoptable>({
  token: "ProjectUserRoleAssignment",
  outputs: ["assignmentSources"],
  id: ["projectId", "userId", "roleId"],
  kind: "edge",
  spelling: { roleId: "withoutScope" },
});
export type ProjectUserRoleAssignment = InstanceType<typeof ProjectUserRoleAssignment>;

/**
 * A role of one group in one project: every member of the group holds it there.
 *
 * The group's access to the project (ProjectGroup) carries a role of its own.
 *
 * Destroying takes the role away from the group; role and group stay.
 *
 * https://platform.openai.com/docs/api-reference/project-group-role-assignments
 */
export const ProjectGroupRoleAssignment = dynamicResource<
  typeof plugin.ProjectGroupRoleAssignment,
  Adoptable
>({
  token: "ProjectGroupRoleAssignment",
  outputs: ["assignmentSources"],
  id: ["projectId", "groupId", "roleId"],
  kind: "edge",
  spelling: { roleId: "withoutScope" },
});
export type ProjectGroupRoleAssignment = InstanceType<typeof ProjectGroupRoleAssignment>;

/**
 * A group of users of the organization, so that roles and projects can be given to many at once.
 *
 * Members (GroupUser), projects (ProjectGroup) and roles are resources of their own.
 *
 * A group that an identity provider keeps by SCIM cannot be managed here.
 *
 * Destroying deletes the group: its members lose what they held through it.
 *
 * https://platform.openai.com/docs/api-reference/groups
 */
export const Group = dynamicResource<typeof plugin.Group, Adoptable>({
  token: "Group",
  outputs: ["groupId", "groupType", "isScimManaged", "createdAt"],
  named: "name",
  id: ["groupId"],
  toldById: ["groupId"],
});
export type Group = InstanceType<typeof Group>;

/**
 * The membership of one user in one group.
 *
 * The user must be in the organization. A group that an identity provider keeps by SCIM refuses every change.
 *
 * Destroying removes the user from the group; what the user held through it is lost, user and group stay.
 *
 * https://platform.openai.com/docs/api-reference/groups/users
 */
export const GroupUser = dynamicResource<typeof plugin.GroupUser, Adoptable>({
  token: "GroupUser",
  outputs: [],
  id: ["groupId", "userId"],
  kind: "edge",
});
export type GroupUser = InstanceType<typeof GroupUser>;

/**
 * A custom role of the organization: a name for a set of permissions, given to users and groups.
 *
 * Built-in roles cannot be managed, only assigned.
 *
 * Destroying deletes the role. Assignments of it are resources of their own and go first.
 *
 * https://platform.openai.com/docs/api-reference/roles
 */
export const OrganizationRole = dynamicResource<typeof plugin.OrganizationRole, Adoptable>({
  token: "OrganizationRole",
  outputs: ["roleId", "predefinedRole", "resourceType", "description"],
  named: "name",
  id: ["roleId"],
  toldById: ["roleId"],
});
export type OrganizationRole = InstanceType<typeof OrganizationRole>;

/**
 * A role of one user in the whole organization.
 *
 * A role that the user holds only through a group is no assignment of the user's own: it is neither adopted nor removed.
 *
 * Destroying takes the role away from the user; the role itself stays.
 *
 * https://platform.openai.com/docs/api-reference/user-role-assignments
 */
export const OrganizationUserRoleAssignment = dynamicResource<
  typeof plugin.OrganizationUserRoleAssignment,
  Adoptable
>({
  token: "OrganizationUserRoleAssignment",
  outputs: ["assignmentSources"],
  id: ["userId", "roleId"],
  kind: "edge",
  spelling: { roleId: "withoutScope" },
});
export type OrganizationUserRoleAssignment = InstanceType<typeof OrganizationUserRoleAssignment>;

/**
 * A role of one group in the whole organization: every member of the group holds it.
 *
 * Destroying takes the role away from the group; role and group stay.
 *
 * https://platform.openai.com/docs/api-reference/group-role-assignments
 */
export const OrganizationGroupRoleAssignment = dynamicResource<
  typeof plugin.OrganizationGroupRoleAssignment,
  Adoptable
>({
  token: "OrganizationGroupRoleAssignment",
  outputs: ["assignmentSources"],
  id: ["groupId", "roleId"],
  kind: "edge",
  spelling: { roleId: "withoutScope" },
});
export type OrganizationGroupRoleAssignment = InstanceType<typeof OrganizationGroupRoleAssignment>;

/**
 * An invitation to join the organization, which OpenAI sends by e-mail.
 *
 * Nothing of it can be changed: another address, role or list of projects is another invitation, sent before the old one is withdrawn.
 *
 * Nobody waits for it to be accepted. Once it is, it has done its work and shows no difference any more. What the person may do from then on is changed with ProjectUser, GroupUser and the role assignments; other arguments here would send another invitation to somebody who is in the organization already.
 *
 * One that has expired is sent anew by the update after the refresh that saw it.
 *
 * An accepted one can be imported too.
 *
 * Destroying withdraws an open invitation. One that was accepted stays, for the API deletes none; so does whoever accepted it.
 *
 * https://platform.openai.com/docs/api-reference/invite
 */
export const Invite = dynamicResource<typeof plugin.Invite, Adoptable>({
  token: "Invite",
  outputs: ["inviteId", "status", "acceptedAt", "expiresAt", "createdAt"],
  id: ["inviteId"],
  toldById: ["inviteId"],
});
export type Invite = InstanceType<typeof Invite>;

/**
 * A key that administers the organization. Its value is shown once, when it is made, and kept as a secret.
 *
 * Whoever holds it can do anything in the organization, so mark the stack's outputs and readers accordingly.
 *
 * Nothing of it can be changed: another name or lifetime makes another key, before the old one is deleted. An imported key has no `value`.
 *
 * An expired key is replaced by the update after the refresh that saw it.
 *
 * Destroying revokes the key within seconds. The key that the stack itself works with is never deleted.
 *
 * https://platform.openai.com/docs/api-reference/admin-api-keys
 */
export const AdminApiKey = dynamicResource<typeof plugin.AdminApiKey, Adoptable>({
  token: "AdminApiKey",
  outputs: [
    "keyId",
    "value",
    "redactedValue",
    "ownerId",
    "expiresAt",
    "expired",
    "lastUsedAt",
    "createdAt",
    "expiresInSeconds",
  ],
  secrets: ["value"],
  named: "name",
  id: ["keyId"],
  toldById: ["keyId"],
});
export type AdminApiKey = InstanceType<typeof AdminApiKey>;

/**
 * An uploaded file, for vector stores, fine-tuning, batches, vision or evaluations.
 *
 * It lives in the project of its key. Nothing of it can be changed: other content is another file.
 *
 * The state holds the content's hash, never the content, unless the program itself gives it as text.
 *
 * A file may end by itself: those for batches after 30 days, others after `expiresAfter`. A refresh then finds it gone.
 *
 * Destroying deletes the file, which also takes it out of every vector store.
 *
 * https://platform.openai.com/docs/api-reference/files
 */
export const File = dynamicResource<typeof plugin.File, OwnKey & Adoptable>({
  token: "File",
  outputs: [
    "fileId",
    "bytes",
    "status",
    "statusDetails",
    "expiresAt",
    "createdAt",
    "filename",
    "expiresAfter",
    "projectId",
  ],
  ownKey: true,
  id: ["fileId"],
  toldById: ["fileId"],
});
export type File = InstanceType<typeof File>;

/**
 * A searchable index over uploaded files, queried by the file_search tool.
 *
 * It lives in the project of its key.
 *
 * A store that has expired can be read but not used: the next update replaces it.
 *
 * Destroying deletes the index; the files stay.
 *
 * https://platform.openai.com/docs/api-reference/vector-stores
 */
export const VectorStore = dynamicResource<typeof plugin.VectorStore, OwnKey & Adoptable>({
  token: "VectorStore",
  outputs: [
    "vectorStoreId",
    "status",
    "usageBytes",
    "fileCounts",
    "lastActiveAt",
    "expiresAt",
    "createdAt",
    "name",
    "expiresAfter",
    "metadata",
    "description",
    "fileIds",
    "chunkingStrategy",
    "projectId",
  ],
  ownKey: true,
  id: ["vectorStoreId"],
  toldById: ["vectorStoreId"],
});
export type VectorStore = InstanceType<typeof VectorStore>;

/**
 * A file in a vector store: cut into chunks, embedded, and found by searches.
 *
 * It is ready when the indexing has ended, which is waited for. A file that cannot be indexed fails with the API's reason and is attached anew by the next update.
 *
 * `chunkingStrategy` `auto` is answered with the sizes that it stands for, which are no difference. Taking the argument out of the program leaves the file as it is cut.
 *
 * Destroying takes the file out of the store; the file itself stays.
 *
 * https://platform.openai.com/docs/api-reference/vector-stores-files
 */
export const VectorStoreFile = dynamicResource<typeof plugin.VectorStoreFile, OwnKey & Adoptable>({
  token: "VectorStoreFile",
  outputs: ["status", "lastError", "usageBytes", "createdAt", "attributes", "chunkingStrategy", "projectId"],
  ownKey: true,
  id: ["vectorStoreId", "fileId"],
  kind: "edge",
});
export type VectorStoreFile = InstanceType<typeof VectorStoreFile>;

/**
 * OpenAI takes no new fine-tuning jobs from 2027-01-06 on, and since 2026-07-02 none from organizations that have not used a fine-tuned model lately. Models that exist go on working.
 *
 * A run that trains a model on a file of examples. Its result is the output `fineTunedModel`.
 *
 * Creating it starts the training, which costs money. Nothing of it can be changed: another argument starts another job. Writing down what a job was made with does not, nor does taking `seed` or `method` out of the program.
 *
 * It is waited for, up to 20 minutes at a time: a longer job fails the update with its id, and the next `pulumi up` goes on waiting. With `wait: false` it is only started, and a refresh brings its result.
 *
 * A job that has failed or was cancelled is started anew by the next update.
 *
 * Destroying cancels the job if it still runs. The job itself and its model stay: the API cannot delete jobs, and models are worth keeping.
 *
 * https://platform.openai.com/docs/api-reference/fine-tuning
 */
export const FineTuningJob = dynamicResource<typeof plugin.FineTuningJob, OwnKey & Adoptable>({
  token: "FineTuningJob",
  outputs: [
    "fineTuningJobId",
    "status",
    "fineTunedModel",
    "error",
    "trainedTokens",
    "resultFiles",
    "estimatedFinish",
    "finishedAt",
    "createdAt",
    "validationFile",
    "method",
    "suffix",
    "seed",
    "integrations",
    "metadata",
    "wait",
    "projectId",
  ],
  ownKey: true,
  id: ["fineTuningJobId"],
  toldById: ["fineTuningJobId"],
});
export type FineTuningJob = InstanceType<typeof FineTuningJob>;

/**
 * OpenAI shut the Assistants API down on 2026-08-26; it lives on only on compatible servers. Use the Responses API, with instructions and tools in the application's own code.
 *
 * A model with instructions and tools, as the Assistants API keeps it.
 *
 * It lives in the project of its key.
 *
 * Destroying deletes the assistant; files and vector stores stay. Since the shutdown of its API nothing is left to delete.
 *
 * https://platform.openai.com/docs/api-reference/assistants
 */
export const Assistant = dynamicResource<typeof plugin.Assistant, OwnKey & Adoptable>({
  token: "Assistant",
  outputs: [
    "assistantId",
    "createdAt",
    "name",
    "description",
    "instructions",
    "tools",
    "toolResources",
    "responseFormat",
    "reasoningEffort",
    "temperature",
    "topP",
    "metadata",
    "projectId",
  ],
  ownKey: true,
  id: ["assistantId"],
  toldById: ["assistantId"],
});
export type Assistant = InstanceType<typeof Assistant>;

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
export const WebhookEndpoint = dynamicResource<typeof plugin.WebhookEndpoint, OwnKey & Adoptable>({
  token: "WebhookEndpoint",
  outputs: [
    "webhookEndpointId",
    "signingSecret",
    "signingSecretHint",
    "createdAt",
    "updatedAt",
    "rotationTrigger",
    "keepOldSecretActiveFor24Hours",
    "projectId",
  ],
  secrets: ["signingSecret"],
  named: "name",
  ownKey: true,
  id: ["webhookEndpointId"],
  toldById: ["webhookEndpointId"],
});
export type WebhookEndpoint = InstanceType<typeof WebhookEndpoint>;
