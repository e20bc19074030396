import { z } from "zod";
import { removed, replace } from "../kernel/declaration";
import { resource } from "../kernel/resource";
import { computed, constant, mutable, parent } from "../kernel/words";
import { project } from "./project";

export const projectServiceAccount = resource({
  token: "ProjectServiceAccount",
  about: "A bot user of one project, which holds API keys without being a person.",
  notes: [
    "It is always created without a key and without a role: keys are resources of their own (ServiceAccountApiKey).",
  ],
  destroying: "deletes the account, and its keys stop working.",
  page: "https://platform.openai.com/docs/api-reference/project-service-accounts",
  credential: "admin",
  at: "/organization/projects/{projectId}/service_accounts",
  id: "{projectId}/{serviceAccountId}",
  read: "together",
  list: { page: "lastId", max: 100 },
  recognise: ["name", "createdAt"],
  props: {
    projectId: parent(project, "Id of the project that the account belongs to."),
    serviceAccountId: computed(z.string(), "Id of the account.", { wire: "id", example: "svc_acct_abc123" }),
    name: mutable(z.string().min(1), "Name of the account.", { named: true }),
    role: mutable(
      z.enum(["member", "owner"]).optional(),
      "Role in the project, absent for none. The API cannot take a role back: removing it replaces the account, and with it its keys.",
      { via: "update", absent: "none", clear: replace },
    ),
    createServiceAccountOnly: constant(
      true,
      "Without it an unmanaged key that never expires would be born with the account.",
    ),
    createdAt: computed(z.int(), "When the account was created, in Unix seconds."),
  },
  examples: [
    {
      title: "An account for a deployment pipeline",
      args: { projectId: "proj_abc123", name: "deployer", role: "member" },
      next: [
        { change: { name: "ci-deployer" }, expect: "update" },
        { change: { role: "owner" }, expect: "update" },
        { change: { role: removed }, expect: "replace" },
      ],
    },
    { title: "An account without a role", args: { projectId: "proj_abc123", name: "reader" } },
  ],
});
