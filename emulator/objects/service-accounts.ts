import { z } from "zod";
import { id, seconds, table, text } from "../state/fields";
import type { RowOf } from "../state/table";

export type ServiceAccountRow = RowOf<typeof serviceAccountTable>;
export const serviceAccountTable = table(
  "service_accounts",
  { project_id: id, name: text, role: z.enum(["owner", "member", "none"]), created_at: seconds },
  { param: "service_account_id" },
);
