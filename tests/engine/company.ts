import { madeFromExamples } from "./from-examples";
import { head } from "./stage";

/** Ten examples of an answer, which is as few as a training takes. */
const lesson = JSON.stringify({
  messages: [
    { role: "user", content: "Hi" },
    { role: "assistant", content: "Ho" },
  ],
});

/** Settings of the stack change one thing each. */
const byHand = `${head}
const project = new openai.Project("shop", { name: config.get("projectName") });
const { projectId } = project;
const within = { deletedWith: project };
const account = new openai.ProjectServiceAccount("bot", { projectId, role: "member" }, within);
const key = new openai.ServiceAccountApiKey("key", {
  projectId, serviceAccountId: account.serviceAccountId, name: config.get("keyName") ?? "key", allPermissions: true,
}, within);
const role = new openai.ProjectRole("auditor", { projectId, permissions: ["api.model.read", "api.files.read"] }, within);
if (config.getBoolean("assigned") ?? true) {
  new openai.ProjectUserRoleAssignment("bob", { projectId, userId: "user-bob", roleId: role.roleId }, within);
}
new openai.ProjectUserRoleAssignment("alice", { projectId, userId: "user-alice", roleId: "role-api-project-owner" }, within);
new openai.ProjectRateLimit("lent", { projectId: "proj_default", model: "gpt-4o", maxRequestsPer1Minute: 60 });
new openai.ProjectRateLimit("limit", { projectId, model: "gpt-4o", maxRequestsPer1Minute: config.getNumber("limit") ?? 100 }, within);
const own = { apiKey: key.value, projectId };
const store = new openai.VectorStore("docs", {
  ...own, name: "docs", metadata: { team: "shop", costCenter: "4711" }, expiresAfter: { anchor: "last_active_at", days: 7 },
}, within);
const text = (name, text, purpose) => new openai.File(name, {
  ...own, source: new pulumi.asset.StringAsset(text), filename: name, purpose,
}, within);
const handbook = text("handbook.md", "# Returns", "assistants");
new openai.VectorStoreFile("handbook", {
  ...own, vectorStoreId: store.vectorStoreId, fileId: handbook.fileId, attributes: { year: config.getNumber("year") ?? 2026 },
}, within);
new openai.Assistant("helper", {
  ...own, model: "gpt-4o", tools: [{ type: "file_search" }], toolResources: { fileSearch: { vectorStoreIds: [store.vectorStoreId] } },
}, within);
const lessons = text("lessons.jsonl", ${JSON.stringify(`${lesson}\n`.repeat(10))}, "fine-tune");
const job = new openai.FineTuningJob("tuned", {
  ...own, model: "gpt-4.1-mini-2025-04-14", trainingFile: lessons.fileId, metadata: { team: "shop" },
}, within);
const group = new openai.Group("readers", { name: config.get("groupName") ?? "readers" });
new openai.GroupUser("carol", { groupId: group.groupId, userId: "user-carol" });
new openai.ProjectUser("carol", { projectId, email: "carol@example.com", role: "member" }, within);
new openai.ProjectGroup("readers", { projectId, groupId: group.groupId, role: role.roleId }, within);
new openai.ProjectGroupRoleAssignment("readers", { projectId, groupId: group.groupId, roleId: "role-api-project-viewer" }, within);
const groupAdmin = new openai.OrganizationRole("groups", { permissions: ["api.groups.read"] });
new openai.OrganizationUserRoleAssignment("bob", { userId: "user-bob", roleId: groupAdmin.roleId });
new openai.OrganizationGroupRoleAssignment("readers", { groupId: group.groupId, roleId: "role-api-organization-reader" });
const adminKey = new openai.AdminApiKey("audit", { name: "audit", expiresInSeconds: 86400 });
exports.adminKey = adminKey.value;
exports.model = job.fineTunedModel;
const webhook = new openai.WebhookEndpoint("hook", {
  ...own, url: config.get("url") ?? "https://hooks.example.com/a", eventTypes: ["batch.failed", "batch.completed"],
  rotationTrigger: config.get("rotation"),
}, within);
exports.key = key.value;
exports.signingSecret = webhook.signingSecret;
exports.projectId = projectId;
`;

/** One of every kind: what the program above does not make is made from its first example. */
export const company = byHand + madeFromExamples(byHand);

/** How many resources it has, with the stack itself: one helper is called twice and makes two. */
export const resourcesOfCompany = company.split("new openai.").length + 1;
