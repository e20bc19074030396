import type { Declaration } from "../kernel/declaration";
import { adminApiKey } from "./admin-api-key";
import { assistant } from "./assistant";
import { file } from "./file";
import { fineTuningJob } from "./fine-tuning-job";
import { group } from "./group";
import { groupUser } from "./group-user";
import { invite } from "./invite";
import { organizationGroupRoleAssignment } from "./organization-group-role-assignment";
import { organizationRole } from "./organization-role";
import { organizationUserRoleAssignment } from "./organization-user-role-assignment";
import { project } from "./project";
import { projectGroup } from "./project-group";
import { projectGroupRoleAssignment } from "./project-group-role-assignment";
import { projectRateLimit } from "./project-rate-limit";
import { projectRole } from "./project-role";
import { projectServiceAccount } from "./project-service-account";
import { projectUser } from "./project-user";
import { projectUserRoleAssignment } from "./project-user-role-assignment";
import { serviceAccountApiKey } from "./service-account-api-key";
import { vectorStore } from "./vector-store";
import { vectorStoreFile } from "./vector-store-file";
import { webhookEndpoint } from "./webhook-endpoint";

/** Every resource, in the order of the documentation. */
export const catalog: readonly Declaration[] = [
  project,
  projectServiceAccount,
  serviceAccountApiKey,
  projectRateLimit,
  projectUser,
  projectGroup,
  projectRole,
  projectUserRoleAssignment,
  projectGroupRoleAssignment,
  group,
  groupUser,
  organizationRole,
  organizationUserRoleAssignment,
  organizationGroupRoleAssignment,
  invite,
  adminApiKey,
  file,
  vectorStore,
  vectorStoreFile,
  fineTuningJob,
  assistant,
  webhookEndpoint,
];
