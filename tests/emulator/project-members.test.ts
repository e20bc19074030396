import { type Caller, errorOf, freshEmulator, idsOf, listOf, made } from "./calls";

const projects = "/organization/projects";
const users = `${projects}/proj_other/users`;
const groups = `${projects}/proj_other/groups`;
const scoped = (role: string, project = "proj_other") => `role-api-project-${role}__api-project__${project}`;
const rolesOf = async (admin: Caller, principal: string, project = "proj_other") =>
  idsOf(await admin.get(`/projects/${project}/${principal}/roles`));

const newGroup = async (admin: Caller, name = "support") =>
  (await made(admin, "/organization/groups", { name })).id;

describe("users of a project", () => {
  test("a user is added by id or by email, read, changed and removed", async () => {
    const { admin, clock } = freshEmulator();
    const bob = await made(admin, users, { user_id: "user-bob", role: "member" });
    expect(bob).toEqual({
      object: "organization.project.user",
      id: "user-bob",
      name: "Bob",
      email: "bob@example.com",
      role: "member",
      added_at: clock.now() / 1000,
    });
    const carol = await made(admin, users, { email: "Carol@example.com", user_id: null, role: "owner" });
    expect(carol).toMatchObject({ id: "user-carol", role: "owner" });
    expect((await admin.get(`${users}/user-bob`)).body).toEqual(bob);
    clock.advance(5000);
    expect((await admin.post(`${users}/user-bob`, { role: "owner" })).body).toEqual({
      ...bob,
      role: "owner",
    });
    expect((await admin.post(`${users}/user-bob`, { role: null })).body).toEqual({ ...bob, role: "owner" });
    expect((await admin.post(`${users}/user-bob`, {})).body).toEqual({ ...bob, role: "owner" });
    expect((await admin.del(`${users}/user-bob`)).body).toEqual({
      object: "organization.project.user.deleted",
      id: "user-bob",
      deleted: true,
    });
    expect((await admin.get(`${users}/user-bob`)).status).toBe(404);
    expect((await admin.post(`${users}/user-bob`, { role: "owner" })).status).toBe(404);
    expect((await admin.del(`${users}/user-bob`)).status).toBe(404);
    expect(listOf(await admin.get(users))).toEqual([carol]);
  });

  test("they page by last_id, also when that user has left meanwhile", async () => {
    const { admin } = freshEmulator();
    for (const name of ["carol", "alice", "bob"]) {
      await made(admin, users, { user_id: `user-${name}`, role: "member" });
    }
    const first = await admin.get(`${users}?limit=2`);
    expect(idsOf(first)).toEqual(["user-carol", "user-alice"]);
    expect(first.body).toMatchObject({ first_id: "user-carol", last_id: "user-alice", has_more: true });
    expect(idsOf(await admin.get(`${users}?after=user-alice`))).toEqual(["user-bob"]);
    await admin.del(`${users}/user-alice`);
    expect(idsOf(await admin.get(`${users}?after=user-alice`))).toEqual(["user-bob"]);
    expect((await admin.get(`${users}?limit=0`)).status).toBe(400);
  });

  test("a second time in the same project is refused, whoever is meant by what", async () => {
    const { admin } = freshEmulator();
    const project = await made(admin, projects, { name: "another" });
    await made(admin, users, { user_id: "user-bob", role: "member" });
    for (const who of [{ user_id: "user-bob" }, { email: "bob@example.com" }]) {
      const again = await admin.post(users, { ...who, role: "owner" });
      expect(again.status).toBe(400);
      expect(errorOf(again).message).toContain("already exists in project");
    }
    expect((await admin.get(`${users}/user-bob`)).body.role).toBe("member");
    await made(admin, `${projects}/${project.id}/users`, { user_id: "user-bob", role: "owner" });
    await admin.del(`${projects}/${project.id}/users/user-bob`);
    expect(idsOf(await admin.get(users))).toEqual(["user-bob"]);
  });

  test.each([
    [{ user_id: "user-bob" }, "role", "missing_required_parameter"],
    [{ role: "member" }, "user_id", "missing_required_parameter"],
    [{ role: "member", user_id: null, email: null }, "user_id", "missing_required_parameter"],
    [{ role: "member", user_id: "user-bob", email: "bob@example.com" }, "email", "invalid_value"],
    [{ role: "viewer", user_id: "user-bob" }, "role", "invalid_value"],
    [{ role: null, user_id: "user-bob" }, "role", "invalid_type"],
    [{ role: "member", user_id: 1 }, "user_id", "invalid_type"],
    [{ role: "member", user_id: "user-bob", name: "Bob" }, "name", "unknown_parameter"],
  ])("the body %j adds nobody: %s, %s", async (body, param, code) => {
    const { admin } = freshEmulator();
    const answer = await admin.post(users, body);
    expect([answer.status, errorOf(answer).param, errorOf(answer).code]).toEqual([400, param, code]);
    expect(idsOf(await admin.get(users))).toEqual([]);
  });

  test("a change knows the two roles and nothing else", async () => {
    const { admin } = freshEmulator();
    await made(admin, users, { user_id: "user-bob", role: "member" });
    expect(errorOf(await admin.post(`${users}/user-bob`, { role: "viewer" })).param).toBe("role");
    const change = await admin.post(`${users}/user-bob`, { email: "new@example.com" });
    expect(errorOf(change).code).toBe("unknown_parameter");
  });

  test("nobody can be added to the default project", async () => {
    const { admin } = freshEmulator();
    const path = `${projects}/proj_default/users`;
    const answer = await admin.post(path, { user_id: "user-bob", role: "member" });
    expect(answer.status).toBe(400);
    expect(errorOf(answer).message).toContain("default project");
    expect(idsOf(await admin.get(path))).toEqual([]);
  });

  test("unknown people and projects are 404, another organization's too", async () => {
    const { admin, otherAdmin, project } = freshEmulator();
    await made(admin, users, { user_id: "user-bob", role: "member" });
    const answers = [
      await admin.post(users, { user_id: "user-none", role: "member" }),
      await admin.post(users, { user_id: "user-dave", role: "member" }),
      await admin.post(users, { email: "dave@example.com", role: "member" }),
      await admin.post(`${projects}/proj_none/users`, { user_id: "user-bob", role: "member" }),
      await admin.get(`${users}/user-carol`),
      await otherAdmin.get(users),
      await otherAdmin.del(`${users}/user-bob`),
    ];
    expect(answers.map((answer) => answer.status)).toEqual(Array(7).fill(404));
    expect((await project.get(users)).status).toBe(403);
  });

  test("the role is a built-in role among the user's assignments, and moves with it", async () => {
    const { admin } = freshEmulator();
    const assigned = "/projects/proj_other/users/user-bob/roles";
    const custom = await made(admin, "/projects/proj_other/roles", { role_name: "r", permissions: [] });
    await made(admin, users, { user_id: "user-bob", role: "member" });
    await made(admin, assigned, { role_id: custom.id });
    expect(await rolesOf(admin, "users/user-bob")).toEqual([scoped("member"), custom.id]);
    expect((await admin.post(assigned, { role_id: "role-api-project-member" })).status).toBe(409);
    await admin.post(`${users}/user-bob`, { role: "owner" });
    expect((await rolesOf(admin, "users/user-bob")).sort()).toEqual([scoped("owner"), custom.id].sort());
    await admin.del(`${users}/user-bob`);
    expect(await rolesOf(admin, "users/user-bob")).toEqual([custom.id]);
  });
});

describe("groups of a project", () => {
  test("a group is added with a role that only its role assignments tell, and removed with it", async () => {
    const { admin, clock } = freshEmulator();
    const id = await newGroup(admin);
    clock.advance(5000);
    const member = (await admin.post(groups, { group_id: id, role: "role-api-project-viewer" })).body;
    expect(member).toEqual({
      object: "project.group",
      project_id: "proj_other",
      group_id: id,
      group_name: "support",
      group_type: "group",
      created_at: clock.now() / 1000,
    });
    expect((await admin.get(`${groups}/${id}`)).body).toEqual(member);
    expect((await admin.get(groups)).body).toEqual({
      object: "list",
      data: [member],
      has_more: false,
      next: null,
    });
    expect(await rolesOf(admin, `groups/${id}`)).toEqual([scoped("viewer")]);
    await made(admin, `/projects/proj_other/groups/${id}/roles`, { role_id: "role-api-project-member" });
    const elsewhere = `${projects}/proj_default/groups`;
    await made(admin, elsewhere, { group_id: id, role: "role-api-project-member" });

    expect((await admin.del(`${groups}/${id}`)).body).toEqual({
      object: "project.group.deleted",
      deleted: true,
    });
    expect((await admin.get(`${groups}/${id}`)).status).toBe(404);
    expect((await admin.del(`${groups}/${id}`)).status).toBe(404);
    expect(await rolesOf(admin, `groups/${id}`)).toEqual([]);
    expect((await admin.get(`${elsewhere}/${id}`)).status).toBe(200);
    expect(await rolesOf(admin, `groups/${id}`, "proj_default")).toEqual([scoped("member", "proj_default")]);
  });

  test("the role is taken in its scoped form and as a custom role, and must be one of the project", async () => {
    const { admin } = freshEmulator();
    const custom = await made(admin, "/projects/proj_other/roles", { role_name: "r", permissions: [] });
    const one = await newGroup(admin, "one");
    const two = await newGroup(admin, "two");
    const elsewhere = await admin.post(groups, { group_id: one, role: scoped("viewer", "proj_default") });
    expect(elsewhere.status).toBe(404);
    const organization = await admin.post(groups, { group_id: one, role: "role-api-organization-reader" });
    expect(organization.status).toBe(404);
    expect(listOf(await admin.get(groups))).toEqual([]);
    await admin.post(groups, { group_id: one, role: scoped("viewer") });
    await admin.post(groups, { group_id: two, role: custom.id });
    expect(await rolesOf(admin, `groups/${one}`)).toEqual([scoped("viewer")]);
    expect(await rolesOf(admin, `groups/${two}`)).toEqual([custom.id]);
  });

  test("a second time is refused and changes no role", async () => {
    const { admin } = freshEmulator();
    const id = await newGroup(admin);
    await made(admin, groups, { group_id: id, role: "role-api-project-viewer" });
    const again = await admin.post(groups, { group_id: id, role: "role-api-project-owner" });
    expect(again.status).toBe(400);
    expect(errorOf(again).message).toContain("already exists in project");
    expect(await rolesOf(admin, `groups/${id}`)).toEqual([scoped("viewer")]);
    const other = `${projects}/proj_default/groups`;
    expect((await admin.post(other, { group_id: id, role: "role-api-project-owner" })).status).toBe(200);
  });

  test("they page by next, oldest first, and follow the group's name", async () => {
    const { admin } = freshEmulator();
    const ids: string[] = [];
    for (const name of ["a", "b", "c"]) {
      const id = await newGroup(admin, name);
      await made(admin, groups, { group_id: id, role: "role-api-project-viewer" });
      ids.push(id);
    }
    await admin.post(`/organization/groups/${ids[2]}`, { name: "z" });
    const first = await admin.get(`${groups}?limit=2`);
    const rest = await admin.get(`${groups}?after=${first.body.next}`);
    const seen = [...listOf(first), ...listOf(rest)];
    expect(seen.map((member) => member.group_id)).toEqual(ids);
    expect(seen.map((member) => member.group_name)).toEqual(["a", "b", "z"]);
    expect((await admin.get(`${groups}?limit=101`)).status).toBe(400);
  });

  test("a group of the other type is not found unless it is asked for", async () => {
    const { emulator, admin } = freshEmulator();
    const id = await newGroup(admin);
    await made(admin, groups, { group_id: id, role: "role-api-project-viewer" });
    expect((await admin.get(`${groups}/${id}?group_type=tenant_group`)).status).toBe(404);
    expect((await admin.get(`${groups}/${id}?group_type=team`)).status).toBe(400);
    const state = emulator.state();
    for (const group of state.tables.groups) group.group_type = "tenant_group";
    emulator.restore(state);
    expect((await admin.get(`${groups}/${id}`)).status).toBe(404);
    expect((await admin.get(`${groups}/${id}?group_type=tenant_group`)).body.group_id).toBe(id);
  });

  test("missing fields are refused, unknown groups and other organizations are 404", async () => {
    const { admin, otherAdmin, project } = freshEmulator();
    const id = await newGroup(admin);
    expect(errorOf(await admin.post(groups, { group_id: id })).param).toBe("role");
    expect(errorOf(await admin.post(groups, { role: "role-api-project-viewer" })).param).toBe("group_id");
    const body = { group_id: id, role: "role-api-project-viewer", group_type: "group" };
    expect(errorOf(await admin.post(groups, body)).code).toBe("unknown_parameter");
    const answers = [
      await admin.post(groups, { group_id: "group_none", role: "role-api-project-viewer" }),
      await admin.post(groups, { group_id: "group_directory", role: "role-api-project-viewer" }),
      await admin.post(groups, { group_id: id, role: "role_none" }),
      await admin.get(`${groups}/${id}`),
      await otherAdmin.get(groups),
      await otherAdmin.post(`${projects}/proj_elsewhere/groups`, {
        group_id: id,
        role: "role-api-project-viewer",
      }),
    ];
    expect(answers.map((answer) => answer.status)).toEqual(Array(6).fill(404));
    expect((await project.get(groups)).status).toBe(403);
  });
});

test("members of an archived project can be neither read nor changed", async () => {
  const { admin } = freshEmulator();
  const { id } = await made(admin, projects, { name: "doomed" });
  const group = await newGroup(admin);
  const item = `${projects}/${id}`;
  await made(admin, `${item}/users`, { user_id: "user-bob", role: "member" });
  await made(admin, `${item}/groups`, { group_id: group, role: "role-api-project-viewer" });
  await admin.post(`${item}/archive`);
  const answers = [
    await admin.get(`${item}/users`),
    await admin.post(`${item}/users`, { user_id: "user-carol", role: "member" }),
    await admin.get(`${item}/users/user-bob`),
    await admin.post(`${item}/users/user-bob`, { role: "owner" }),
    await admin.del(`${item}/users/user-bob`),
    await admin.get(`${item}/groups`),
    await admin.get(`${item}/groups/${group}`),
    await admin.del(`${item}/groups/${group}`),
    await admin.get(`/projects/${id}/groups/${group}/roles`),
    await admin.del(`/projects/${id}/groups/${group}/roles/role-api-project-viewer`),
  ];
  expect(answers.map((answer) => [answer.status, errorOf(answer).code])).toEqual(
    Array(10).fill([400, "project_archived"]),
  );
  expect((await admin.del(`/organization/groups/${group}`)).status).toBe(200);
});
