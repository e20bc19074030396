import { ApiError } from "../api/errors";
import type { Caller, RouteFacts, World } from "../api/route";
import {
  type AdminKeyRow,
  adminKeyTable,
  type ProjectKeyRow,
  projectKeyTable,
  projectTable,
} from "../state/identity";
import { redacted, sha256 } from "../state/ids";

const refused = (message: string, code: string | null): ApiError =>
  new ApiError({ status: 401, message, code });

const keyIn = (headers: Headers): string | null =>
  /^Bearer\s+(\S+)$/i.exec(headers.get("authorization") ?? "")?.[1] ?? null;

function bearer(headers: Headers): string {
  const key = keyIn(headers);
  if (key !== null) return key;
  const how = "in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY)";
  throw refused(`You didn't provide an API key. You need to provide your API key ${how}.`, null);
}

const incorrect = (key: string): ApiError =>
  refused(`Incorrect API key provided: ${redacted(key)}.`, "invalid_api_key");

interface Identity {
  caller: Caller;
  adminKey?: AdminKeyRow;
  projectKey?: ProjectKeyRow;
}

function checkExpiry(world: World, key: string, expiresAt: number | null | undefined): void {
  if (expiresAt == null || expiresAt > world.now()) return;
  throw refused(`The API key ${redacted(key)} has expired.`, "invalid_api_key");
}

/** Whose key it is, whether it works or not. */
function issuedTo({ store }: World, key: string) {
  const hash = sha256(key);
  const projectKey = store.find(projectKeyTable, (row) => row.hash === hash);
  return {
    admin: store.find(adminKeyTable, (row) => row.hash === hash),
    projectKey,
    project: store.find(projectTable, (row) => row.id === projectKey?.project_id),
  };
}

/** A key that works at this moment, or the 401 that says why it does not. */
function callerOf(world: World, key: string): Identity {
  const { admin, projectKey, project } = issuedTo(world, key);
  if (admin !== undefined) {
    checkExpiry(world, key, admin.expires_at);
    const { organization_id: organizationId, owner_user_id: userId } = admin;
    return { caller: { kind: "admin", organizationId, userId }, adminKey: admin };
  }
  if (projectKey === undefined || project === undefined) throw incorrect(key);
  checkExpiry(world, key, projectKey.expires_at);
  if (project.archived_at !== null) {
    const message = "The project you are requesting has been archived and is no longer accessible.";
    throw refused(message, "not_authorized_invalid_project");
  }
  const caller: Caller = { kind: "project", organizationId: project.organization_id, projectId: project.id };
  return { caller, projectKey };
}

/** `OpenAI-Organization` and `OpenAI-Project` may only repeat what the key says already. */
function checkNamed(headers: Headers, caller: Caller): void {
  const organization = headers.get("openai-organization");
  if (organization !== null && organization !== caller.organizationId) {
    throw refused(
      "OpenAI-Organization header should match organization for API key.",
      "mismatched_organization",
    );
  }
  const project = headers.get("openai-project");
  if (caller.kind === "project" && project !== null && project !== caller.projectId) {
    throw refused("OpenAI-Project header should match project for API key.", "mismatched_project");
  }
}

function checkScopes(key: ProjectKeyRow, facts: RouteFacts): void {
  if (key.scopes.length === 0 || facts.scope === undefined) return;
  const reading = facts.method === "GET";
  const needed = `${facts.scope}.${reading ? "read" : "write"}`;
  const enough = [
    "api.all",
    "api.all.write",
    `${facts.scope}.write`,
    ...(reading ? ["api.all.read", needed] : []),
  ];
  if (key.scopes.some((scope) => enough.includes(scope))) return;
  const message = `You have insufficient permissions for this operation. Missing scopes: ${needed}.`;
  throw new ApiError({ status: 403, message, code: "missing_scope" });
}

export function authenticate(world: World, headers: Headers): Identity {
  const found = callerOf(world, bearer(headers));
  checkNamed(headers, found.caller);
  return found;
}

/**
 * The organization that the key belongs to, for the reply's header, whatever the reply says: also when the key
 * has expired, or its project is archived. A key that nobody issued belongs to none.
 */
export function organizationOf(world: World, headers: Headers): string | null {
  const key = keyIn(headers);
  if (key === null) return null;
  const { admin, project } = issuedTo(world, key);
  return admin?.organization_id ?? project?.organization_id ?? null;
}

/** Admin keys open only the administration, project keys only the data plane. */
export function authorize(facts: RouteFacts, { caller, adminKey, projectKey }: Identity, now: number): void {
  if (facts.credential === "admin" && caller.kind !== "admin") {
    const message =
      "You have insufficient permissions for this operation. Missing scopes: api.management. " +
      "Administration endpoints need an admin API key.";
    throw new ApiError({ status: 403, message, code: "missing_scope" });
  }
  if (facts.credential === "project" && projectKey === undefined) {
    throw refused("Admin API keys cannot be used for non-administration endpoints.", "invalid_api_key");
  }
  if (projectKey !== undefined) {
    checkScopes(projectKey, facts);
    projectKey.last_used_at = now;
  }
  if (adminKey?.last_used_at !== undefined) adminKey.last_used_at = now;
}
