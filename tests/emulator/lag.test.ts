import { errorOf, examples, freshEmulator, idsOf, listOf, made, uploaded } from "./calls";

const projects = "/organization/projects";

/** Servers that are behind: listings by twenty seconds, reads of one object by ten. */
async function behind(rule: object = { listSeconds: 20, readSeconds: 10 }) {
  const fresh = freshEmulator();
  const answer = await fresh.control("POST", "/lag", rule);
  expect(answer.status).toBe(200);
  return fresh;
}

describe("an object that was just made", () => {
  test("is not found on its own path until it is old enough, and can then be read and written", async () => {
    const { emulator, admin } = await behind();
    const { id } = await made(admin, projects, { name: "new" });
    const path = `${projects}/${id}`;
    emulator.advance(9.999);
    const answers = [await admin.get(path), await admin.post(path, { name: "x" })];
    expect(answers.map(({ status }) => status)).toEqual([404, 404]);
    for (const answer of answers) {
      expect(errorOf(answer)).toMatchObject({ type: "invalid_request_error", code: "not_found" });
    }
    emulator.advance(0.001);
    expect((await admin.get(path)).body.name).toBe("new");
    expect((await admin.post(path, { name: "x" })).status).toBe(200);
  });

  test("cannot be deleted before that, and is still there", async () => {
    const { emulator, project } = await behind();
    const { id } = await made(project, "/vector_stores", {});
    expect((await project.del(`/vector_stores/${id}`)).status).toBe(404);
    expect(emulator.state().tables.vector_stores).toHaveLength(1);
    emulator.advance(10);
    expect((await project.del(`/vector_stores/${id}`)).status).toBe(200);
    expect(emulator.state().tables.vector_stores).toEqual([]);
  });

  test("answers its 404 in the API's error form", async () => {
    const { admin } = await behind();
    const { id } = await made(admin, projects, { name: "new" });
    const answer = await admin.post(`${projects}/${id}/rate_limits/rl-gpt-4o`, {
      max_requests_per_1_minute: 1,
    });
    expect([answer.status, errorOf(answer)]).toEqual([
      404,
      {
        message: `The project ${id} was not found`,
        type: "invalid_request_error",
        param: null,
        code: "not_found",
      },
    ]);
  });

  test("takes children and actions at once: only its own path is behind", async () => {
    const { admin } = await behind();
    const { id } = await made(admin, projects, { name: "new" });
    expect((await admin.post(`${projects}/${id}/service_accounts`, { name: "bot" })).status).toBe(200);
    expect((await admin.post(`${projects}/${id}/archive`)).status).toBe(200);
  });

  test("is not listed until it is old enough, and the state shows it at once", async () => {
    const { emulator, project } = await behind();
    const { id } = await made(project, "/vector_stores", {});
    expect(emulator.state().tables.vector_stores.map((row) => row.id)).toEqual([id]);
    emulator.advance(19.999);
    expect(idsOf(await project.get("/vector_stores"))).toEqual([]);
    emulator.advance(0.001);
    expect(idsOf(await project.get("/vector_stores"))).toEqual([id]);
  });

  test("has an empty collection below it, not an unknown one", async () => {
    const { admin, project } = await behind();
    const store = await made(project, "/vector_stores", {});
    const group = await made(admin, "/organization/groups", { name: "g" });
    for (const answer of [
      await project.get(`/vector_stores/${store.id}/files`),
      await admin.get(`/organization/groups/${group.id}/users`),
    ]) {
      expect([answer.status, answer.body.data]).toEqual([200, []]);
    }
  });

  test("that is a link is behind as well: a role of a user, a member of a group", async () => {
    const { emulator, admin } = await behind();
    const { id } = await made(admin, "/organization/groups", { name: "g" });
    emulator.advance(60);
    const users = `/organization/groups/${id}/users`;
    const roles = "/organization/users/user-bob/roles";
    const seen = async () => [
      (await admin.get(`${users}/user-bob`)).status,
      (await admin.get(`${roles}/role-api-organization-owner`)).status,
      idsOf(await admin.get(users)).length,
      idsOf(await admin.get(roles)).length,
    ];
    await made(admin, users, { user_id: "user-bob" });
    await made(admin, roles, { role_id: "role-api-organization-owner" });
    expect(await seen()).toEqual([404, 404, 0, 0]);
    emulator.advance(10);
    expect(await seen()).toEqual([200, 200, 0, 0]);
    emulator.advance(10);
    expect(await seen()).toEqual([200, 200, 1, 1]);
  });
});

describe("a listing that is behind", () => {
  test("shows every state that an object had, each as late as the others", async () => {
    const { emulator, admin } = await behind();
    const path = `${projects}/proj_other`;
    const listed = async () => listOf(await admin.get(projects)).find(({ id }) => id === "proj_other")?.name;
    await admin.post(path, { name: "first" });
    emulator.advance(5);
    await admin.post(path, { name: "second" });
    expect((await admin.get(path)).body.name).toBe("second");
    expect(await listed()).toBe("Other project");
    emulator.advance(15);
    expect(await listed()).toBe("first");
    emulator.advance(5);
    expect(await listed()).toBe("second");
  });

  test("still shows what was removed, with all that belongs to it", async () => {
    const { emulator, project } = await behind();
    const store = await made(project, "/vector_stores", {});
    const file_id = await uploaded(emulator, "a.txt", "abc");
    emulator.advance(60);
    const path = `/vector_stores/${store.id}`;
    await made(project, `${path}/files`, { file_id });
    emulator.advance(60);
    expect((await project.del(path)).status).toBe(200);
    expect((await project.get(path)).status).toBe(404);
    expect(idsOf(await project.get("/vector_stores"))).toEqual([store.id]);
    expect(idsOf(await project.get(`${path}/files`))).toEqual([file_id]);
    emulator.advance(20);
    expect(idsOf(await project.get("/vector_stores"))).toEqual([]);
    expect((await project.get(`${path}/files`)).status).toBe(404);
  });

  test("shows an archived project as active, until a state is put in place as a whole", async () => {
    const { emulator, admin } = await behind();
    await admin.post(`${projects}/proj_other/archive`);
    expect(idsOf(await admin.get(projects))).toContain("proj_other");
    emulator.restore(emulator.state());
    expect(idsOf(await admin.get(projects))).not.toContain("proj_other");
  });

  test("goes on behind a cursor whose object is gone from it meanwhile", async () => {
    const { emulator, project } = await behind({ listSeconds: 20 });
    const ids: string[] = [];
    for (let n = 0; n < 3; n += 1) ids.unshift((await made(project, "/vector_stores", {})).id);
    emulator.advance(60);
    await project.del(`/vector_stores/${ids[1]}`);
    const [first] = idsOf(await project.get("/vector_stores?limit=2")).slice(1);
    expect(first).toBe(ids[1]);
    emulator.advance(20);
    expect(idsOf(await project.get(`/vector_stores?after=${first}`))).toEqual([ids[2]]);
  });

  test("changes nothing: a job that it finds done is done once, and has made one model", async () => {
    const { emulator, project } = await behind();
    emulator.transitions({ kind: "fine_tuning_job", mode: "seconds", n: 5 });
    const training_file = await uploaded(emulator, "t.jsonl", examples(), { purpose: "fine-tune" });
    const { id } = await made(project, "/fine_tuning/jobs", { model: "gpt-4o", training_file });
    emulator.advance(20);
    const before = emulator.state();
    for (let n = 0; n < 3; n += 1) await project.get("/fine_tuning/jobs");
    expect({ ...emulator.state().tables, project_keys: [] }).toEqual({ ...before.tables, project_keys: [] });
    expect((await project.get(`/fine_tuning/jobs/${id}`)).body.status).toBe("succeeded");
    expect(emulator.state().tables.fine_tuned_models).toHaveLength(1);
  });

  test("is no read of what proceeds by reads", async () => {
    const { emulator, project } = await behind();
    emulator.transitions({ kind: "fine_tuning_job", mode: "polls", n: 2 });
    const training_file = await uploaded(emulator, "t.jsonl", examples(), { purpose: "fine-tune" });
    await made(project, "/fine_tuning/jobs", { model: "gpt-4o", training_file });
    emulator.advance(60);
    const seen: unknown[] = [];
    for (let n = 0; n < 5; n += 1) seen.push(listOf(await project.get("/fine_tuning/jobs"))[0]?.status);
    expect(new Set(seen).size).toBe(1);
  });
});

describe("the rule", () => {
  test("holds for what happens after it: what is there already is known everywhere", async () => {
    const { emulator, project } = freshEmulator();
    const { id } = await made(project, "/vector_stores", {});
    emulator.lag({ listSeconds: 20, readSeconds: 20 });
    expect((await project.get(`/vector_stores/${id}`)).status).toBe(200);
    expect(idsOf(await project.get("/vector_stores"))).toEqual([id]);
  });

  test.each(["reset", "an empty rule", "a restored state"])("ends with %s", async (what) => {
    const { emulator, project, control } = await behind();
    const { id } = await made(project, "/vector_stores", {});
    const state = emulator.state();
    if (what === "reset") await control("POST", "/reset");
    if (what === "an empty rule") await control("POST", "/lag", {});
    else emulator.restore(state);
    expect((await project.get(`/vector_stores/${id}`)).status).toBe(200);
    expect(idsOf(await project.get("/vector_stores"))).toEqual([id]);
    const next = await made(project, "/vector_stores", {});
    const status = (await project.get(`/vector_stores/${next.id}`)).status;
    expect(status).toBe(what === "a restored state" ? 404 : 200);
  });

  test("may lag in one way only", async () => {
    const { emulator, project, control } = await behind({ readSeconds: 10 });
    const { id } = await made(project, "/vector_stores", {});
    expect((await project.get(`/vector_stores/${id}`)).status).toBe(404);
    expect(idsOf(await project.get("/vector_stores"))).toEqual([id]);
    emulator.advance(10);
    await control("POST", "/lag", { listSeconds: 10 });
    const next = await made(project, "/vector_stores", {});
    expect((await project.get(`/vector_stores/${next.id}`)).status).toBe(200);
    expect(idsOf(await project.get("/vector_stores"))).toEqual([id]);
  });

  test("remembers a thousand changes of a table, and shows the oldest of them as if it were older", async () => {
    const { emulator, admin } = await behind({ listSeconds: 86_400 });
    for (let n = 0; n < 1100; n += 1) {
      emulator.advance(1);
      await admin.post(`${projects}/proj_other`, { name: `name-${n}` });
    }
    const { data } = (await admin.get(projects)).body as { data: { id: string; name: string }[] };
    expect(data.find(({ id }) => id === "proj_other")?.name).toBe("name-100");
  });

  test.each([{ listSeconds: -1 }, { readSeconds: "10" }, { listSeconds: 86_401 }, { seconds: 10 }, []])(
    "%j is refused",
    async (rule) => {
      const { emulator, control } = freshEmulator();
      const answer = await control("POST", "/lag", rule);
      expect([answer.status, errorOf(answer).type]).toEqual([400, "emulator_error"]);
      expect(() => emulator.lag(rule as object)).toThrow(TypeError);
    },
  );
});
