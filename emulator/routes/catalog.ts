import type { Happening } from "../api/happening";
import type { Route } from "../api/route";
import { fileTable, uploadPartTable } from "../objects/files";
import {
  fineTunedModelTable,
  fineTuningCheckpointTable,
  fineTuningEventTable,
  fineTuningJobTable,
} from "../objects/fine-tuning-tables";
import { groupTable, groupUserTable, projectGroupTable } from "../objects/groups";
import { projectUserTable } from "../objects/project-users";
import { rateLimitTable } from "../objects/rate-limits";
import { roleAssignmentTable, roleTable } from "../objects/roles";
import { serviceAccountTable } from "../objects/service-accounts";
import { userTable } from "../objects/users";
import {
  vectorStoreFileBatchTable,
  vectorStoreFileTable,
  vectorStoreTable,
} from "../objects/vector-store-tables";
import { webhookEndpointTable } from "../objects/webhook-endpoints";
import { adminKeyTable, organizationTable, projectKeyTable, projectTable } from "../state/identity";
import type { State as AnyState } from "../state/state";
import type { RowOf } from "../state/table";
import { adminApiKeyRoutes } from "./admin-api-keys";
import { assistantRoutes, assistantTable } from "./assistants";
import { fileRoutes } from "./files";
import { fineTuningJobRoutes } from "./fine-tuning-jobs";
import { fineTuningProgressRoutes } from "./fine-tuning-progress";
import { groupUserRoutes } from "./group-users";
import { groupRoutes } from "./groups";
import { inviteAccepted, inviteRoutes, inviteTable } from "./invites";
import { modelRoutes } from "./models";
import { projectApiKeyRoutes } from "./project-api-keys";
import { projectGroupRoutes } from "./project-groups";
import { projectUserRoutes } from "./project-users";
import { projectRoutes } from "./projects";
import { rateLimitRoutes } from "./rate-limits";
import { roleAssignmentRoutes } from "./role-assignments";
import { roleRoutes } from "./roles";
import { serviceAccountRoutes } from "./service-accounts";
import { uploadRoutes, uploadTable } from "./uploads";
import { userRoutes } from "./users";
import { vectorStoreFileBatchRoutes } from "./vector-store-file-batches";
import { vectorStoreFileRoutes } from "./vector-store-files";
import { vectorStoreSearchRoutes } from "./vector-store-search";
import { vectorStoreRoutes } from "./vector-stores";
import { webhookEndpointRoutes } from "./webhook-endpoints";

/** Everything the emulator answers under /v1. A new kind is a file and a line here, and one in the tables. */
export const routes: readonly Route[] = [
  ...projectRoutes,
  ...serviceAccountRoutes,
  ...projectApiKeyRoutes,
  ...rateLimitRoutes,
  ...roleRoutes,
  ...roleAssignmentRoutes,
  ...adminApiKeyRoutes,
  ...groupRoutes,
  ...groupUserRoutes,
  ...projectGroupRoutes,
  ...projectUserRoutes,
  ...userRoutes,
  ...inviteRoutes,
  ...fileRoutes,
  ...uploadRoutes,
  ...vectorStoreRoutes,
  ...vectorStoreFileRoutes,
  ...vectorStoreFileBatchRoutes,
  ...vectorStoreSearchRoutes,
  ...assistantRoutes,
  ...fineTuningJobRoutes,
  ...fineTuningProgressRoutes,
  ...webhookEndpointRoutes,
  ...modelRoutes,
];

/** What people do to these things outside of the API. */
export const happenings: readonly Happening[] = [inviteAccepted];

/** Everything the emulator remembers, in the order in which a state shows it. */
export const tables = [
  organizationTable,
  adminKeyTable,
  userTable,
  projectTable,
  serviceAccountTable,
  projectKeyTable,
  rateLimitTable,
  roleTable,
  roleAssignmentTable,
  groupTable,
  groupUserTable,
  projectUserTable,
  projectGroupTable,
  inviteTable,
  fileTable,
  uploadTable,
  uploadPartTable,
  vectorStoreTable,
  vectorStoreFileTable,
  vectorStoreFileBatchTable,
  assistantTable,
  fineTuningJobTable,
  fineTuningEventTable,
  fineTuningCheckpointTable,
  fineTunedModelTable,
  webhookEndpointTable,
] as const;

/** A table of the catalog. */
type Known = (typeof tables)[number];

export type State = AnyState<{ [T in Known as T["name"]]: RowOf<T>[] }>;
