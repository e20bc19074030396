// Organizations, their projects and the keys that open them: what the server asks before any route does.
// Keys are kept as hashes.
import { z } from "zod";
import { id, maybe, seconds, table, text } from "./fields";
import type { RowOf } from "./table";

export const organizationTable = table("organizations", { title: text });

export type ProjectRow = RowOf<typeof projectTable>;
export const projectTable = table(
  "projects",
  {
    organization_id: id,
    name: maybe(text),
    created_at: seconds,
    archived_at: maybe(seconds),
    external_key_id: maybe(text),
    residency: text,
    is_default: z.boolean(),
  },
  { param: "project_id" },
);

export type AdminKeyRow = RowOf<typeof adminKeyTable>;
export const adminKeyTable = table("admin_keys", {
  organization_id: id,
  hash: text,
  redacted_value: text,
  owner_user_id: text,
  // What a key needs only to be shown; one that a test puts into the state works without.
  name: text.optional(),
  created_at: seconds.optional(),
  expires_at: maybe(seconds).optional(),
  /** Absent: uses are not noted. So it is for the seeded keys, lest every call change the state. */
  last_used_at: maybe(seconds).optional(),
});

export type ProjectKeyRow = RowOf<typeof projectKeyTable>;
export const projectKeyTable = table("project_keys", {
  project_id: id,
  name: text,
  hash: text,
  redacted_value: text,
  created_at: seconds,
  last_used_at: maybe(seconds),
  expires_at: maybe(seconds),
  /** Empty means all permissions, not none. */
  scopes: z.array(text),
  owner: z.strictObject({ type: z.enum(["user", "service_account"]), id }),
});
