import { type Caller, errorOf, freshEmulator, idsOf, listOf, made, type Wire } from "./calls";

const groups = "/organization/groups";
const viewer = "role-api-project-viewer__api-project__proj_other";

/** A group with these members. */
async function groupWith(admin: Caller, ...members: string[]): Promise<string> {
  const { id } = await made(admin, groups, { name: "support" });
  for (const user_id of members) await made(admin, `${groups}/${id}/users`, { user_id });
  return id;
}

const sourcesOf = (answer: { body: Wire }): unknown => answer.body.assignment_sources;
const user = (id: string) => ({ principal_id: id, principal_type: "user" });
const group = (id: string) => ({ principal_id: id, principal_type: "group" });

const places: [string, string, string, (caller: Caller, holder: string) => Promise<string>][] = [
  [
    "user",
    "/organization",
    "role-api-organization-reader",
    async (_, base) => `${base}/users/user-bob/roles`,
  ],
  [
    "group",
    "/organization",
    "role-api-organization-reader",
    async (caller, base) => `${base}/groups/${await groupWith(caller)}/roles`,
  ],
  ["user", "/projects/proj_other", viewer, async (_, base) => `${base}/users/user-bob/roles`],
  [
    "group",
    "/projects/proj_other",
    viewer,
    async (caller, base) => `${base}/groups/${await groupWith(caller)}/roles`,
  ],
];

describe.each(places)("the roles of a %s under %s", (type, base, predefined, collectionOf) => {
  test("a role is assigned, read, listed and taken away", async () => {
    const { admin } = freshEmulator();
    const assigned = await collectionOf(admin, base);
    const role = await made(admin, `${base}/roles`, { role_name: "auditor", permissions: ["a"] });
    const created = await admin.post(assigned, { role_id: role.id });
    expect(created.body).toMatchObject({ object: `${type}.role`, role });
    expect(Object.keys(created.body).sort()).toEqual(["object", "role", type].sort());
    const { object: _, ...facts } = role;
    const read = await admin.get(`${assigned}/${role.id}`);
    expect(read.body).toMatchObject({ ...facts, created_by: "user-alice", assignment_sources: null });
    expect(read.body).not.toHaveProperty("object");
    expect(listOf(await admin.get(assigned))).toEqual([read.body]);
    expect((await admin.del(`${assigned}/${role.id}`)).body).toEqual({
      object: `${type}.role.deleted`,
      deleted: true,
    });
    expect((await admin.get(`${assigned}/${role.id}`)).status).toBe(404);
    expect((await admin.del(`${assigned}/${role.id}`)).status).toBe(404);
    expect((await admin.get(`${base}/roles/${role.id}`)).status).toBe(200);
  });

  test("a second assignment is a conflict, an unknown role is not found, a body needs role_id", async () => {
    const { admin } = freshEmulator();
    const assigned = await collectionOf(admin, base);
    await made(admin, assigned, { role_id: predefined });
    const again = await admin.post(assigned, { role_id: predefined.split("__")[0] });
    expect([again.status, errorOf(again).code]).toEqual([409, "already_exists"]);
    expect((await admin.post(assigned, { role_id: "role_none" })).status).toBe(404);
    expect(errorOf(await admin.post(assigned, {})).param).toBe("role_id");
    expect(errorOf(await admin.post(assigned, { role_id: predefined, x: 1 })).code).toBe("unknown_parameter");
    expect(idsOf(await admin.get(assigned))).toEqual([predefined]);
  });

  test("pages join up, and a deleted role is assigned no longer", async () => {
    const { admin } = freshEmulator();
    const assigned = await collectionOf(admin, base);
    const role = await made(admin, `${base}/roles`, { role_name: "r", permissions: [] });
    await made(admin, assigned, { role_id: role.id });
    await made(admin, assigned, { role_id: predefined });
    const first = await admin.get(`${assigned}?limit=1`);
    expect(idsOf(first)).toEqual([role.id]);
    expect(idsOf(await admin.get(`${assigned}?after=${first.body.next}`))).toEqual([predefined]);
    expect(idsOf(await admin.get(`${assigned}?order=desc`))).toEqual([predefined, role.id]);
    await admin.del(`${base}/roles/${role.id}`);
    expect(idsOf(await admin.get(assigned))).toEqual([predefined]);
  });

  test("project keys are refused, and for another organization none of it exists", async () => {
    const { admin, otherAdmin, project } = freshEmulator();
    const assigned = await collectionOf(admin, base);
    await made(admin, assigned, { role_id: predefined });
    expect((await project.get(assigned)).status).toBe(403);
    const answers = [
      await otherAdmin.get(assigned),
      await otherAdmin.post(assigned, { role_id: predefined }),
      await otherAdmin.del(`${assigned}/${predefined}`),
    ];
    expect(answers.map((answer) => answer.status)).toEqual([404, 404, 404]);
  });
});

test("the embedded group speaks of scim_managed, unlike the group itself", async () => {
  const { admin, clock } = freshEmulator();
  const id = await groupWith(admin);
  const created = await made(admin, `${groups}/${id}/roles`, { role_id: "role-api-organization-reader" });
  expect(created.group).toEqual({
    object: "group",
    id,
    name: "support",
    created_at: clock.now() / 1000,
    scim_managed: false,
  });
});

test("roles of the organization and of its projects do not mix", async () => {
  const { admin } = freshEmulator();
  const id = await groupWith(admin, "user-bob");
  await made(admin, `${groups}/${id}/roles`, { role_id: "role-api-organization-reader" });
  await made(admin, `/projects/proj_other/groups/${id}/roles`, { role_id: viewer });
  const inOrganization = await admin.post(`${groups}/${id}/roles`, { role_id: viewer });
  expect(inOrganization.status).toBe(404);
  const ids = async (path: string) => idsOf(await admin.get(path));
  expect(await ids(`${groups}/${id}/roles`)).toEqual(["role-api-organization-reader"]);
  expect(await ids(`/projects/proj_other/groups/${id}/roles`)).toEqual([viewer]);
  expect(await ids(`/projects/proj_default/groups/${id}/roles`)).toEqual([]);
  expect(await ids("/organization/users/user-bob/roles")).toEqual(["role-api-organization-reader"]);
  expect(await ids("/projects/proj_other/users/user-bob/roles")).toEqual([viewer]);
  expect(await ids("/projects/proj_default/users/user-bob/roles")).toEqual([]);
});

describe.each([
  ["/organization", "role-api-organization-reader"],
  ["/projects/proj_other", viewer],
])("what a user under %s has through a group", (base, role) => {
  const ofBob = `${base}/users/user-bob/roles`;

  test("names the group as its source, in the listing and in the item", async () => {
    const { admin } = freshEmulator();
    const id = await groupWith(admin, "user-bob");
    await made(admin, `${base}/groups/${id}/roles`, { role_id: role });
    const read = await admin.get(`${ofBob}/${role}`);
    expect(read.body).toMatchObject({ id: role, assignment_sources: [group(id)] });
    expect(listOf(await admin.get(ofBob))).toEqual([read.body]);
    expect(idsOf(await admin.get(`${base}/users/user-carol/roles`))).toEqual([]);
    expect(sourcesOf(await admin.get(`${base}/groups/${id}/roles/${role}`))).toBeNull();
  });

  test("can be assigned directly besides: then both are sources, and the role is listed once", async () => {
    const { admin } = freshEmulator();
    const id = await groupWith(admin, "user-bob");
    await made(admin, `${base}/groups/${id}/roles`, { role_id: role });
    await made(admin, ofBob, { role_id: role });
    expect(sourcesOf(await admin.get(`${ofBob}/${role}`))).toEqual([user("user-bob"), group(id)]);
    expect(idsOf(await admin.get(ofBob))).toEqual([role]);
    expect((await admin.post(ofBob, { role_id: role })).status).toBe(409);

    expect((await admin.del(`${ofBob}/${role}`)).status).toBe(200);
    expect(sourcesOf(await admin.get(`${ofBob}/${role}`))).toEqual([group(id)]);
  });

  test("cannot be taken away from the user alone", async () => {
    const { admin } = freshEmulator();
    const id = await groupWith(admin, "user-bob");
    await made(admin, `${base}/groups/${id}/roles`, { role_id: role });
    const refused = await admin.del(`${ofBob}/${role}`);
    expect(refused.status).toBe(404);
    expect(errorOf(refused).message).toContain("inherited");
    expect(idsOf(await admin.get(`${base}/groups/${id}/roles`))).toEqual([role]);
  });

  test("ends with the membership, with the group's assignment, and with the group", async () => {
    const { admin } = freshEmulator();
    await made(admin, ofBob, { role_id: role });
    const ids: string[] = [];
    for (let count = 0; count < 3; count += 1) {
      const id = await groupWith(admin, "user-bob");
      await made(admin, `${base}/groups/${id}/roles`, { role_id: role });
      ids.push(id);
    }
    const sources = async () => sourcesOf(await admin.get(`${ofBob}/${role}`));
    expect(await sources()).toEqual([user("user-bob"), ...ids.map(group)]);
    await admin.del(`${groups}/${ids[0]}/users/user-bob`);
    expect(await sources()).toEqual([user("user-bob"), ...ids.slice(1).map(group)]);
    await admin.del(`${base}/groups/${ids[1]}/roles/${role}`);
    expect(await sources()).toEqual([user("user-bob"), ...ids.slice(2).map(group)]);
    await admin.del(`${groups}/${ids[2]}`);
    expect(await sources()).toBeNull();
  });
});
