import { head, type Stage, stage } from "./stage";

jest.setTimeout(900_000);

let place: Stage;
afterEach(() => place.close());

const create = (route: string) => ({ method: "POST", route }) as const;

describe("R1 and R5 with the real engine: the answers to the creates of one run are lost", () => {
  it("and there is one project, one usable key and one webhook, all in the state", async () => {
    place = await stage(
      "exactly-one",
      `${head}
const project = new openai.Project("shop");
const { projectId } = project;
const within = { deletedWith: project };
const account = new openai.ProjectServiceAccount("bot", { projectId }, within);
const key = new openai.ServiceAccountApiKey("key", {
  projectId, serviceAccountId: account.serviceAccountId, allPermissions: true,
}, within);
const own = { apiKey: key.value, projectId };
new openai.WebhookEndpoint("hook", { ...own, url: "https://hooks.example.com/a", eventTypes: ["batch.failed"] }, within);
exports.key = key.value;`,
    );
    const accounts = "/organization/projects/{project_id}/service_accounts";
    place.emulator.fault({ match: create("/organization/projects"), action: { type: "reset-after" } });
    place.emulator.fault({
      match: create(`${accounts}/{service_account_id}/api_keys`),
      action: { type: "truncate" },
    });
    place.emulator.fault({
      match: create("/webhook_endpoints"),
      action: { type: "status", status: 500, when: "after" },
    });
    const { code, output } = await place.run(["up", "--yes", "--skip-preview"]);
    expect(code === 0 ? "fine" : output).toBe("fine");
    expect(output).toMatch(/ServiceAccountApiKey \S+: its value went with the lost answer to its creation/);
    const { projects, project_keys: keys, webhook_endpoints: hooks } = place.emulator.state().tables;
    const ids = (await place.resources()).map(({ id }) => id?.split("/").at(-1));
    const project = projects.filter(({ name }) => name === "shop").map(({ id }) => id);
    expect(project).toHaveLength(1);
    const made = keys.filter(({ project_id }) => project.includes(project_id)).map(({ id }) => id);
    expect(made).toHaveLength(1);
    expect(ids).toEqual(expect.arrayContaining([...project, ...made, ...hooks.map(({ id }) => id)]));
    expect(hooks).toHaveLength(1);
    expect((await place.run(["refresh", "--yes", "--expect-no-changes"])).code).toBe(0);
    expect((await place.run(["preview", "--expect-no-changes"])).code).toBe(0);
  });
});
