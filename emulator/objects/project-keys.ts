import type { World } from "../api/route";
import { type ProjectKeyRow, projectKeyTable } from "../state/identity";
import { redacted, sha256 } from "../state/ids";
import type { ServiceAccountRow } from "./service-accounts";

export interface KeyRequest {
  name?: string;
  scopes?: string[];
  expires_in_seconds?: number | null;
}

export const expiryFrom = (world: World, seconds: number | null | undefined): number | null =>
  seconds == null ? null : world.now() + seconds;

/** Makes a key for a service account. The value is in this answer and nowhere else. */
export function issueKey(world: World, account: ServiceAccountRow, request: KeyRequest) {
  const value = world.store.newSecret("sk-svcacct-");
  const row: ProjectKeyRow = world.store.insert(projectKeyTable, {
    id: world.store.newId("key_"),
    project_id: account.project_id,
    name: request.name ?? "Secret Key",
    hash: sha256(value),
    redacted_value: redacted(value),
    created_at: world.now(),
    last_used_at: null,
    expires_at: expiryFrom(world, request.expires_in_seconds),
    scopes: request.scopes ?? [],
    owner: { type: "service_account", id: account.id },
  });
  return {
    object: "organization.project.service_account.api_key",
    id: row.id,
    name: row.name,
    created_at: row.created_at,
    expires_at: row.expires_at,
    value,
  };
}
