import type { Declaration } from "../kernel/declaration";
import { project } from "./project";
import { projectRateLimit } from "./project-rate-limit";
import { projectRole } from "./project-role";
import { projectServiceAccount } from "./project-service-account";
import { projectUserRoleAssignment } from "./project-user-role-assignment";
import { serviceAccountApiKey } from "./service-account-api-key";
import { vectorStore } from "./vector-store";
import { webhookEndpoint } from "./webhook-endpoint";

/** Every resource, in the order of the documentation. */
export const catalog: readonly Declaration[] = [
  project,
  projectServiceAccount,
  serviceAccountApiKey,
  projectRateLimit,
  projectRole,
  projectUserRoleAssignment,
  vectorStore,
  webhookEndpoint,
];
