import { atRest, byHand, operations, planned, refreshClean, stepped, succeeds, up, writes } from "./play";
import { commandLines, head, type Stage, stageOn } from "./stage";

jest.setTimeout(900_000);

const lesson = `${JSON.stringify({
  messages: [
    { role: "user", content: "Hi" },
    { role: "assistant", content: "Ho" },
  ],
})}\n`;

const program = `${head}${stepped}
const [what, value] = step.split("=");
const project = new openai.Project("shop", { residency: what === "written" ? "GLOBAL" : undefined });
const { projectId } = project;
const { serviceAccountId } = new openai.ProjectServiceAccount("bot", { projectId });
const key = new openai.ServiceAccountApiKey("key", { projectId, serviceAccountId, allPermissions: true });
const own = { apiKey: key.value, projectId };
const lessons = new openai.File("lessons", {
  ...own, source: new pulumi.asset.StringAsset(${JSON.stringify(lesson.repeat(10))}), filename: "lessons.jsonl", purpose: "fine-tune",
});
new openai.FineTuningJob("tuned", {
  ...own, model: "gpt-4.1-mini-2025-04-14", trainingFile: lessons.fileId,
  ...(what === "written" ? { seed: Number(value), method: { type: "supervised" } } : {}),
});
const { vectorStoreId } = new openai.VectorStore("docs", {
  ...own, metadata: { team: what === "changed" ? "help" : "shop", costCenter: "4711" }, ...(what === "written" ? { fileIds: [] } : {}),
}, { replaceOnChanges: what === "changed" && value === "replace" ? ["metadata.team"] : ["name"] });
new openai.WebhookEndpoint("hook", {
  ...own, url: "https://hooks.example.com/a", eventTypes: ["batch.failed", what === "changed" ? "batch.expired" : "batch.completed"],
}, { replaceOnChanges: value === "replace" ? ["eventTypes"] : [] });
const { roleId } = new openai.ProjectRole("auditor", {
  projectId, permissions: ["api.model.read"], description: what === "changed" ? "Reads." : undefined,
});
new openai.ProjectUserRoleAssignment("bob", { projectId, userId: "user-bob", roleId });
new openai.Group("starred", { adopt: true }, { replaceOnChanges: ["*"] });
exports.vectorStoreId = vectorStoreId;
exports.key = key.value;
`;

describe.each(commandLines)("what differs, on the command line $version", (line) => {
  let place: Stage;
  let seed: string;
  beforeAll(async () => {
    place = await stageOn(line, "differences", program);
    await byHand(place, "POST", "/organization/groups", { name: "starred" });
    place.emulator.advance(600);
    await up(place, "");
    const job = (await place.resources()).find(({ urn }) => urn.endsWith("FineTuningJob::tuned"));
    seed = String(job?.outputs?.seed);
  });
  afterAll(() => place.close());

  const output = async (name: string) =>
    (await place.pulumi.must(["stack", "output", name, "--show-secrets"])).trim();

  it("is not what is written down as it is, nor what is taken out again: no call, no replacement", async () => {
    place.emulator.clearRequests();
    expect(operations(await planned(place, `written=${seed}`))).toEqual({
      "Project::shop": "update",
      "FineTuningJob::tuned": "update",
    });
    await up(place, `written=${seed}`);
    await atRest(place, `written=${seed}`);
    expect(operations(await planned(place, ""))).toEqual({
      "Project::shop": "update",
      "FineTuningJob::tuned": "update",
    });
    await up(place, "", "--refresh");
    await atRest(place, "");
    expect(writes(place)).toEqual([]);
  });

  it("is told with its path by a preview, and a role's new description replaces no assignment", async () => {
    const steps = await planned(place, "changed");
    expect(operations(steps)).toEqual({
      "VectorStore::docs": "update",
      "WebhookEndpoint::hook": "update",
      "ProjectRole::auditor": "update",
    });
    const { "VectorStore::docs": store, "WebhookEndpoint::hook": hook, "ProjectRole::auditor": role } = steps;
    expect(store?.diffReasons).toEqual(["metadata"]);
    expect(Object.keys(store?.detailedDiff ?? {})).toEqual(["metadata.team"]);
    expect(hook?.diffReasons).toEqual(["eventTypes"]);
    expect(Object.keys(hook?.detailedDiff ?? {})).toEqual(["eventTypes[1]"]);
    expect(role?.diffReasons).toEqual(["description"]);
  });

  it("replaces where the program says so, and there only", async () => {
    const steps = await planned(place, "changed=replace");
    expect(steps["VectorStore::docs"]?.op).toMatch(/replace/);
    expect(steps["WebhookEndpoint::hook"]?.op).toMatch(/replace/);
    expect(steps["ProjectRole::auditor"]?.op).toBe("update");
    expect(steps["Group::starred"]).toBeUndefined();
  });

  it("is told with its path by a refresh, where it was made by hand", async () => {
    const key = await output("key");
    const id = await output("vectorStoreId");
    await byHand(
      place,
      "POST",
      `/vector_stores/${id}`,
      { metadata: { team: "hand", costCenter: "4711" } },
      key,
    );
    const [hook] = place.emulator.state().tables.webhook_endpoints;
    const events = ["batch.failed", "batch.cancelled"];
    await byHand(place, "POST", `/webhook_endpoints/${hook?.id}`, { event_types: events }, key);
    const steps = await planned(place, "", "refresh", "--preview-only");
    const drifted = Object.entries(steps).filter(([, { detailedDiff }]) => detailedDiff);
    expect(drifted.map(([name]) => name).sort()).toEqual(["VectorStore::docs", "WebhookEndpoint::hook"]);
    expect(steps["VectorStore::docs"]?.diffReasons).toEqual(["metadata"]);
    expect(Object.keys(steps["VectorStore::docs"]?.detailedDiff ?? {})).toEqual(["metadata.team"]);
    expect(Object.keys(steps["WebhookEndpoint::hook"]?.detailedDiff ?? {})).toEqual(["eventTypes[1]"]);
    await up(place, "", "--refresh");
    await refreshClean(place, "");
  });

  it("is none after a refresh, whatever the program may replace for it", async () => {
    await succeeds(place, "", "refresh", "--yes", "--skip-preview", "--run-program");
    await atRest(place, "");
  });
});
