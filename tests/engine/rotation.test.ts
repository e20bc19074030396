import { atRest, byHand, destroy, fails, refreshClean, stepped, succeeds, up } from "./play";
import { commandLines, head, type Stage, stageOn } from "./stage";

jest.setTimeout(900_000);

/** The key comes from a secret of the configuration: of this stack, or by way of it of another one. */
const consumer = `${head}
const apiKey = config.requireSecret("key");
const { vectorStoreId } = new openai.VectorStore("docs", { apiKey, metadata: { team: "shop" } });
new openai.WebhookEndpoint("hook", { apiKey, url: "https://hooks.example.com/a", eventTypes: ["batch.failed"] });
exports.vectorStoreId = vectorStoreId;
`;

const keys = "/organization/projects/proj_default/service_accounts";

describe.each(commandLines)("a key that was rotated elsewhere, on the command line $version", (line) => {
  let place: Stage;
  let account: string;
  let old: Record<string, unknown>;
  beforeAll(async () => {
    place = await stageOn(line, "rotation", consumer);
    account = String((await byHand(place, "POST", keys, { name: "consumer" })).id);
    old = await rotated();
    await up(place, "");
  });
  afterAll(() => place.close());

  /** A new key for the consumer, which the stack is told of. */
  async function rotated(): Promise<Record<string, unknown>> {
    const made = await byHand(place, "POST", `${keys}/${account}/api_keys`, { name: "k", scopes: [] });
    await place.pulumi.configure({}, { key: String(made.value) });
    return made;
  }

  const revoke = (key: Record<string, unknown>) =>
    byHand(place, "DELETE", `/organization/projects/proj_default/api_keys/${key.id}`);

  it("is never called clean by a refresh, which tells it in a line for each resource and empties no state", async () => {
    await revoke(old);
    const before = await place.resources();
    for (const _ of ["once", "twice"]) {
      const { code, output } = await place.run(["refresh", "--yes", "--skip-preview", "--expect-no-changes"]);
      expect([code, output]).toEqual([7, output]);
      for (const kind of ["VectorStore", "WebhookEndpoint"]) {
        const line = `${kind} \\w+ was not looked at: the key in its state does not work any more. .*\`pulumi up\``;
        expect(output).toMatch(new RegExp(line));
      }
    }
    expect((await place.resources()).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
  });

  it("is left behind by `up --refresh` with the new key, without a human", async () => {
    old = await rotated();
    place.emulator.clearRequests();
    await up(place, "", "--refresh");
    expect(place.emulator.requests().map(({ method }) => method)).not.toContain("POST");
    await refreshClean(place, "");
    await atRest(place, "");
  });

  it("fails a destroy with an advice that works when it is followed", async () => {
    await revoke(old);
    old = await rotated();
    const said = await fails(place, "", "destroy", "--yes", "--skip-preview", "--continue-on-error");
    expect(said).toContain("Run one plain `pulumi up` first: it takes the program's present key.");
    expect(await place.resources()).toHaveLength(2);
    await succeeds(place, "", "up", "--yes", "--skip-preview");
    await destroy(place, "");
    expect(await place.resources()).toEqual([]);
    const { vector_stores, webhook_endpoints } = place.emulator.state().tables;
    expect([vector_stores, webhook_endpoints]).toEqual([[], []]);
  });
});

const owner = `${head}${stepped}
const { projectId } = new openai.Project("shop");
const { serviceAccountId } = new openai.ProjectServiceAccount("bot", { projectId });
const key = new openai.ServiceAccountApiKey("key", {
  projectId, serviceAccountId, allPermissions: true, name: "key" + step, expiresInSeconds: 7_200,
});
new openai.AdminApiKey("audit", { expiresInSeconds: 7_200 });
new openai.VectorStore("own", { apiKey: key.value, projectId });
exports.key = key.value;
`;

const reader = `${head}
const apiKey = new pulumi.StackReference("organization/rotation-owner/test").requireOutput("key");
new openai.VectorStore("docs", { apiKey });
`;

describe.each(commandLines)("keys of a stack, on the command line $version", (line) => {
  let place: Stage;
  beforeAll(async () => {
    place = await stageOn(line, "rotation-owner", owner);
    await up(place, "");
  });
  afterAll(() => place.close());

  it("that another stack works with are rotated, and it gets through by itself", async () => {
    const other = await stageOn(line, "rotation-reader", reader);
    const url = (await place.pulumi.must(["config", "get", "openai:baseUrl"])).trim();
    const backend = { PULUMI_BACKEND_URL: `file://${place.pulumi.folder}/.state` };
    const run = (...args: string[]) => other.run(args, backend);
    await run("stack", "init", "test");
    await run("config", "set", "openai:baseUrl", url);
    expect(await run("up", "--yes", "--skip-preview")).toMatchObject({ code: 0 });
    await up(place, "2");
    const looked = await run("refresh", "--yes", "--skip-preview", "--expect-no-changes");
    expect([looked.code, looked.output]).toEqual([7, expect.stringContaining("was not looked at")]);
    const { code, output } = await run("up", "--yes", "--skip-preview", "--refresh");
    expect(code === 0 ? "fine" : output).toBe("fine");
    expect(await run("refresh", "--yes", "--skip-preview", "--expect-no-changes")).toMatchObject({ code: 0 });
    expect(place.emulator.state().tables.vector_stores).toHaveLength(2);
    expect(await run("destroy", "--yes", "--skip-preview")).toMatchObject({ code: 0 });
    await other.close();
  });

  it("that were revoked by hand are made anew as the failed destroy advises", async () => {
    const { code, output } = await place.run(["stack", "export", "--show-secrets"]);
    expect(code).toBe(0);
    const { deployment } = JSON.parse(output) as {
      deployment: { resources: { urn: string; id?: string }[] };
    };
    const key = deployment.resources.find(({ urn }) => urn.endsWith("ServiceAccountApiKey::key"));
    const [home, id] = key?.id?.split("/") ?? [];
    // The absence of a young key would be waited for.
    place.emulator.advance(600);
    await byHand(place, "DELETE", `/organization/projects/${home}/api_keys/${id}`);
    const said = await fails(place, "2", "destroy", "--yes", "--skip-preview", "--continue-on-error");
    expect(said).toContain("make it anew with `pulumi up --replace <urn of the key>`");
    await up(place, "2", "--replace", key?.urn ?? "");
    await refreshClean(place, "2");
  });

  it("that have expired are said to have by a refresh, and replaced by the up after it", async () => {
    const before = place.emulator.state().tables.project_keys.map(({ id }) => id);
    place.emulator.advance(7_300);
    const { code, output } = await place.run(["refresh", "--yes", "--skip-preview", "--diff"], { STEP: "2" });
    expect([code, output]).toEqual([0, expect.stringContaining("expired")]);
    for (const kind of ["AdminApiKey", "ServiceAccountApiKey"]) {
      expect(output).toMatch(new RegExp(`${kind}: \\(update\\)[^~]*\\+ expired +: true`));
    }
    const replaced = await up(place, "2");
    expect(replaced).toContain("+-2 replaced");
    const after = place.emulator.state().tables.project_keys.map(({ id }) => id);
    expect(after.filter((id) => !before.includes(id))).toHaveLength(1);
    await refreshClean(place, "2");
    await atRest(place, "2");
    await destroy(place, "2");
    expect(place.emulator.state().tables.vector_stores).toEqual([]);
  });
});
