import { seedKeys } from "../../emulator";
import { catalog } from "../../provider/resources/catalog";
import { company, resourcesOfCompany } from "./company";
import { type Stage, stage } from "./stage";

jest.setTimeout(900_000);

/** One stack through its life; the steps build on one another, as a stack's days do. */
describe("a stack with one of every kind", () => {
  let place: Stage;
  let before: unknown;

  beforeAll(async () => {
    place = await stage("lifecycle", company);
    before = place.emulator.state().tables;
  });
  afterAll(() => place.close());

  const calls = () => place.emulator.requests().length;
  const secret = async (name: string) =>
    (await place.pulumi.must(["stack", "output", name, "--show-secrets"])).trim();

  it("comes up", async () => {
    const { code, output } = await place.run(["up", "--yes"]);
    expect(output).toContain(`+ ${resourcesOfCompany} created`);
    expect(code).toBe(0);
    expect(await secret("key")).toMatch(/^sk-svcacct-/);
    expect(await secret("signingSecret")).toMatch(/^whsec_/);
    expect(await secret("adminKey")).toMatch(/^sk-admin-/);
    expect(await secret("model")).toMatch(/^ft:gpt-4\.1-mini/);
    const kinds = new Set((await place.resources()).map(({ type }) => type.split(":").at(-1)));
    expect([...kinds].sort()).toEqual(catalog.map(({ token }) => token).sort());
  });

  it("needs no key and no call to see that nothing has changed", async () => {
    const journal = calls();
    await place.pulumi.must(["config", "rm", "openai:adminApiKey"]);
    expect((await place.run(["preview", "--expect-no-changes"])).code).toBe(0);
    expect((await place.run(["up", "--yes", "--expect-no-changes"])).code).toBe(0);
    // A refresh or destroy without the program takes the settings of the last up.
    await place.pulumi.configure({}, { "openai:adminApiKey": seedKeys.admin });
    expect((await place.run(["up", "--yes", "--skip-preview", "--expect-no-changes"])).code).toBe(0);
    expect(calls()).toBe(journal);
  });

  it("is at rest: refresh, up and preview show no change", async () => {
    for (const args of [["refresh", "--yes"], ["up", "--yes"], ["preview"]]) {
      const { code, output } = await place.run([...args, "--expect-no-changes"]);
      expect(code === 0 ? "fine" : output).toBe("fine");
    }
  });

  it("keeps every secret encrypted in the state, and out of __provider and the journal", async () => {
    const state = await place.state();
    const journal = JSON.stringify(place.emulator.requests());
    const values = [
      await secret("key"),
      await secret("signingSecret"),
      await secret("adminKey"),
      seedKeys.admin,
    ];
    for (const value of values) {
      expect(state).not.toContain(value);
      expect(place.printed()).not.toContain(value);
      expect(journal).not.toContain(value);
    }
    const hooks = (await place.resources()).filter(({ type }) => type.endsWith("WebhookEndpoint"));
    expect(hooks).toHaveLength(1);
    expect(hooks[0]?.outputs?.signingSecret).toHaveProperty("ciphertext");
    expect(hooks[0]?.outputs?.apiKey).toHaveProperty("ciphertext");
    expect(hooks[0]?.inputs?.apiKey).toHaveProperty("ciphertext");
    expect(hooks[0]?.inputs?.__provider).toBe(
      'exports.handler = () => require("pulumi-openai/dynamic").handlers.WebhookEndpoint;',
    );
  });

  it("reports a change made by hand as just that, and puts it right", async () => {
    const project = (await place.pulumi.must(["stack", "output", "projectId"])).trim();
    await byHand(place, "POST", `/organization/projects/${project}/rate_limits/rl-gpt-4o`, {
      max_requests_per_1_minute: 17,
    });
    await byHand(place, "DELETE", `/projects/${project}/users/user-alice/roles/role-api-project-owner`);
    const drift = await place.run(["refresh", "--preview-only", "--expect-no-changes", "--diff"]);
    expect(drift.code).toBe(7);
    expect(drift.output).toMatch(/~ maxRequestsPer1Minute\s*: 100 => 17/);
    expect(drift.output).toContain("~ 1 to update");
    expect(drift.output).toContain("- 1 to delete");
    expect((await place.run(["up", "--refresh", "--yes", "--skip-preview"])).code).toBe(0);
    expect((await place.run(["refresh", "--preview-only", "--expect-no-changes"])).code).toBe(0);
  });

  it("updates in place, replaces what must be, and removes what the program no longer has", async () => {
    const old = await secret("key");
    const oldSigning = await secret("signingSecret");
    await place.pulumi.configure({
      limit: "200",
      keyName: "key-2",
      assigned: "false",
      rotation: "now",
      projectName: "Shop",
      groupName: "Readers",
      year: "2027",
    });
    const preview = await place.run(["preview", "--diff"]);
    expect(preview.output).toMatch(/ServiceAccountApiKey: \(replace\)[\s\S]*?~ name\s*: "key" => "key-2"/);
    expect(preview.output).toMatch(/ProjectUserRoleAssignment: \(delete\)/);
    const { code, output } = await place.run(["up", "--yes", "--skip-preview"]);
    expect({ code, output }).toEqual({ code: 0, output });
    expect(await secret("key")).not.toBe(old);
    expect(await secret("signingSecret")).not.toBe(oldSigning);
    const rest = await place.run(["refresh", "--preview-only", "--expect-no-changes", "--diff"]);
    expect(rest).toEqual({ ...rest, code: 0 });
    expect((await place.run(["preview", "--expect-no-changes"])).code).toBe(0);
  });

  it("goes down and leaves the organization as it was, but for the archived project and the trained model", async () => {
    const { code, output } = await place.run(["destroy", "--yes", "--skip-preview"]);
    expect({ code, output }).toEqual({ code: 0, output });
    expect(output).toContain("archived, which cannot be undone");
    expect(await place.resources()).toEqual([]);
    const after = place.emulator.state().tables;
    expect(after.fine_tuned_models).toHaveLength(1);
    expect(outsideArchives({ ...after, fine_tuned_models: [] })).toEqual(outsideArchives(before));
  });
});

async function byHand(place: Stage, method: string, path: string, body?: unknown): Promise<void> {
  const response = await place.emulator.fetch(
    new Request(`http://localhost/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${seedKeys.admin}`, "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    }),
  );
  expect(response.status).toBe(200);
}

interface Row {
  id?: string;
  project_id?: string;
  archived_at?: number | null;
}

/** All rows that do not lie in an archived project. */
function outsideArchives(tables: unknown): Record<string, Row[]> {
  const typed = tables as Record<string, Row[]>;
  const archived = (typed.projects ?? []).filter(({ archived_at }) => typeof archived_at === "number");
  const gone = new Set(archived.map(({ id }) => id));
  const kept = (rows: Row[]) => rows.filter(({ id, project_id }) => !gone.has(project_id ?? id));
  return Object.fromEntries(Object.entries(typed).map(([table, rows]) => [table, kept(rows)]));
}
