import { adminKeyTable, organizationTable, projectKeyTable } from "../state/identity";
import { redacted, sha256 } from "../state/ids";
import { emptyState, type State } from "../state/state";
import { Store } from "../state/store";
import type { Table } from "../state/table";
import { groupTable } from "./groups";
import { addProject } from "./projects";
import { userTable } from "./users";

/** The keys that work from the start. They are fixtures, not secrets: anyone may know them. */
export const seedKeys = {
  admin: "sk-admin-test",
  project: "sk-proj-test",
  otherAdmin: "sk-admin-other",
  otherProject: "sk-proj-other",
} as const;

// Long before any test's own objects, so that a freshly made one is recognisable by its time.
const founded = 1_700_000_000;

function addOrganization(
  store: Store,
  id: string,
  adminKey: string,
  users: readonly [string, string][],
): void {
  store.insert(organizationTable, { id, title: id });
  for (const [name, role] of users) {
    const email = `${name}@example.com`;
    const fullName = name.charAt(0).toUpperCase() + name.slice(1);
    store.insert(userTable, {
      id: `user-${name}`,
      organization_id: id,
      name: fullName,
      email,
      role,
      added_at: founded,
    });
  }
  store.insert(adminKeyTable, {
    id: `key_admin_${id.replace("org-", "")}`,
    organization_id: id,
    hash: sha256(adminKey),
    redacted_value: redacted(adminKey),
    owner_user_id: `user-${users[0]?.[0]}`,
    name: "Seeded admin key",
    created_at: founded,
  });
}

function addSeedProject(
  store: Store,
  id: string,
  organizationId: string,
  name: string,
  isDefault: boolean,
): void {
  addProject(store, {
    id,
    organization_id: organizationId,
    name,
    created_at: founded,
    archived_at: null,
    external_key_id: null,
    residency: "GLOBAL",
    is_default: isDefault,
  });
}

/** Somebody made this key in the dashboard: it belongs to a person, not to a service account. */
function addUserKey(store: Store, id: string, projectId: string, key: string): void {
  store.insert(projectKeyTable, {
    id,
    project_id: projectId,
    name: "Seeded key",
    hash: sha256(key),
    redacted_value: redacted(key),
    created_at: founded,
    last_used_at: null,
    expires_at: null,
    scopes: [],
    owner: { type: "user", id: "user-alice" },
  });
}

export function seededState(tables: readonly Table[], seed: number): State {
  const store = new Store(tables, emptyState(tables, seed));
  addOrganization(store, "org-emulator", seedKeys.admin, [
    ["alice", "owner"],
    ["bob", "reader"],
    ["carol", "reader"],
  ]);
  addSeedProject(store, "proj_default", "org-emulator", "Default project", true);
  addSeedProject(store, "proj_other", "org-emulator", "Other project", false);
  addUserKey(store, "key_default", "proj_default", seedKeys.project);
  addUserKey(store, "key_other", "proj_other", seedKeys.otherProject);

  addOrganization(store, "org-other", seedKeys.otherAdmin, [["dave", "owner"]]);
  addSeedProject(store, "proj_elsewhere", "org-other", "Default project", true);
  // Somebody else's directory owns it: only there, and only as something that cannot be changed.
  store.insert(groupTable, {
    id: "group_directory",
    organization_id: "org-other",
    name: "Directory group",
    created_at: founded,
    is_scim_managed: true,
    group_type: "group",
  });
  return store.snapshot();
}
