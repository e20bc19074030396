import { errorOf, freshEmulator, idsOf, listOf, made } from "./calls";

const groups = "/organization/groups";

describe("groups", () => {
  test("a group is made, read, renamed without its type in the reply, and deleted", async () => {
    const { admin, clock } = freshEmulator();
    const group = await made(admin, groups, { name: "support" });
    expect(group).toEqual({
      id: expect.stringMatching(/^group_/),
      name: "support",
      created_at: clock.now() / 1000,
      is_scim_managed: false,
      group_type: "group",
    });
    const item = `${groups}/${group.id}`;
    expect((await admin.get(item)).body).toEqual(group);
    const { group_type: _, ...rest } = group;
    expect((await admin.post(item, { name: "escalations" })).body).toEqual({ ...rest, name: "escalations" });
    expect((await admin.get(item)).body).toEqual({ ...group, name: "escalations" });
    expect((await admin.del(item)).body).toEqual({ object: "group.deleted", id: group.id, deleted: true });
    expect((await admin.get(item)).status).toBe(404);
    expect((await admin.del(item)).status).toBe(404);
    expect(listOf(await admin.get(groups))).toEqual([]);
  });

  test("names need not be unique; pages join up by next", async () => {
    const { admin } = freshEmulator();
    const ids: string[] = [];
    for (const name of ["twin", "twin", "other"]) ids.push((await made(admin, groups, { name })).id);
    const first = await admin.get(`${groups}?limit=2`);
    expect(first.body).not.toHaveProperty("last_id");
    const rest = await admin.get(`${groups}?after=${first.body.next}`);
    expect([...idsOf(first), ...idsOf(rest)]).toEqual(ids);
    expect(rest.body).toMatchObject({ has_more: false, next: null });
    expect(idsOf(await admin.get(`${groups}?order=desc`))).toEqual([...ids].reverse());
    expect((await admin.get(`${groups}?after=group_never`)).status).toBe(400);
    expect((await admin.get(`${groups}?limit=0`)).body).toMatchObject({ data: [], has_more: true });
    expect((await admin.get(`${groups}?limit=1001`)).status).toBe(400);
  });

  test.each([
    [{}, "name", "missing_required_parameter"],
    [{ name: "" }, "name", "invalid_value"],
    [{ name: "x".repeat(256) }, "name", "invalid_value"],
    [{ name: 1 }, "name", "invalid_type"],
    [{ name: "x", group_type: "group" }, "group_type", "unknown_parameter"],
  ])("the body %j neither makes nor renames: %s, %s", async (body, param, code) => {
    const { admin } = freshEmulator();
    const { id } = await made(admin, groups, { name: "x".repeat(255) });
    for (const path of [groups, `${groups}/${id}`]) {
      const answer = await admin.post(path, body);
      expect([answer.status, errorOf(answer).param, errorOf(answer).code]).toEqual([400, param, code]);
    }
  });

  test("another organization's groups do not exist, and project keys see none", async () => {
    const { admin, otherAdmin, project } = freshEmulator();
    const { id } = await made(admin, groups, { name: "mine" });
    await made(admin, `${groups}/${id}/users`, { user_id: "user-bob" });
    const answers = [
      await otherAdmin.get(`${groups}/${id}`),
      await otherAdmin.post(`${groups}/${id}`, { name: "theirs" }),
      await otherAdmin.del(`${groups}/${id}`),
      await otherAdmin.get(`${groups}/${id}/users`),
      await otherAdmin.post(`${groups}/${id}/users`, { user_id: "user-dave" }),
      await otherAdmin.del(`${groups}/${id}/users/user-bob`),
      await otherAdmin.get(`${groups}/${id}/roles`),
      await admin.get(`${groups}/group_directory`),
    ];
    expect(answers.map((answer) => answer.status)).toEqual(Array(8).fill(404));
    expect(idsOf(await otherAdmin.get(groups))).toEqual(["group_directory"]);
    expect((await project.get(groups)).status).toBe(403);
    expect((await project.get(`${groups}/${id}/users`)).status).toBe(403);
  });

  test("a group that a directory manages can be read but not changed", async () => {
    const { otherAdmin } = freshEmulator();
    const item = `${groups}/group_directory`;
    const group = (await otherAdmin.get(item)).body;
    expect(group).toMatchObject({ is_scim_managed: true });
    const answers = [
      await otherAdmin.post(item, { name: "mine" }),
      await otherAdmin.del(item),
      await otherAdmin.post(`${item}/users`, { user_id: "user-dave" }),
      await otherAdmin.del(`${item}/users/user-dave`),
    ];
    expect(answers.map((answer) => answer.status)).toEqual([400, 400, 400, 400]);
    expect((await otherAdmin.get(item)).body).toEqual(group);
    expect(listOf(await otherAdmin.get(`${item}/users`))).toEqual([]);
  });
});

describe("users of a group", () => {
  test("a user is added, read, listed and removed; each reply says only what it is for", async () => {
    const { admin } = freshEmulator();
    const { id } = await made(admin, groups, { name: "support" });
    const members = `${groups}/${id}/users`;
    expect((await admin.post(members, { user_id: "user-bob" })).body).toEqual({
      object: "group.user",
      user_id: "user-bob",
      group_id: id,
    });
    const bob = { id: "user-bob", name: "Bob", email: "bob@example.com" };
    expect((await admin.get(`${members}/user-bob`)).body).toEqual({
      ...bob,
      picture: null,
      is_service_account: false,
      user_type: "user",
    });
    expect((await admin.get(members)).body).toEqual({
      object: "list",
      data: [bob],
      has_more: false,
      next: null,
    });
    expect((await admin.del(`${members}/user-bob`)).body).toEqual({
      object: "group.user.deleted",
      deleted: true,
    });
    expect((await admin.get(`${members}/user-bob`)).status).toBe(404);
    expect((await admin.del(`${members}/user-bob`)).status).toBe(404);
    expect((await admin.get("/organization/users/user-bob")).status).toBe(200);
  });

  test("they are listed latest first", async () => {
    const { admin } = freshEmulator();
    const { id } = await made(admin, groups, { name: "support" });
    const members = `${groups}/${id}/users`;
    for (const user_id of ["user-carol", "user-alice", "user-bob"]) await made(admin, members, { user_id });
    const first = await admin.get(`${members}?limit=2`);
    expect(idsOf(first)).toEqual(["user-bob", "user-alice"]);
    expect(idsOf(await admin.get(`${members}?after=${first.body.next}`))).toEqual(["user-carol"]);
    expect(idsOf(await admin.get(`${members}?order=asc`))[0]).toBe("user-carol");
  });

  test("a second time is refused, another group is not", async () => {
    const { admin } = freshEmulator();
    const one = await made(admin, groups, { name: "one" });
    const two = await made(admin, groups, { name: "two" });
    await made(admin, `${groups}/${one.id}/users`, { user_id: "user-bob" });
    const again = await admin.post(`${groups}/${one.id}/users`, { user_id: "user-bob" });
    expect([again.status, errorOf(again).code]).toEqual([400, "already_exists"]);
    await made(admin, `${groups}/${two.id}/users`, { user_id: "user-bob" });
    await admin.del(`${groups}/${one.id}/users/user-bob`);
    expect(idsOf(await admin.get(`${groups}/${one.id}/users`))).toEqual([]);
    expect(idsOf(await admin.get(`${groups}/${two.id}/users`))).toEqual(["user-bob"]);
  });

  test("unknown groups and users, and another organization's, are 404", async () => {
    const { admin } = freshEmulator();
    const { id } = await made(admin, groups, { name: "support" });
    const answers = [
      await admin.post(`${groups}/${id}/users`, { user_id: "user-none" }),
      await admin.post(`${groups}/${id}/users`, { user_id: "user-dave" }),
      await admin.post(`${groups}/group_none/users`, { user_id: "user-bob" }),
      await admin.get(`${groups}/group_none/users`),
      await admin.get(`${groups}/${id}/users/user-bob`),
    ];
    expect(answers.map((answer) => answer.status)).toEqual(Array(5).fill(404));
    expect(errorOf(await admin.post(`${groups}/${id}/users`, {})).param).toBe("user_id");
  });
});

test("a deleted group takes its memberships and roles with it, and nobody else's", async () => {
  const { emulator, admin } = freshEmulator();
  const fill = async (name: string): Promise<string> => {
    const { id } = await made(admin, groups, { name });
    await made(admin, `${groups}/${id}/users`, { user_id: "user-bob" });
    await made(admin, `${groups}/${id}/roles`, { role_id: "role-api-organization-reader" });
    const member = { group_id: id, role: "role-api-project-member" };
    await made(admin, "/organization/projects/proj_other/groups", member);
    return id;
  };
  const kept = await fill("kept");
  const before = emulator.state().tables;
  const gone = await fill("gone");
  await admin.del(`${groups}/${gone}`);
  expect(emulator.state().tables).toEqual(before);
  expect(idsOf(await admin.get(groups))).toEqual([kept]);
  const sources = [{ principal_id: kept, principal_type: "group" }];
  expect(listOf(await admin.get("/organization/users/user-bob/roles"))).toMatchObject([
    { id: "role-api-organization-reader", assignment_sources: sources },
  ]);
});
