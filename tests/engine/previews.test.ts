import { head, type Stage, stage } from "./stage";

jest.setTimeout(900_000);

const program = `${head}
const options = config.getBoolean("protected") ? { protect: true } : {};
const project = new openai.Project("shop", { name: config.get("projectName"), residency: config.get("residency") });
const { projectId } = project;
const account = new openai.ProjectServiceAccount("bot", { projectId, name: config.get("botName"), role: config.get("botRole") ?? "member" });
new openai.ServiceAccountApiKey("key", {
  projectId, serviceAccountId: account.serviceAccountId, allPermissions: true,
}, options);
const role = new openai.ProjectRole("auditor", { projectId, permissions: ["api.model.read"], description: config.get("description") });
new openai.ProjectUserRoleAssignment("bob", { projectId, userId: "user-bob", roleId: role.roleId });
const group = new openai.Group("readers", { name: config.get("groupName") });
new openai.ProjectGroup("readers", { projectId, groupId: group.groupId, role: "role-api-project-member" });
const carol = new openai.ProjectUser("carol", { projectId, email: "carol@example.com", role: config.get("carol") ?? "member" });
new openai.GroupUser("carol", { groupId: group.groupId, userId: carol.userId });
const limit = new openai.ProjectRateLimit("limit", { projectId, model: "gpt-4o", maxRequestsPer1Minute: config.getNumber("limit") ?? 7 });
new openai.ProjectRateLimit("same", { projectId, rateLimitId: limit.rateLimitId, maxTokensPer1Minute: 700 });
exports.projectId = projectId;
`;

interface Step {
  op: string;
  urn: string;
}

/** What a preview would do, but for what stays. */
async function steps(place: Stage, ...args: string[]): Promise<Record<string, string>> {
  const { code, output } = await place.run(["preview", "--json", ...args]);
  if (code !== 0) throw new Error(output);
  const { steps } = JSON.parse(output.slice(output.indexOf("{"))) as { steps: Step[] };
  const changing = steps.filter(({ op, urn }) => op !== "same" && !urn.includes("pulumi:pulumi:Stack"));
  return Object.fromEntries(changing.map(({ op, urn }) => [urn.split(/openai:/)[1] ?? urn, op]));
}

describe("outputs that are parts of the id", () => {
  let place: Stage;
  beforeAll(async () => {
    place = await stage("previews", program);
    await place.pulumi.must(["up", "--yes", "--skip-preview"]);
  });
  afterAll(() => place.close());

  it("stay known: a new name, role, description or limit is one update, and nothing that hangs on it changes", async () => {
    await place.pulumi.configure({
      projectName: "store",
      groupName: "team",
      description: "Reads.",
      botRole: "owner",
      carol: "owner",
      limit: "8",
    });
    const expected = {
      "Project::shop": "update",
      "ProjectServiceAccount::bot": "update",
      "ProjectRole::auditor": "update",
      "Group::readers": "update",
      "ProjectUser::carol": "update",
      "ProjectRateLimit::limit": "update",
    };
    expect(await steps(place)).toEqual(expected);
    const { code, output } = await place.run(["up", "--yes", "--skip-preview"]);
    expect([code, output]).toEqual([0, expect.stringContaining("~ 6 updated")]);
    expect(output).not.toContain("replaced");
    expect(await steps(place)).toEqual({});
  });

  it("a project's new name passes a protected key, and a saved plan", async () => {
    await place.pulumi.configure({ protected: "true" });
    await place.pulumi.must(["up", "--yes", "--skip-preview"]);
    await place.pulumi.configure({ projectName: "planned" });
    await place.pulumi.must(["preview", "--save-plan", "plan.json"]);
    await place.pulumi.must(["up", "--yes", "--skip-preview", "--plan", "plan.json"]);
    await place.pulumi.configure({ protected: "false" });
    await place.pulumi.must(["up", "--yes", "--skip-preview"]);
    expect(await steps(place)).toEqual({});
  });

  it("are as they were where only another resource is targeted", async () => {
    await place.pulumi.configure({ projectName: "targeted", limit: "9" });
    const urn = "urn:pulumi:test::previews::pulumi-nodejs:dynamic/openai:ProjectRateLimit::limit";
    const { code, output } = await place.run(["up", "--yes", "--skip-preview", "--target", urn]);
    expect([code, output]).toEqual([0, expect.stringContaining("~ 1 updated")]);
    expect(await steps(place)).toEqual({ "Project::shop": "update" });
    await place.pulumi.must(["up", "--yes", "--skip-preview"]);
  });

  it("are not known while their resource is being replaced", async () => {
    await place.pulumi.configure({ residency: "EU_STORAGE_PROCESSING" });
    const seen = await steps(place);
    expect(seen["Project::shop"]).toBe("replace");
    expect(seen["ProjectRole::auditor"]).toBe("replace");
    await place.pulumi.must(["config", "rm", "residency"]);
  });

  it("are there for another stack", async () => {
    const reader = await stage(
      "previews-reader",
      `${head}
const other = new pulumi.StackReference("organization/previews/test");
const projectId = other.requireOutput("projectId");
new openai.ProjectRole("reader", { projectId, permissions: ["api.model.read"] });
exports.projectId = projectId;
`,
    );
    const backend = { PULUMI_BACKEND_URL: `file://${place.pulumi.folder}/.state` };
    const projectId = (await place.pulumi.must(["stack", "output", "projectId"])).trim();
    expect((await reader.run(["stack", "init", "test"], backend)).code).toBe(0);
    const { code, output } = await reader.run(["preview"], backend);
    expect([code, output]).toEqual([0, expect.stringContaining(projectId)]);
    await reader.close();
  });

  it("of a resource that fails add nothing to its failure, and what hangs on it waits", async () => {
    await place.pulumi.configure({ projectName: "failing", groupName: "goes on" });
    place.emulator.fault({
      match: { method: "POST", route: "/organization/projects/{project_id}", times: 99 },
      action: { type: "status", status: 400 },
    });
    const { code, output } = await place.run(["up", "--yes", "--skip-preview", "--continue-on-error"]);
    expect(code).not.toBe(0);
    // Pulumi says it once for all that hangs on the resource.
    expect(output.match(/failed to register/g)).toHaveLength(1);
    expect(output).not.toMatch(/TypeError|detected that \d+ promise/i);
    const group = (await place.resources()).find(({ urn }) => urn.endsWith("Group::readers"));
    expect(group?.outputs?.name).toBe("goes on");
  });
});
