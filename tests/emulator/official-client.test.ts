import OpenAI from "openai";
import { createEmulator, type Emulator, type Listening, seedKeys } from "../../emulator/index";

// The official client is a reading of the API that is not ours: what it can drive is answered in the right form.
let emulator: Emulator;
let server: Listening;
let client: OpenAI;

const clientWith = (apiKey: string, adminAPIKey: string) =>
  new OpenAI({ apiKey, adminAPIKey, baseURL: server.url, maxRetries: 0 });

beforeAll(async () => {
  emulator = createEmulator();
  server = await emulator.listen();
});
afterAll(() => server.close());
beforeEach(() => {
  emulator.reset();
  client = clientWith(seedKeys.project, seedKeys.admin);
});

async function all<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of pages) items.push(item);
  return items;
}

test("projects are created, paged through, updated and archived", async () => {
  const { projects } = client.admin.organization;
  const made = await projects.create({ name: "one" });
  await projects.create({ name: "two" });
  expect((await all(projects.list({ limit: 1 }))).map((project) => project.name)).toEqual([
    "Default project",
    "Other project",
    "one",
    "two",
  ]);
  expect((await projects.update(made.id, { name: "uno" })).name).toBe("uno");
  expect((await projects.archive(made.id)).status).toBe("archived");
  expect(await projects.retrieve(made.id)).toMatchObject({ name: "uno", status: "archived" });
  expect(await all(projects.list({ include_archived: true, limit: 1 }))).toHaveLength(4);
});

test("a service account's key works at once in its project, and errors are the client's classes", async () => {
  const { projects } = client.admin.organization;
  const project = await projects.create({ name: "one" });
  const account = await projects.serviceAccounts.create(project.id, {
    name: "ci",
    create_service_account_only: true,
  });
  expect(account).toMatchObject({ role: "none", api_key: null });
  const scope = { project_id: project.id };
  expect((await projects.serviceAccounts.update(account.id, { ...scope, role: "member" })).role).toBe(
    "member",
  );
  const key = await projects.serviceAccounts.apiKeys.create(account.id, { ...scope, name: "deploy" });

  const inside = clientWith(key.value, seedKeys.admin);
  const store = await inside.vectorStores.create({ name: "docs" });
  await expect(client.vectorStores.retrieve(store.id)).rejects.toThrow(OpenAI.NotFoundError);
  expect(await all(projects.apiKeys.list(project.id, { owner_project_access: "any" }))).toMatchObject([
    { id: key.id, name: "deploy", owner: { type: "service_account" } },
  ]);
  const changed = await projects.apiKeys.update(key.id, {
    ...scope,
    scopes: ["api.all.read"],
    expires_in_seconds: 60,
  });
  expect(changed.expires_at).toBeGreaterThan(changed.created_at);
  await expect(inside.vectorStores.create({})).rejects.toThrow(OpenAI.PermissionDeniedError);
  expect((await projects.apiKeys.delete(key.id, scope)).deleted).toBe(true);
  await expect(inside.vectorStores.list()).rejects.toThrow(OpenAI.AuthenticationError);
  expect((await projects.serviceAccounts.delete(account.id, scope)).deleted).toBe(true);
  expect(await all(projects.serviceAccounts.list(project.id))).toEqual([]);
});

test("rate limits are listed and updated", async () => {
  const { rateLimits } = client.admin.organization.projects;
  const rows = await all(rateLimits.listRateLimits("proj_default", { limit: 25 }));
  const models = await all(client.models.list());
  expect(rows.map((row) => row.model)).toEqual(models.map((model) => model.id));
  const scope = { project_id: "proj_default", max_images_per_1_minute: 3 };
  expect(await rateLimits.updateRateLimit("rl-gpt-image-1", scope)).toMatchObject({
    max_images_per_1_minute: 3,
  });
  await expect(rateLimits.updateRateLimit("rl-gpt-4o", scope)).rejects.toThrow(OpenAI.BadRequestError);
  await expect(rateLimits.updateRateLimit("rl-none", scope)).rejects.toThrow("rl-none");
});

test("roles are created, paged through, assigned and taken away", async () => {
  const { organization } = client.admin;
  const { roles, users } = organization.projects;
  const role = await roles.create("proj_default", { role_name: "auditor", permissions: ["api.usage.read"] });
  const names = (await all(roles.list("proj_default", { limit: 2 }))).map((item) => item.name);
  expect(names).toEqual(["owner", "member", "viewer", "auditor"]);
  const place = { project_id: "proj_default", user_id: "user-bob" };
  await users.roles.create("user-bob", { project_id: "proj_default", role_id: role.id });
  await users.roles.create("user-bob", { project_id: "proj_default", role_id: "role-api-project-member" });
  await expect(
    users.roles.create("user-bob", { project_id: "proj_default", role_id: role.id }),
  ).rejects.toThrow(OpenAI.ConflictError);
  expect(await users.roles.retrieve(role.id, place)).toMatchObject({ id: role.id, name: "auditor" });
  const assigned = await all(users.roles.list("user-bob", { project_id: "proj_default", limit: 1 }));
  expect(assigned.map((item) => item.id)).toEqual([
    role.id,
    "role-api-project-member__api-project__proj_default",
  ]);
  expect((await users.roles.delete(role.id, place)).deleted).toBe(true);
  const changed = await roles.update(role.id, { project_id: "proj_default", description: "reads" });
  expect(changed.description).toBe("reads");
  expect((await roles.delete(role.id, { project_id: "proj_default" })).deleted).toBe(true);
  expect((await all(organization.roles.list())).map((item) => item.name)).toEqual(["owner", "reader"]);
  expect(await all(organization.users.list({ emails: ["carol@example.com"] }))).toMatchObject([
    { id: "user-carol" },
  ]);
});

test("an admin key is made, drives the administration, and ends with its deletion", async () => {
  const { adminAPIKeys } = client.admin.organization;
  const key = await adminAPIKeys.create({ name: "automation", expires_in_seconds: 3600 });
  expect(key.expires_at).toBe(key.created_at + 3600);
  const theirs = clientWith(seedKeys.project, key.value).admin.organization;
  const names = (await all(theirs.adminAPIKeys.list({ limit: 1 }))).map((item) => item.name);
  expect(names).toEqual(["Seeded admin key", "automation"]);
  expect(await adminAPIKeys.retrieve(key.id)).not.toHaveProperty("value");
  expect((await adminAPIKeys.delete(key.id)).deleted).toBe(true);
  await expect(theirs.adminAPIKeys.list()).rejects.toThrow(OpenAI.AuthenticationError);
  await expect(adminAPIKeys.retrieve(key.id)).rejects.toThrow(OpenAI.NotFoundError);
});

test("a group has users, a place in a project and roles, all of which end with it", async () => {
  const { groups, projects, users } = client.admin.organization;
  const group = await groups.create({ name: "support" });
  expect(await groups.update(group.id, { name: "help" })).not.toHaveProperty("group_type");
  expect(await groups.retrieve(group.id)).toMatchObject({ name: "help", group_type: "group" });
  for (const user_id of ["user-bob", "user-carol"]) await groups.users.create(group.id, { user_id });
  const members = await all(groups.users.list(group.id, { limit: 1 }));
  expect(members.map((member) => member.name)).toEqual(["Carol", "Bob"]);
  expect((await groups.users.retrieve("user-bob", { group_id: group.id })).user_type).toBe("user");

  const access = { group_id: group.id, role: "role-api-project-viewer" };
  await projects.groups.create("proj_other", access);
  await expect(projects.groups.create("proj_other", access)).rejects.toThrow("already exists in project");
  expect(await all(projects.groups.list("proj_other"))).toMatchObject([{ group_name: "help" }]);
  const place = { project_id: "proj_other" };
  const roles = await all(projects.groups.roles.list(group.id, place));
  expect(roles.map((role) => role.name)).toEqual(["viewer"]);
  expect(await all(projects.users.roles.list("user-bob", place))).toMatchObject([
    { name: "viewer", assignment_sources: [{ principal_id: group.id, principal_type: "group" }] },
  ]);

  const reader = "role-api-organization-reader";
  await groups.roles.create(group.id, { role_id: reader });
  await users.roles.create("user-bob", { role_id: reader });
  const held = await users.roles.retrieve(reader, { user_id: "user-bob" });
  expect(held.assignment_sources?.map((source) => source.principal_type)).toEqual(["user", "group"]);
  await groups.users.delete("user-carol", { group_id: group.id });
  await expect(users.roles.retrieve(reader, { user_id: "user-carol" })).rejects.toThrow(OpenAI.NotFoundError);

  expect((await groups.delete(group.id)).deleted).toBe(true);
  expect(await all(groups.list())).toEqual([]);
  expect(await all(projects.groups.list("proj_other"))).toEqual([]);
  expect(await users.roles.retrieve(reader, { user_id: "user-bob" })).toMatchObject({
    assignment_sources: null,
  });
  expect((await users.roles.delete(reader, { user_id: "user-bob" })).deleted).toBe(true);
});

test("users are added to a project, paged through, given another role and removed", async () => {
  const { users } = client.admin.organization.projects;
  await users.create("proj_other", { user_id: "user-carol", role: "member" });
  await users.create("proj_other", { email: "bob@example.com", role: "owner" });
  expect((await all(users.list("proj_other", { limit: 1 }))).map((item) => item.id)).toEqual([
    "user-carol",
    "user-bob",
  ]);
  const place = { project_id: "proj_other" };
  expect((await users.update("user-carol", { ...place, role: "owner" })).role).toBe("owner");
  await expect(users.create("proj_default", { user_id: "user-bob", role: "member" })).rejects.toThrow(
    OpenAI.BadRequestError,
  );
  expect(await users.delete("user-bob", place)).toMatchObject({ id: "user-bob", deleted: true });
  await expect(users.retrieve("user-bob", place)).rejects.toThrow(OpenAI.NotFoundError);
});

test("vector stores are created, paged through, updated and deleted", async () => {
  const expiry = { anchor: "last_active_at", days: 7 } as const;
  const store = await client.vectorStores.create({
    name: "a",
    metadata: { team: "x" },
    expires_after: expiry,
  });
  await client.vectorStores.create({ name: "b" });
  expect((await all(client.vectorStores.list({ limit: 1 }))).map((item) => item.name)).toEqual(["b", "a"]);
  const updated = await client.vectorStores.update(store.id, { expires_after: null });
  expect(updated).toMatchObject({ expires_at: null, metadata: { team: "x" } });
  expect((await client.vectorStores.delete(store.id)).deleted).toBe(true);
  expect((await all(client.models.list())).map((model) => model.id)).toContain("gpt-4o");
});

test("webhook endpoints are created, rotated, tested and deleted", async () => {
  const hook = { name: "hook", url: "https://example.com/hook", event_types: ["batch.completed" as const] };
  const endpoint = await client.webhooks.create(hook);
  const rotated = await client.webhooks.rotateSecret(endpoint.id, {
    keep_old_secret_active_for_24_hours: true,
  });
  expect(rotated.signing_secret).not.toBe(endpoint.signing_secret);
  expect((await client.webhooks.update(endpoint.id, { name: "renamed" })).name).toBe("renamed");
  expect(await client.webhooks.retrieve(endpoint.id)).not.toHaveProperty("signing_secret");
  expect(await all(client.webhooks.list())).toHaveLength(1);
  const result = await client.webhooks.test(endpoint.id, { event_type: "batch.completed" });
  expect(result).toMatchObject({ success: true, status_code: 200 });
  expect((await client.webhooks.eventTypes.list()).data).toContain("batch.completed");
  expect((await client.webhooks.delete(endpoint.id)).deleted).toBe(true);
});

test("a cut connection and a garbled answer are errors of the connection, not of the API", async () => {
  const { projects } = client.admin.organization;
  emulator.fault({ match: { method: "POST" }, action: { type: "reset-after" } });
  await expect(projects.create({ name: "unsure" })).rejects.toThrow(OpenAI.APIConnectionError);
  expect((await all(projects.list())).map((project) => project.name)).toContain("unsure");
  emulator.fault({ action: { type: "status", status: 429, headers: { "retry-after": "75" } } });
  await expect(projects.list()).rejects.toThrow(OpenAI.RateLimitError);
});

test("limits are the client's RateLimitError, and its own retries obey the headers", async () => {
  emulator.limits({ requestsPerMinute: 600, burst: 2, headers: true });
  const { projects } = client.admin.organization;
  await projects.create({ name: "one" });
  await projects.create({ name: "two" });
  const refused = projects.create({ name: "three" });
  await expect(refused).rejects.toThrow(OpenAI.RateLimitError);
  await expect(refused).rejects.toMatchObject({ status: 429, code: "rate_limit_exceeded" });

  const patient = new OpenAI({ apiKey: "", adminAPIKey: seedKeys.admin, baseURL: server.url, maxRetries: 5 });
  for (const name of ["four", "five", "six"]) await patient.admin.organization.projects.create({ name });
  const { response } = await patient.admin.organization.projects.list().withResponse();
  expect(response.headers.get("x-ratelimit-limit-requests")).toBe("2");
});
