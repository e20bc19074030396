import type { Route } from "../api/route";
import { adminApiKeyRoutes } from "./admin-api-keys";
import { assistantRoutes } from "./assistants";
import { fileRoutes } from "./files";
import { fineTuningJobRoutes } from "./fine-tuning-jobs";
import { fineTuningProgressRoutes } from "./fine-tuning-progress";
import { groupUserRoutes } from "./group-users";
import { groupRoutes } from "./groups";
import { modelRoutes } from "./models";
import { projectApiKeyRoutes } from "./project-api-keys";
import { projectGroupRoutes } from "./project-groups";
import { projectUserRoutes } from "./project-users";
import { projectRoutes } from "./projects";
import { rateLimitRoutes } from "./rate-limits";
import { roleAssignmentRoutes } from "./role-assignments";
import { roleRoutes } from "./roles";
import { serviceAccountRoutes } from "./service-accounts";
import { uploadRoutes } from "./uploads";
import { userRoutes } from "./users";
import { vectorStoreFileBatchRoutes } from "./vector-store-file-batches";
import { vectorStoreFileRoutes } from "./vector-store-files";
import { vectorStoreSearchRoutes } from "./vector-store-search";
import { vectorStoreRoutes } from "./vector-stores";
import { webhookEndpointRoutes } from "./webhook-endpoints";

/** Everything the emulator answers under /v1. A new collection is a file and a line here. */
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
