import { seedKeys } from "../../emulator/index";
import { errorOf, examples, freshEmulator, idsOf, listOf, made, send, uploaded } from "./calls";

// What clients do that nobody here wrote: the official Terraform provider, a second one, curl by hand.
const projects = "/organization/projects";

describe("a limit above 100", () => {
  test("brings all rate limits at once, as the official Terraform provider asks for them", async () => {
    const { admin, project } = freshEmulator();
    const answer = await admin.get(`${projects}/proj_default/rate_limits?limit=1000`);
    expect([answer.status, answer.body.has_more]).toEqual([200, false]);
    expect(listOf(answer)).toHaveLength(listOf(await project.get("/models")).length);
  });

  test("brings more than 100 admin keys, and none of it changes what comes without a limit", async () => {
    const { admin } = freshEmulator();
    const keys = "/organization/admin_api_keys";
    for (let n = 0; n < 120; n += 1) await made(admin, keys, { name: `n${n}` });
    expect(listOf(await admin.get(`${keys}?limit=500`))).toHaveLength(121);
    expect(listOf(await admin.get(keys))).toHaveLength(20);
  });

  test("is taken by every listing whose document states no maximum, and by no other", async () => {
    const { emulator, admin, project } = freshEmulator();
    const training_file = await uploaded(emulator, "t.jsonl", examples(), { purpose: "fine-tune" });
    await made(project, "/fine_tuning/jobs", { model: "gpt-4o", training_file });
    expect(listOf(await project.get("/fine_tuning/jobs?limit=101"))).toHaveLength(1);
    for (const path of [projects, `${projects}/proj_default/users`, "/organization/users"]) {
      expect((await admin.get(`${path}?limit=101`)).status).toBe(400);
    }
  });
});

describe("a body where none belongs", () => {
  const json = { "content-type": "application/json" };
  const bodies: [string, string | undefined, Record<string, string>][] = [
    ["none", undefined, {}],
    ["none, with a content type", undefined, json],
    ["null", "null", json],
    ["null, without a content type", "null", {}],
    ["{}", "{}", json],
  ];

  test.each(bodies)("%s: is as good as any other", async (_, body, headers) => {
    const { emulator, admin, project } = freshEmulator();
    emulator.transitions({ kind: "fine_tuning_job", mode: "polls", n: 9 });
    const { id } = await made(admin, projects, { name: "x" });
    const hook = { name: "h", url: "https://example.com/h", event_types: ["batch.failed"] };
    const endpoint = await made(project, "/webhook_endpoints", hook);
    const training_file = await uploaded(emulator, "t.jsonl", examples(), { purpose: "fine-tune" });
    const job = await made(project, "/fine_tuning/jobs", { model: "gpt-4o", training_file });
    for (const [key, path] of [
      [seedKeys.admin, `${projects}/${id}/archive`],
      [seedKeys.project, `/webhook_endpoints/${endpoint.id}/rotate_secret`],
      [seedKeys.project, `/fine_tuning/jobs/${job.id}/cancel`],
    ] as const) {
      const request = new Request(`http://emulator/v1${path}`, {
        method: "POST",
        headers: { authorization: `Bearer ${key}`, ...headers },
        ...(body === undefined ? {} : { body: new TextEncoder().encode(body) }),
      });
      const response = await emulator.fetch(request);
      expect([path, response.status]).toEqual([path, 200]);
    }
  });

  test("still must not say anything, and where a body belongs null is none", async () => {
    const { emulator, admin } = freshEmulator();
    const { id } = await made(admin, projects, { name: "x" });
    expect(errorOf(await admin.post(`${projects}/${id}/archive`, { force: true })).param).toBe("force");
    expect((await admin.post(`${projects}/${id}/archive`, [])).status).toBe(400);
    const answer = await send(emulator, seedKeys.admin, "POST", `/v1${projects}`, "null");
    expect([answer.status, errorOf(answer).code]).toEqual([400, "invalid_type"]);
  });
});

describe("after an id instead of the token", () => {
  test("groups go on, by either", async () => {
    const { admin } = freshEmulator();
    const ids: string[] = [];
    for (const name of ["a", "b", "c"]) ids.push((await made(admin, "/organization/groups", { name })).id);
    const first = await admin.get("/organization/groups?limit=2");
    expect(idsOf(await admin.get(`/organization/groups?after=${ids[1]}`))).toEqual([ids[2]]);
    expect(idsOf(await admin.get(`/organization/groups?after=${first.body.next}`))).toEqual([ids[2]]);
    expect(idsOf(await admin.get(`/organization/groups?order=desc&after=${ids[1]}`))).toEqual([ids[0]]);
  });

  test("a group's users go on behind a user, also behind one who has left meanwhile", async () => {
    const { admin } = freshEmulator();
    const { id } = await made(admin, "/organization/groups", { name: "a" });
    const users = `/organization/groups/${id}/users`;
    for (const user_id of ["user-alice", "user-bob", "user-carol"]) await made(admin, users, { user_id });
    expect(idsOf(await admin.get(`${users}?after=user-carol`))).toEqual(["user-bob", "user-alice"]);
    await admin.del(`${users}/user-bob`);
    expect(idsOf(await admin.get(`${users}?after=user-bob`))).toEqual(["user-alice"]);
    const unknown = await admin.get(`${users}?after=user-nobody`);
    expect([unknown.status, errorOf(unknown).param]).toEqual([400, "after"]);
  });

  test("a project's groups go on behind a group", async () => {
    const { admin } = freshEmulator();
    const groups = `${projects}/proj_default/groups`;
    const ids: string[] = [];
    for (const name of ["a", "b", "c"]) {
      const { id } = await made(admin, "/organization/groups", { name });
      await made(admin, groups, { group_id: id, role: "role-api-project-viewer" });
      ids.push(id);
    }
    const rest = await admin.get(`${groups}?after=${ids[0]}`);
    expect(listOf(rest).map((row) => row.group_id)).toEqual(ids.slice(1));
    expect((await admin.get(`${groups}?after=group_none`)).status).toBe(400);
  });
});

describe("a role's scoped id is the same role", () => {
  const reader = "role-api-organization-reader";
  const scopedReader = `${reader}__api-organization__org-emulator`;
  const owner = "role-api-project-owner";
  const scopedOwner = `${owner}__api-project__proj_other`;

  test.each([
    ["/organization/roles", reader, scopedReader],
    ["/projects/proj_other/roles", owner, scopedOwner],
  ])("in the path of %s", async (roles, short, scoped) => {
    const { admin } = freshEmulator();
    const answer = await admin.get(`${roles}/${scoped}`);
    expect(answer.body).toEqual((await admin.get(`${roles}/${short}`)).body);
    expect(answer.body.predefined_role).toBe(true);
    expect((await admin.post(`${roles}/${scoped}`, { role_name: "x" })).status).toBe(400);
  });

  test.each([
    ["/organization/users/user-bob/roles", reader, scopedReader],
    ["/organization/groups/GROUP/roles", reader, scopedReader],
    ["/projects/proj_other/users/user-bob/roles", owner, scopedOwner],
    ["/projects/proj_other/groups/GROUP/roles", owner, scopedOwner],
  ])("in the body and the path of %s", async (template, short, scoped) => {
    const { admin } = freshEmulator();
    const { id } = await made(admin, "/organization/groups", { name: "g" });
    const assigned = template.replace("GROUP", id);
    await made(admin, assigned, { role_id: scoped });
    expect((await admin.post(assigned, { role_id: short })).status).toBe(409);
    expect((await admin.get(`${assigned}/${scoped}`)).body).toEqual(
      (await admin.get(`${assigned}/${short}`)).body,
    );
    expect((await admin.del(`${assigned}/${scoped}`)).status).toBe(200);
    expect((await admin.get(`${assigned}/${short}`)).status).toBe(404);
  });

  test("in the body that puts a group into a project", async () => {
    const { admin } = freshEmulator();
    const { id } = await made(admin, "/organization/groups", { name: "g" });
    await made(admin, `${projects}/proj_other/groups`, { group_id: id, role: scopedOwner });
    const [role] = listOf(await admin.get(`/projects/proj_other/groups/${id}/roles`));
    expect(role?.name).toBe("owner");
  });

  test("but not one of another organization or project, or of the other kind of place", async () => {
    const { admin } = freshEmulator();
    for (const path of [
      `/organization/roles/${reader}__api-organization__org-other`,
      `/organization/roles/${reader}__api-project__org-emulator`,
      `/projects/proj_default/roles/${scopedOwner}`,
      `/projects/proj_other/roles/${scopedOwner}__more`,
    ]) {
      expect([path, (await admin.get(path)).status]).toEqual([path, 404]);
    }
  });
});
