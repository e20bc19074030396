import { seedKeys } from "../../emulator/index";
import { as, errorOf, freshEmulator, idsOf, made, send } from "./calls";

const accounts = "/organization/projects/proj_default/service_accounts";
const keys = "/organization/projects/proj_default/api_keys";

describe("headers", () => {
  test("every reply has a request id of its own, the version and the time taken", async () => {
    const { emulator, admin } = freshEmulator();
    const first = await admin.get("/organization/projects");
    const refused = await send(emulator, null, "GET", "/v1/organization/projects");
    const unknown = await admin.get("/nowhere");
    for (const answer of [first, refused, unknown]) {
      expect(answer.headers.get("openai-version")).toBe("2020-10-01");
      expect(answer.headers.get("openai-processing-ms")).toBe("0");
    }
    const ids = [first, refused, unknown].map((answer) => answer.headers.get("x-request-id"));
    expect(new Set(ids).size).toBe(3);
    for (const id of ids) expect(id).toMatch(/^req_/);
  });

  test("replies name the organization of a key that was issued, whatever they say, and others do not", async () => {
    const { emulator, admin, otherAdmin, project, control } = freshEmulator();
    const organization = "openai-organization";
    const named = async (key: string, method: string, path: string, headers = {}) => {
      const answer = await send(emulator, key, method, path, undefined, headers);
      return [answer.status, answer.headers.get(organization)];
    };
    const admins = seedKeys.admin;
    expect(await named(admins, "GET", "/v1/nowhere")).toEqual([404, "org-emulator"]);
    expect(await named(admins, "POST", "/v1/organization/groups")).toEqual([400, "org-emulator"]);
    expect(await named(admins, "GET", "/v1/vector_stores")).toEqual([401, "org-emulator"]);
    expect(await named(seedKeys.project, "GET", "/v1/organization/users")).toEqual([403, "org-emulator"]);
    const mismatched = { [organization]: "org-other" };
    expect(await named(admins, "GET", "/v1/organization/users", mismatched)).toEqual([401, "org-emulator"]);
    await admin.post("/organization/projects/proj_other/archive");
    expect(await named(seedKeys.otherProject, "GET", "/v1/models")).toEqual([401, "org-emulator"]);
    await control("POST", "/faults", { action: { type: "status", status: 500 } });
    expect(await named(admins, "GET", "/v1/organization/users")).toEqual([500, "org-emulator"]);
    expect(await named("sk-unknown", "GET", "/v1/models")).toEqual([401, null]);
    expect((await admin.get("/organization/projects/proj_none")).headers.get(organization)).toBe(
      "org-emulator",
    );
    expect((await project.get("/models")).headers.get(organization)).toBe("org-emulator");
    expect((await otherAdmin.get("/organization/users")).headers.get(organization)).toBe("org-other");
    expect((await send(emulator, null, "GET", "/v1/models")).headers.get(organization)).toBeNull();
  });
});

describe("who may call what", () => {
  test("no key and an unknown key are 401, and the key is not echoed", async () => {
    const { emulator } = freshEmulator();
    const none = await send(emulator, null, "GET", "/v1/models");
    expect(none.status).toBe(401);
    const key = "sk-proj-abcdefghijklmnopqrstuvwxyz";
    const wrong = await as(emulator, key).get("/models");
    expect(wrong.status).toBe(401);
    expect(errorOf(wrong)).toMatchObject({
      type: "invalid_request_error",
      code: "invalid_api_key",
      param: null,
    });
    expect(JSON.stringify(wrong.body)).not.toContain(key);
  });

  test("a project key does not open the administration, an admin key not the data plane", async () => {
    const { admin, project } = freshEmulator();
    expect((await project.get("/organization/projects")).status).toBe(403);
    expect((await project.get("/projects/proj_default/roles")).status).toBe(403);
    const refused = await admin.get("/vector_stores");
    expect(refused.status).toBe(401);
    expect(errorOf(refused).code).toBe("invalid_api_key");
  });

  test("the organization and project headers may only repeat what the key says", async () => {
    const { emulator } = freshEmulator();
    const call = (key: string, path: string, headers: Record<string, string>) =>
      send(emulator, key, "GET", path, undefined, headers);
    const organization = await call(seedKeys.admin, "/v1/organization/users", {
      "openai-organization": "org-other",
    });
    expect(organization.status).toBe(401);
    expect(errorOf(organization).code).toBe("mismatched_organization");
    const project = await call(seedKeys.project, "/v1/models", { "openai-project": "proj_other" });
    expect(errorOf(project).code).toBe("mismatched_project");
    const right = { "openai-organization": "org-emulator", "openai-project": "proj_default" };
    expect((await call(seedKeys.project, "/v1/models", right)).status).toBe(200);
  });

  test("for the second organization the first one's objects do not exist, and the other way round", async () => {
    const { admin, otherAdmin } = freshEmulator();
    const { id } = await made(admin, "/organization/projects", { name: "mine" });
    const role = await made(admin, "/organization/roles", { role_name: "r", permissions: [] });
    const answers = [
      await otherAdmin.get(`/organization/projects/${id}`),
      await otherAdmin.post(`/organization/projects/${id}/archive`),
      await otherAdmin.get(`/organization/projects/${id}/service_accounts`),
      await otherAdmin.get(`/projects/${id}/roles`),
      await otherAdmin.get("/organization/users/user-alice"),
      await otherAdmin.get(`/organization/roles/${role.id}`),
      await admin.get("/organization/projects/proj_elsewhere"),
      await admin.get("/organization/users/user-dave"),
    ];
    expect(answers.map((answer) => answer.status)).toEqual(Array(8).fill(404));
    expect(idsOf(await otherAdmin.get("/organization/projects?include_archived=true"))).toEqual([
      "proj_elsewhere",
    ]);
    expect(idsOf(await otherAdmin.get("/organization/users"))).toEqual(["user-dave"]);
  });

  test("project keys see only their own project's stores and webhooks", async () => {
    const { project, otherProject } = freshEmulator();
    const store = await made(project, "/vector_stores", { name: "mine" });
    const endpoint = { name: "hook", url: "https://example.com", event_types: ["batch.completed"] };
    const webhook = await made(project, "/webhook_endpoints", endpoint);
    expect((await otherProject.get(`/vector_stores/${store.id}`)).status).toBe(404);
    expect((await otherProject.del(`/webhook_endpoints/${webhook.id}`)).status).toBe(404);
    expect(idsOf(await otherProject.get("/vector_stores"))).toEqual([]);
    expect(idsOf(await project.get("/webhook_endpoints"))).toEqual([webhook.id]);
  });
});

describe("service accounts and their keys", () => {
  test("an account comes with a key that works at once, in its own project", async () => {
    const { emulator, admin } = freshEmulator();
    const project = await made(admin, "/organization/projects", { name: "new" });
    const account = await made(admin, `/organization/projects/${project.id}/service_accounts`, {
      name: "ci",
    });
    expect(account).toMatchObject({
      object: "organization.project.service_account",
      name: "ci",
      role: "member",
    });
    expect(account.id).toMatch(/^svc_acct_/);
    const key = account.api_key as { id: string; value: string };
    expect(key).toMatchObject({ object: "organization.project.service_account.api_key", name: "Secret Key" });
    const store = await made(as(emulator, key.value), "/vector_stores", { name: "there" });
    expect(emulator.state().tables.vector_stores).toMatchObject([{ id: store.id, project_id: project.id }]);
  });

  test("an account alone has no key and no role, and can never return to none", async () => {
    const { admin } = freshEmulator();
    const account = await made(admin, accounts, { name: "alone", create_service_account_only: true });
    expect(account).toMatchObject({ role: "none", api_key: null });
    const lifetime = { name: "x", create_service_account_only: true, expires_in_seconds: 60 };
    expect(errorOf(await admin.post(accounts, lifetime)).param).toBe("expires_in_seconds");
    expect((await admin.post(`${accounts}/${account.id}`, { role: "owner" })).body.role).toBe("owner");
    const back = await admin.post(`${accounts}/${account.id}`, { role: "none" });
    expect(back.status).toBe(400);
    expect(errorOf(back)).toMatchObject({ param: "role", code: "invalid_value" });
  });

  test("an account is renamed, listed, and its deletion revokes its keys", async () => {
    const { emulator, admin } = freshEmulator();
    const account = await made(admin, accounts, { name: "old" });
    const { value } = account.api_key as { value: string };
    expect((await admin.post(`${accounts}/${account.id}`, { name: "new" })).body).toMatchObject({
      name: "new",
      role: "member",
    });
    expect((await admin.get(`${accounts}/${account.id}`)).body).not.toHaveProperty("api_key");
    expect(idsOf(await admin.get(accounts))).toEqual([account.id]);
    const object = "organization.project.service_account.deleted";
    expect((await admin.del(`${accounts}/${account.id}`)).body).toEqual({
      id: account.id,
      object,
      deleted: true,
    });
    expect((await as(emulator, value).get("/models")).status).toBe(401);
    expect((await admin.get(`${accounts}/${account.id}`)).status).toBe(404);
    expect((await admin.del(`${accounts}/${account.id}`)).status).toBe(404);
    expect((await admin.get("/organization/projects/proj_other/service_accounts")).status).toBe(200);
  });

  test("a key's value is said once; afterwards it is redacted and its scopes are never told", async () => {
    const { admin } = freshEmulator();
    const account = await made(admin, accounts, { name: "ci", create_service_account_only: true });
    const made1 = await made(admin, `${accounts}/${account.id}/api_keys`, {
      name: "deploy",
      scopes: ["api.all.read"],
    });
    expect(made1.value).toMatch(/^sk-svcacct-/);
    const read = (await admin.get(`${keys}/${made1.id}`)).body;
    expect(read).toMatchObject({
      object: "organization.project.api_key",
      name: "deploy",
      last_used_at: null,
      expires_at: null,
      owner_project_access: "inactive",
      owner: { type: "service_account", service_account: { id: account.id, role: "none" } },
    });
    expect(read).not.toHaveProperty("value");
    expect(read).not.toHaveProperty("scopes");
    expect(String(made1.value).endsWith(String(read.redacted_value).slice(-3))).toBe(true);
  });

  test("keys of owners without a role are listed only when asked for", async () => {
    const { admin } = freshEmulator();
    const account = await made(admin, accounts, { name: "ci", create_service_account_only: true });
    const { id } = await made(admin, `${accounts}/${account.id}/api_keys`);
    expect(idsOf(await admin.get(keys))).toEqual(["key_default"]);
    expect(idsOf(await admin.get(`${keys}?owner_project_access=active`))).toEqual(["key_default"]);
    expect(idsOf(await admin.get(`${keys}?owner_project_access=inactive`))).toEqual([id]);
    expect(idsOf(await admin.get(`${keys}?owner_project_access=any`))).toEqual(["key_default", id]);
    await admin.post(`${accounts}/${account.id}`, { role: "member" });
    expect(idsOf(await admin.get(keys))).toEqual(["key_default", id]);
  });

  test("scopes restrict a key, and an empty list restricts nothing", async () => {
    const { emulator, admin } = freshEmulator();
    const account = await made(admin, accounts, { name: "ci", create_service_account_only: true });
    const key = await made(admin, `${accounts}/${account.id}/api_keys`, { scopes: ["api.all.read"] });
    const caller = as(emulator, String(key.value));
    expect((await caller.get("/vector_stores")).status).toBe(200);
    const refused = await caller.post("/vector_stores", {});
    expect(refused.status).toBe(403);
    expect(errorOf(refused).code).toBe("missing_scope");

    const update = `${keys}/${key.id}`;
    await admin.post(update, { scopes: ["api.vector_stores.write"] });
    expect((await caller.post("/vector_stores", {})).status).toBe(200);
    expect((await caller.get("/webhook_endpoints")).status).toBe(403);
    await admin.post(update, { scopes: [] });
    expect((await caller.get("/webhook_endpoints")).status).toBe(200);
  });

  test("an update of a key needs a field, refuses null, and cannot rename", async () => {
    const { admin } = freshEmulator();
    const update = `${keys}/key_default`;
    expect((await admin.post(update, {})).status).toBe(400);
    expect((await admin.post(update, { scopes: null })).status).toBe(400);
    expect((await admin.post(update, { expires_in_seconds: null })).status).toBe(400);
    expect(errorOf(await admin.post(update, { name: "x" }))).toMatchObject({
      code: "unknown_parameter",
      param: "name",
    });
  });

  test("an expired key stops, can still be read, and cannot be updated", async () => {
    const { emulator, admin, clock } = freshEmulator();
    const account = await made(admin, accounts, { name: "ci", expires_in_seconds: 60 });
    const key = account.api_key as { id: string; value: string; expires_at: number };
    expect(key.expires_at).toBe(clock.now() / 1000 + 60);
    emulator.advance(59);
    expect((await as(emulator, key.value).get("/models")).status).toBe(200);
    const longer = await admin.post(`${keys}/${key.id}`, { expires_in_seconds: 100 });
    expect(longer.body.expires_at).toBe(clock.now() / 1000 + 159);
    emulator.advance(100);
    expect((await as(emulator, key.value).get("/models")).status).toBe(401);
    expect((await admin.get(`${keys}/${key.id}`)).status).toBe(200);
    expect((await admin.post(`${keys}/${key.id}`, { expires_in_seconds: 100 })).status).toBe(400);
  });

  test("a deleted key is revoked and its account stays", async () => {
    const { emulator, admin } = freshEmulator();
    const account = await made(admin, accounts, { name: "ci" });
    const key = account.api_key as { id: string; value: string };
    const object = "organization.project.api_key.deleted";
    expect((await admin.del(`${keys}/${key.id}`)).body).toEqual({ id: key.id, object, deleted: true });
    expect((await as(emulator, key.value).get("/models")).status).toBe(401);
    expect((await admin.get(`${accounts}/${account.id}`)).status).toBe(200);
    expect((await admin.del(`${keys}/${key.id}`)).status).toBe(404);
  });

  test("the use of a key shows in last_used_at", async () => {
    const { admin, project, clock } = freshEmulator();
    await project.get("/models");
    expect((await admin.get(`${keys}/key_default`)).body.last_used_at).toBe(clock.now() / 1000);
  });
});
