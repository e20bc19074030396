import type { Declaration, PropertyOptions, Thing } from "../../provider/kernel/declaration";
import { isObject, type Value } from "../../provider/kernel/values";
import { catalog } from "../../provider/resources/catalog";
import { livesInProject, livesInProjectOfKey } from "../kernel/facts";
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

/** What the program above does not make is made from its first example. */
const others = catalog.filter(({ token }) => !byHand.includes(`new openai.${token}(`));

/** One of every kind. */
export const company = byHand + others.map(fromExample).join("");

/** How many resources it has, with the stack itself: one helper is called twice and makes two. */
export const resourcesOfCompany = company.split("new openai.").length + 1;

function fromExample(declaration: Declaration): string {
  const { token, props, examples } = declaration;
  const args = Object.entries(examples[0]?.args ?? {}).map(
    ([name, said]) => `${name}: ${source(said, props[name]?.options ?? {}, props[name]?.word === "content")}`,
  );
  const ofKey = livesInProjectOfKey(declaration);
  const options = ofKey || livesInProject(declaration) ? ", within" : "";
  return `new openai.${token}("other", { ${[...(ofKey ? ["...own"] : []), ...args].join(", ")} }${options});\n`;
}

/** A value as the program writes it, with what the program has made in place of sample ids. */
function source(said: Value, { of, ofFields }: PropertyOptions, isContent = false): string {
  if (isContent && isObject(said)) return `new pulumi.asset.StringAsset(${JSON.stringify(said.text)})`;
  if (Array.isArray(said)) return `[${said.map((one) => source(one, { of, ofFields })).join(", ")}]`;
  if (isObject(said)) {
    const fields = Object.entries(said).map(
      ([name, value]) => `${JSON.stringify(name)}: ${source(value, { of: ofFields?.[name] })}`,
    );
    return `{ ${fields.join(", ")} }`;
  }
  return of ? idOf(of) : JSON.stringify(said);
}

function idOf(of: Thing): string {
  if (!catalog.some((one) => one === of)) return JSON.stringify("user-bob");
  const variable = new RegExp(`const (\\w+) = new openai\\.${of.token}\\(`).exec(byHand)?.[1];
  if (!variable) throw new Error(`the program keeps no ${of.token} in a variable`);
  return `${variable}.${of.key}`;
}
