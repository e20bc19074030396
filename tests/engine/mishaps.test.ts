import { seedKeys } from "../../emulator";
import { kindsThat, livesInProject, livesInProjectOfKey } from "../kernel/facts";
import { company } from "./company";
import { head, type Stage, settled, stage } from "./stage";

jest.setTimeout(900_000);

let place: Stage;
afterEach(() => place.close());

describe("a create that is done only in part", () => {
  it("keeps what exists, survives a refresh, and is repaired by the next up", async () => {
    place = await stage(
      "partial",
      `${head}
const project = new openai.Project("shop");
new openai.ProjectServiceAccount("bot", { projectId: project.projectId, role: "member" }, { deletedWith: project });`,
    );
    place.emulator.fault({
      match: {
        method: "POST",
        route: "/organization/projects/{project_id}/service_accounts/{service_account_id}",
      },
      action: {
        type: "status",
        status: 403,
        body: { error: { message: "Not today.", type: "invalid_request_error", param: null, code: null } },
      },
    });
    const failed = await place.run(["up", "--yes", "--skip-preview"]);
    expect(failed.code).not.toBe(0);
    expect(failed.output).toMatch(
      /ProjectServiceAccount \S+ was created, but its role was not set\. The next `pulumi up` sets it\./,
    );
    const account = () =>
      place.resources().then((all) => all.find(({ type }) => type.endsWith("ProjectServiceAccount")));
    const id = (await account())?.id;
    expect(id).toMatch(/\/svc_acct_/);
    expect((await account())?.initErrors).toHaveLength(1);

    expect((await place.run(["refresh", "--yes", "--skip-preview"])).code).toBe(0);
    place.emulator.clearRequests();
    expect((await place.run(["up", "--yes", "--skip-preview"])).code).toBe(0);
    expect(place.emulator.requests().map(({ method }) => method)).toEqual(["POST"]);
    expect((await account())?.id).toBe(id);
    expect((await account())?.outputs?.role).toBe("member");
    expect((await place.run(["refresh", "--preview-only", "--expect-no-changes"])).code).toBe(0);
    expect((await place.run(["destroy", "--yes", "--skip-preview"])).code).toBe(0);
  });
});

describe("a wrong key", () => {
  it("never empties a state: not the other organization's, not the other project's", async () => {
    place = await stage(
      "wrong-key",
      company.replace("apiKey: key.value, ", "").replace("{ deletedWith: project }", "{}"),
    );
    await place.pulumi.configure({}, { "openai:apiKey": seedKeys.project });
    expect((await place.run(["up", "--yes", "--skip-preview"])).code).toBe(0);
    const before = await place.resources();

    await place.pulumi.configure(
      {},
      { "openai:adminApiKey": seedKeys.otherAdmin, "openai:apiKey": seedKeys.otherProject },
    );
    const refresh = await place.run(["refresh", "--run-program", "--yes", "--skip-preview"]);
    expect(refresh.code).not.toBe(0);
    expect(refresh.output).toContain("this is no proof that it is gone");
    expect(refresh.output).toContain("openai:adminApiKey");
    const destroy = await place.run([
      "destroy",
      "--run-program",
      "--yes",
      "--skip-preview",
      "--continue-on-error",
    ]);
    expect(destroy.code).not.toBe(0);
    expect((await place.resources()).map(({ urn }) => urn).sort()).toEqual(
      before.map(({ urn }) => urn).sort(),
    );

    await place.pulumi.configure(
      {},
      { "openai:adminApiKey": seedKeys.admin, "openai:apiKey": seedKeys.project },
    );
    expect(
      (await place.run(["refresh", "--run-program", "--yes", "--skip-preview", "--expect-no-changes"])).code,
    ).toBe(0);
    expect((await place.run(["destroy", "--yes", "--skip-preview"])).code).toBe(0);
  });
});

describe("R17: a project that somebody has archived by hand, with everything in it", () => {
  const archive = async () => {
    const project = (await place.pulumi.must(["stack", "output", "projectId"])).trim();
    const response = await place.emulator.fetch(
      new Request(`http://localhost/v1/organization/projects/${project}/archive`, {
        method: "POST",
        headers: { authorization: `Bearer ${seedKeys.admin}` },
      }),
    );
    expect(response.status).toBe(200);
  };

  it("does not block a destroy", async () => {
    place = await stage("archived", company);
    expect((await place.run(["up", "--yes", "--skip-preview"])).code).toBe(0);
    await archive();
    const { code, output } = await place.run(["destroy", "--yes", "--skip-preview"]);
    expect(code === 0 ? "fine" : output).toBe("fine");
    expect(await place.resources()).toEqual([]);
  });

  it("is found gone by a refresh, and what lives outside of it stays", async () => {
    place = await stage("archived-refresh", company);
    expect((await place.run(["up", "--yes", "--skip-preview"])).code).toBe(0);
    await archive();
    const { code, output } = await place.run(["refresh", "--yes", "--skip-preview"]);
    expect(code === 0 ? "fine" : output).toBe("fine");
    const left = (await place.resources()).map(({ type }) => type.split(":").at(-1)).sort();
    const outside = kindsThat((kind) => !livesInProject(kind) && !livesInProjectOfKey(kind));
    // A limit of another project, and what lives in none.
    expect(left).toEqual(["ProjectRateLimit", ...outside.map(([token]) => token)].sort());
  });
});

describe("what a reader sees when something is wrong", () => {
  it("names all failures of the arguments at once, before any call", async () => {
    place = await stage(
      "bad-arguments",
      `${head}
new openai.VectorStore("store", {
  nam: "x", expiresAfter: { anchor: "last_active_at", days: 0 }, metadata: { ["k".repeat(65)]: "v" }, fileIds: "file-1",
});`,
    );
    const { code, output } = await place.run(["up", "--yes", "--skip-preview"]);
    expect(code).not.toBe(0);
    expect(settled(output)).toMatchSnapshot();
    expect(place.emulator.requests()).toEqual([]);
  });

  it("explains a refused create, a failed refresh and a failed destroy once each", async () => {
    place = await stage(
      "refusals",
      `${head}\nnew openai.ProjectRole("r", { projectId: "proj_default", permissions: [] });`,
    );
    const refusal = {
      error: {
        message: "Slow down, please.",
        type: "invalid_request_error",
        param: "role_name",
        code: "nope",
      },
    };
    const fault = (method: "GET" | "POST" | "DELETE", more: { route?: string; times?: number } = {}) =>
      place.emulator.fault({
        match: { method, ...more },
        action: { type: "status", status: 400, body: refusal },
      });
    fault("POST");
    const create = await place.run(["up", "--yes", "--skip-preview"]);
    expect(create.code).not.toBe(0);
    expect(settled(create.output)).toMatchSnapshot("create");
    expect((await place.run(["up", "--yes", "--skip-preview"])).code).toBe(0);
    // One answer that makes no sense is asked for once more.
    fault("GET", { route: "/projects/{project_id}/roles", times: 9 });
    const refresh = await place.run(["refresh", "--yes", "--skip-preview"]);
    expect(refresh.code).not.toBe(0);
    expect(settled(refresh.output)).toMatchSnapshot("refresh");
    place.emulator.clearFaults();
    fault("DELETE");
    const destroy = await place.run(["destroy", "--yes", "--skip-preview"]);
    expect(destroy.code).not.toBe(0);
    expect(settled(destroy.output)).toMatchSnapshot("destroy");
    expect(await place.resources()).toHaveLength(1);
  });

  it("says which setting is missing, and that nothing was sent", async () => {
    place = await stage("no-key", `${head}\nnew openai.Project("p");\nnew openai.VectorStore("v");`);
    await place.pulumi.must(["config", "rm", "openai:adminApiKey"]);
    const { code, output } = await place.run(["up", "--yes", "--skip-preview", "--continue-on-error"]);
    expect(code).not.toBe(0);
    expect(output).toContain("`pulumi config set --secret openai:adminApiKey` or set OPENAI_ADMIN_KEY");
    expect(output).toContain("`pulumi config set --secret openai:apiKey` or set OPENAI_API_KEY");
    expect(place.emulator.requests()).toEqual([]);
  });
});
