import type { Route } from "../route";
import { modelRoutes } from "./models";
import { projectApiKeyRoutes } from "./project-api-keys";
import { projectUserRoleRoutes } from "./project-user-roles";
import { projectRoutes } from "./projects";
import { rateLimitRoutes } from "./rate-limits";
import { roleRoutes } from "./roles";
import { serviceAccountRoutes } from "./service-accounts";
import { userRoutes } from "./users";
import { vectorStoreRoutes } from "./vector-stores";
import { webhookEndpointRoutes } from "./webhook-endpoints";

/** Everything the emulator answers under /v1. A new collection is a file and a line here. */
export const routes: readonly Route[] = [
  ...projectRoutes,
  ...serviceAccountRoutes,
  ...projectApiKeyRoutes,
  ...rateLimitRoutes,
  ...roleRoutes,
  ...projectUserRoleRoutes,
  ...userRoutes,
  ...vectorStoreRoutes,
  ...webhookEndpointRoutes,
  ...modelRoutes,
];
