import { as, errorOf, freshEmulator, idsOf, listOf, made } from "./calls";

const projects = "/organization/projects";

describe("projects", () => {
  test("a project is made, read, changed, listed and archived", async () => {
    const { admin, clock } = freshEmulator();
    const now = clock.now() / 1000;
    const project = await made(admin, projects, { name: "web", residency: "EU_STORAGE_PROCESSING" });
    expect(project).toEqual({
      id: expect.stringMatching(/^proj_/),
      object: "organization.project",
      name: "web",
      created_at: now,
      archived_at: null,
      status: "active",
      external_key_id: null,
      residency: "EU_STORAGE_PROCESSING",
    });
    const item = `${projects}/${project.id}`;
    expect((await admin.get(item)).body).toEqual(project);
    const keyed = await admin.post(item, { name: "site", external_key_id: "ek_1" });
    expect(keyed.body).toEqual({ ...project, name: "site", external_key_id: "ek_1" });
    expect((await admin.post(item, { external_key_id: null })).body).toEqual({ ...project, name: "site" });

    expect((await admin.post(`${item}/archive`)).body).toMatchObject({
      status: "archived",
      archived_at: now,
    });
    expect(idsOf(await admin.get(projects))).not.toContain(project.id);
    expect(idsOf(await admin.get(`${projects}?include_archived=true`))).toContain(project.id);
    expect((await admin.get(item)).body).toMatchObject({ status: "archived", archived_at: now });
  });

  test("names need not be unique, and each project has an id of its own", async () => {
    const { admin } = freshEmulator();
    const first = await made(admin, projects, { name: "twin" });
    const second = await made(admin, projects, { name: "twin" });
    expect(first.id).not.toBe(second.id);
  });

  test("geography is accepted, never returned, and excludes residency", async () => {
    const { admin } = freshEmulator();
    const project = await made(admin, projects, { name: "eu", geography: "EU" });
    expect(project).not.toHaveProperty("geography");
    const both = { name: "eu", geography: "EU", residency: "EU_STORAGE_PROCESSING" };
    expect((await admin.post(projects, both)).status).toBe(400);
  });

  test("residency cannot be changed and knows its values", async () => {
    const { admin } = freshEmulator();
    const project = await made(admin, projects, { name: "jp", residency: "JP_STORAGE_PROCESSING" });
    const change = await admin.post(`${projects}/${project.id}`, { residency: "GLOBAL" });
    expect(errorOf(change)).toMatchObject({ code: "unknown_parameter", param: "residency" });
    expect(errorOf(await admin.post(projects, { name: "x", residency: "MOON" })).param).toBe("residency");
  });

  test("the default project can neither be updated nor archived", async () => {
    const { admin } = freshEmulator();
    expect((await admin.post(`${projects}/proj_default`, { name: "x" })).status).toBe(400);
    expect((await admin.post(`${projects}/proj_default/archive`)).status).toBe(400);
    expect((await admin.get(`${projects}/proj_default`)).body).toMatchObject({
      name: "Default project",
      status: "active",
    });
  });

  test("what is below an archived project answers 400, and its keys stop", async () => {
    const { emulator, admin } = freshEmulator();
    const { id } = await made(admin, projects, { name: "doomed" });
    const item = `${projects}/${id}`;
    const account = await made(admin, `${item}/service_accounts`, { name: "ci" });
    const key = account.api_key as { id: string; value: string };
    const role = await made(admin, `/projects/${id}/roles`, { role_name: "r", permissions: [] });
    await made(admin, `/projects/${id}/users/user-bob/roles`, { role_id: role.id });
    await admin.post(`${item}/archive`);

    const answers = [
      await admin.post(item, { name: "x" }),
      await admin.get(`${item}/service_accounts`),
      await admin.post(`${item}/service_accounts`, { name: "x" }),
      await admin.get(`${item}/service_accounts/${account.id}`),
      await admin.del(`${item}/service_accounts/${account.id}`),
      await admin.post(`${item}/service_accounts/${account.id}/api_keys`, {}),
      await admin.get(`${item}/api_keys`),
      await admin.get(`${item}/api_keys/${key.id}`),
      await admin.del(`${item}/api_keys/${key.id}`),
      await admin.get(`${item}/rate_limits`),
      await admin.post(`${item}/rate_limits/rl-gpt-4o`, { max_requests_per_1_minute: 1 }),
      await admin.get(`/projects/${id}/roles`),
      await admin.del(`/projects/${id}/roles/${role.id}`),
      await admin.get(`/projects/${id}/users/user-bob/roles/${role.id}`),
      await admin.del(`/projects/${id}/users/user-bob/roles/${role.id}`),
    ];
    expect(answers.map((answer) => answer.status)).toEqual(Array(15).fill(400));
    expect(answers.map((answer) => errorOf(answer).code)).toEqual(Array(15).fill("project_archived"));
    expect((await as(emulator, key.value).get("/vector_stores")).status).toBe(401);
  });

  test("archiving again changes nothing", async () => {
    const { emulator, admin } = freshEmulator();
    const { id } = await made(admin, projects, { name: "x" });
    const first = await admin.post(`${projects}/${id}/archive`);
    emulator.advance(100);
    const again = await admin.post(`${projects}/${id}/archive`);
    expect([again.status, again.body]).toEqual([200, first.body]);
  });

  test("a project that does not exist is a 404 in the API's form", async () => {
    const { admin } = freshEmulator();
    const answer = await admin.get(`${projects}/proj_none`);
    expect(answer.status).toBe(404);
    expect(answer.body).toEqual({
      error: {
        message: "The project proj_none was not found",
        type: "invalid_request_error",
        param: null,
        code: "not_found",
      },
    });
  });
});

describe("rate limits", () => {
  const limits = `${projects}/proj_default/rate_limits`;

  test("a new project has a row for each model, with the fields of the model", async () => {
    const { admin, project } = freshEmulator();
    const { id } = await made(admin, projects, { name: "x" });
    const rows = listOf(await admin.get(`${projects}/${id}/rate_limits`));
    expect(rows.map((row) => row.model)).toEqual(idsOf(await project.get("/models")));
    for (const row of rows) {
      expect(row).toMatchObject({ object: "project.rate_limit", id: `rl-${row.model}` });
      expect(row).not.toHaveProperty("project_id");
    }
    const withField = (field: string) => rows.filter((row) => field in row).map((row) => row.model);
    expect(withField("max_images_per_1_minute")).toEqual(expect.arrayContaining(["gpt-image-1", "dall-e-3"]));
    expect(withField("max_audio_megabytes_per_1_minute")).toEqual(
      expect.arrayContaining(["whisper-1", "tts-1"]),
    );
    expect(withField("max_requests_per_1_day")).toEqual(["gpt-5-mini"]);
    expect(withField("batch_1_day_max_input_tokens")).toEqual(
      expect.arrayContaining(["gpt-4o", "gpt-4o-mini", "gpt-3.5-turbo"]),
    );
    expect(withField("batch_1_day_max_input_tokens")).not.toContain("whisper-1");
  });

  test("an update changes the named fields of this project's row alone", async () => {
    const { admin } = freshEmulator();
    const rowOf = async (project: string) =>
      listOf(await admin.get(`${projects}/${project}/rate_limits`)).find((row) => row.id === "rl-gpt-4o");
    const before = await rowOf("proj_other");
    const answer = await admin.post(`${projects}/proj_other/rate_limits/rl-gpt-4o`, {
      max_requests_per_1_minute: 5,
    });
    expect(answer.body).toEqual({ ...before, max_requests_per_1_minute: 5 });
    expect(await rowOf("proj_other")).toEqual(answer.body);
    expect(await rowOf("proj_default")).toEqual(before);
  });

  test("unknown rows and projects are 404 in the API's error form, and there is no GET of a row", async () => {
    const { admin } = freshEmulator();
    const row = await admin.post(`${limits}/rl-none`, { max_requests_per_1_minute: 5 });
    expect([row.status, row.body]).toEqual([
      404,
      {
        error: {
          message: "The rate limit rl-none was not found",
          type: "invalid_request_error",
          param: null,
          code: "not_found",
        },
      },
    ]);
    const project = await admin.get(`${projects}/proj_none/rate_limits`);
    expect(errorOf(project).message).toBe("The project proj_none was not found");
    expect(errorOf(await admin.get(`${limits}/rl-gpt-4o`)).code).toBe("unknown_url");
  });

  test("a field that the model's row lacks is refused", async () => {
    const { admin } = freshEmulator();
    const answer = await admin.post(`${limits}/rl-gpt-4o`, { max_images_per_1_minute: 5 });
    expect(answer.status).toBe(400);
    expect(errorOf(answer).param).toBe("max_images_per_1_minute");
    expect((await admin.post(`${limits}/rl-gpt-4o`, { max_requests_per_1_minute: -1 })).status).toBe(400);
  });
});

describe.each([
  ["/organization/roles", "api.organization", "role-api-organization-reader"],
  ["/projects/proj_default/roles", "api.project", "role-api-project-member__api-project__proj_default"],
])("roles of %s", (roles, resourceType, predefined) => {
  test("a role is made under role_name, read under name, changed and deleted", async () => {
    const { admin } = freshEmulator();
    const role = await made(admin, roles, { role_name: "auditor", permissions: ["api.usage.read"] });
    expect(role).toEqual({
      object: "role",
      id: expect.stringMatching(/^role_/),
      name: "auditor",
      description: null,
      permissions: ["api.usage.read"],
      resource_type: resourceType,
      predefined_role: false,
    });
    const item = `${roles}/${role.id}`;
    const changed = await admin.post(item, { permissions: [], description: "none" });
    expect(changed.body).toEqual({ ...role, permissions: [], description: "none" });
    expect((await admin.post(item, { role_name: null, description: "" })).body).toMatchObject({
      name: "auditor",
      description: "",
    });
    expect(idsOf(await admin.get(roles))).toContain(role.id);
    expect((await admin.del(item)).body).toEqual({ object: "role.deleted", id: role.id, deleted: true });
    expect((await admin.get(item)).status).toBe(404);
  });

  test("predefined roles are listed first and can be neither changed nor deleted", async () => {
    const { admin } = freshEmulator();
    expect(idsOf(await admin.get(roles))).toContain(predefined);
    expect((await admin.get(`${roles}/${predefined}`)).body).toMatchObject({ predefined_role: true });
    expect((await admin.post(`${roles}/${predefined}`, { role_name: "x" })).status).toBe(400);
    expect((await admin.del(`${roles}/${predefined}`)).status).toBe(400);
  });
});

test("a role of one project does not exist in another, nor does its scoped id", async () => {
  const { admin } = freshEmulator();
  const role = await made(admin, "/projects/proj_default/roles", { role_name: "r", permissions: [] });
  expect((await admin.get(`/projects/proj_other/roles/${role.id}`)).status).toBe(404);
  const scoped = "role-api-project-member__api-project__proj_default";
  expect((await admin.get(`/projects/proj_other/roles/${scoped}`)).status).toBe(404);
});

describe("role assignments", () => {
  const assigned = "/projects/proj_default/users/user-bob/roles";
  const scoped = "role-api-project-viewer__api-project__proj_default";

  test("the short id is accepted and the scoped one answered; both read and delete", async () => {
    const { admin } = freshEmulator();
    const created = await admin.post(assigned, { role_id: "role-api-project-viewer" });
    expect(created.body).toMatchObject({
      object: "user.role",
      user: { object: "organization.user", id: "user-bob" },
      role: { object: "role", id: scoped, predefined_role: true },
    });
    const read = await admin.get(`${assigned}/role-api-project-viewer`);
    expect(read.body).toMatchObject({ id: scoped, name: "viewer", assignment_sources: null });
    expect((await admin.get(`${assigned}/${scoped}`)).body).toEqual(read.body);
    expect(listOf(await admin.get(assigned))).toEqual([read.body]);
    expect((await admin.del(`${assigned}/${scoped}`)).body).toEqual({
      object: "user.role.deleted",
      deleted: true,
    });
    expect((await admin.get(`${assigned}/${scoped}`)).status).toBe(404);
    expect((await admin.del(`${assigned}/role-api-project-viewer`)).status).toBe(404);
  });

  test("a second assignment of the same role is a conflict, under either id", async () => {
    const { admin } = freshEmulator();
    await made(admin, assigned, { role_id: "role-api-project-viewer" });
    const again = await admin.post(assigned, { role_id: scoped });
    expect(again.status).toBe(409);
    expect(errorOf(again).message).toContain("already exists in project");
    expect(idsOf(await admin.get("/projects/proj_other/users/user-bob/roles"))).toEqual([]);
  });

  test("a custom role tells when and by whom it was made; deleting it ends the assignment", async () => {
    const { admin, clock } = freshEmulator();
    const role = await made(admin, "/projects/proj_default/roles", { role_name: "r", permissions: ["a"] });
    await made(admin, assigned, { role_id: role.id });
    const now = clock.now() / 1000;
    expect((await admin.get(`${assigned}/${role.id}`)).body).toMatchObject({
      created_at: now,
      created_by: "user-alice",
    });
    await admin.del(`/projects/proj_default/roles/${role.id}`);
    expect(idsOf(await admin.get(assigned))).toEqual([]);
  });

  test("unknown users, unknown roles and the organization's roles are 404", async () => {
    const { admin } = freshEmulator();
    const answers = [
      await admin.post("/projects/proj_default/users/user-none/roles", {
        role_id: "role-api-project-viewer",
      }),
      await admin.post("/projects/proj_default/users/user-dave/roles", {
        role_id: "role-api-project-viewer",
      }),
      await admin.post(assigned, { role_id: "role_none" }),
      await admin.post(assigned, { role_id: "role-api-organization-reader" }),
      await admin.post("/projects/proj_none/users/user-bob/roles", { role_id: "role-api-project-viewer" }),
    ];
    expect(answers.map((answer) => answer.status)).toEqual([404, 404, 404, 404, 404]);
  });
});

describe("users", () => {
  test("three people are there: an owner and two readers", async () => {
    const { admin } = freshEmulator();
    const people = listOf(await admin.get("/organization/users")).map(({ id, role }) => [id, role]);
    expect(people).toEqual([
      ["user-alice", "owner"],
      ["user-bob", "reader"],
      ["user-carol", "reader"],
    ]);
    expect((await admin.get("/organization/users/user-bob")).body).toMatchObject({
      object: "organization.user",
      email: "bob@example.com",
    });
    expect((await admin.get("/organization/users/user-none")).status).toBe(404);
  });

  test("a listing can be narrowed to e-mail addresses, written with or without brackets", async () => {
    const { admin } = freshEmulator();
    const users = "/organization/users";
    expect(idsOf(await admin.get(`${users}?emails[]=bob@example.com&emails[]=carol@example.com`))).toEqual([
      "user-bob",
      "user-carol",
    ]);
    expect(idsOf(await admin.get(`${users}?emails=bob@example.com`))).toEqual(["user-bob"]);
    expect(idsOf(await admin.get(`${users}?emails[]=nobody@example.com`))).toEqual([]);
  });
});
