// The program of a recorded stack: kinds with as many of their arguments as go together. It is recorded after two runs, of which
// the first one has other arguments, so that the state also holds what only updates and replacements leave in it. What it
// has no word for is made from its example: `make states` adds that at the end.
const pulumi = require("@pulumi/pulumi");
const openai = require("pulumi-openai/dynamic");

const isFirst = new pulumi.Config().getBoolean("first") === true;
const before = (first, then) => (isFirst ? first : then);

const project = new openai.Project("shop", {
  name: before("shop", "Shop"),
  // Written down as it is.
  ...before({}, { residency: "GLOBAL" }),
});
new openai.Project("annex", { externalKeyId: "extkey_1" });
const { projectId } = project;
const within = { deletedWith: project };

const account = new openai.ProjectServiceAccount(
  "bot",
  { projectId, role: before("owner", "member") },
  within,
);
new openai.ProjectServiceAccount("reader", { projectId }, within);
const { serviceAccountId } = account;
const key = new openai.ServiceAccountApiKey(
  "key",
  { projectId, serviceAccountId, allPermissions: true },
  within,
);
new openai.ServiceAccountApiKey(
  "runtime",
  {
    ...{ projectId, serviceAccountId, name: "runtime-1", expiresInSeconds: 7_776_000 },
    scopes: before(["api.model.read"], ["api.responses.write", "api.model.read"]),
  },
  within,
);
const adminKey = new openai.AdminApiKey("audit", { expiresInSeconds: 7_776_000 });
new openai.AdminApiKey("forever", {});

new openai.ProjectRateLimit(
  "named",
  {
    ...{ projectId, model: before("gpt-4o-mini", "gpt-4o"), maxRequestsPer1Minute: before(100, 200) },
    ...before({ maxTokensPer1Minute: 1_000 }, {}),
  },
  within,
);
new openai.ProjectRateLimit("lent", {
  projectId: "proj_default",
  rateLimitId: "rl-gpt-4o",
  maxRequestsPer1Minute: 60,
});

const role = new openai.ProjectRole(
  "auditor",
  {
    projectId,
    permissions: ["api.model.read", "api.files.read"],
    ...before({}, { description: "Reads, never writes." }),
  },
  within,
);
const { roleId } = role;
new openai.ProjectUser(
  "carol",
  { projectId, email: "Carol@example.com", role: before("owner", "member") },
  within,
);
new openai.ProjectUser("bob", { projectId, userId: "user-bob", role: "member" }, within);
new openai.ProjectUserRoleAssignment(
  "bob",
  { projectId, userId: before("user-carol", "user-bob"), roleId },
  within,
);
new openai.ProjectUserRoleAssignment(
  "alice",
  { projectId, userId: "user-alice", roleId: "role-api-project-owner" },
  within,
);

const group = new openai.Group("readers", { name: before("readers", "Readers"), adopt: true });
const { groupId } = group;
new openai.GroupUser("first", { groupId, userId: before("user-bob", "user-carol") });
new openai.GroupUser("alice", { groupId, userId: "user-alice" });
new openai.ProjectGroup("readers", { projectId, groupId, role: roleId }, within);
new openai.ProjectGroupRoleAssignment(
  "readers",
  { projectId, groupId, roleId: before("role-api-project-owner", "role-api-project-viewer") },
  within,
);
const groupAdmin = new openai.OrganizationRole("groups", {
  ...{ name: "group-admin", permissions: ["api.groups.read"], description: "Makes groups and fills them." },
});
new openai.OrganizationUserRoleAssignment("bob", { userId: "user-bob", roleId: groupAdmin.roleId });
new openai.OrganizationGroupRoleAssignment("readers", { groupId, roleId: "role-api-organization-reader" });

const own = { apiKey: key.value, projectId };
const handbook = new openai.File(
  "handbook",
  {
    ...own,
    source: new pulumi.asset.StringAsset("# Returns\n"),
    filename: "returns.md",
    purpose: "assistants",
  },
  within,
);
const lessons = new openai.File(
  "lessons",
  { ...own, source: new pulumi.asset.FileAsset("lessons.jsonl"), purpose: "fine-tune" },
  within,
);
new openai.File(
  "people",
  {
    ...own,
    ...{ source: new pulumi.asset.StringAsset("{}\n"), filename: "people.json", purpose: "user_data" },
    expiresAfter: { anchor: "created_at", seconds: 2_592_000 },
  },
  within,
);
const store = new openai.VectorStore(
  "docs",
  {
    ...{ ...own, name: before("docs", "Docs"), metadata: { team: "shop", costCenter: "4711" } },
    expiresAfter: { anchor: "last_active_at", days: before(7, 365) },
  },
  within,
);
new openai.VectorStore(
  "index",
  {
    ...{ ...own, description: "At once.", fileIds: [handbook.fileId], metadata: {} },
    chunkingStrategy: { type: "static", static: { maxChunkSizeTokens: 400, chunkOverlapTokens: 100 } },
  },
  within,
);
new openai.VectorStoreFile(
  "handbook",
  {
    ...{ ...own, vectorStoreId: store.vectorStoreId, fileId: handbook.fileId },
    attributes: { language: "en", year: before(2026, 2027), internal: true },
    chunkingStrategy: { type: "auto" },
  },
  within,
);
new openai.Assistant(
  "helper",
  {
    ...{ ...own, model: "gpt-4o", name: "helper", instructions: "Answer from the handbook only." },
    ...{ temperature: before(0.2, 0.3), metadata: { team: "shop" } },
    tools: [{ type: "file_search", fileSearch: { maxNumResults: 5 } }],
    toolResources: { fileSearch: { vectorStoreIds: [store.vectorStoreId] } },
  },
  within,
);
new openai.FineTuningJob(
  "tuned",
  {
    ...{ ...own, model: "gpt-4.1-mini-2025-04-14", trainingFile: lessons.fileId, suffix: "tone", seed: 42 },
    ...{
      method: { type: "supervised", supervised: { hyperparameters: { nEpochs: 3 } } },
      metadata: { team: "shop" },
    },
  },
  within,
);
const webhook = new openai.WebhookEndpoint(
  "hook",
  {
    ...{ ...own, url: "https://hooks.example.com/a", eventTypes: ["batch.failed", "batch.completed"] },
    rotationTrigger: before("2026", "2027"),
  },
  within,
);
// Its key at home on a host of its own.
const baseUrl = new pulumi.Config("openai").require("baseUrl");
new openai.WebhookEndpoint(
  "abroad",
  { ...own, baseUrl, url: "https://hooks.example.com/b", eventTypes: ["batch.failed"] },
  within,
);

exports.projectId = projectId;
exports.key = key.value;
exports.adminKey = adminKey.value;
exports.signingSecret = webhook.signingSecret;
new openai.Invite("other", { email: "ada@example.com", role: "reader", projects: [{ "id": project.projectId, "role": "member" }] });
