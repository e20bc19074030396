import { errorOf, examples, freshEmulator, idsOf, made, uploaded } from "./calls";

const projects = "/organization/projects";

/** Servers that know an object only ten seconds after it was made, when something is to be made below it. */
async function behind() {
  const fresh = freshEmulator();
  expect((await fresh.control("POST", "/lag", { parentSeconds: 10 })).status).toBe(200);
  return fresh;
}

test("a child below a project that is too new is refused with the API's 404, and nothing is made", async () => {
  const { emulator, admin } = await behind();
  const { id } = await made(admin, projects, { name: "new" });
  const accounts = `${projects}/${id}/service_accounts`;
  emulator.advance(9.999);
  const refused = await admin.post(accounts, { name: "ci" });
  expect([refused.status, errorOf(refused)]).toEqual([
    404,
    {
      message: `The project ${id} was not found`,
      type: "invalid_request_error",
      param: null,
      code: "not_found",
    },
  ]);
  expect(emulator.state().tables.service_accounts).toEqual([]);
  emulator.advance(0.001);
  expect((await admin.post(accounts, { name: "ci" })).status).toBe(200);
});

test("so is an action on it, while it can be read, listed and changed", async () => {
  const { admin } = await behind();
  const { id } = await made(admin, projects, { name: "new" });
  expect((await admin.post(`${projects}/${id}/archive`)).status).toBe(404);
  expect((await admin.post(`${projects}/${id}`, { name: "newer" })).status).toBe(200);
  expect((await admin.get(`${projects}/${id}/service_accounts`)).status).toBe(200);
  expect(idsOf(await admin.get(projects))).toContain(id);
});

test("every kind of parent can be too new", async () => {
  const { emulator, admin, project } = await behind();
  const file_id = await uploaded(emulator, "a.txt", "abc");
  const training_file = await uploaded(emulator, "t.jsonl", examples(), { purpose: "fine-tune" });
  emulator.transitions({ kind: "fine_tuning_job", mode: "polls", n: 99 });
  const store = await made(project, "/vector_stores");
  const group = await made(admin, "/organization/groups", { name: "g" });
  const hook = { name: "h", url: "https://example.com/h", event_types: ["batch.failed"] };
  const endpoint = await made(project, "/webhook_endpoints", hook);
  const job = await made(project, "/fine_tuning/jobs", { model: "gpt-4o", training_file });
  const account = await made(admin, `${projects}/proj_other/service_accounts`, { name: "ci" });
  const viewer = { role_id: "role-api-project-viewer" };
  const calls = [
    () => project.post(`/vector_stores/${store.id}/files`, { file_id }),
    () => admin.post(`/organization/groups/${group.id}/users`, { user_id: "user-bob" }),
    () => admin.post(`/projects/proj_other/groups/${group.id}/roles`, viewer),
    () => project.post(`/webhook_endpoints/${endpoint.id}/test`, { event_type: "batch.failed" }),
    () => project.post(`/fine_tuning/jobs/${job.id}/cancel`),
    () => admin.post(`${projects}/proj_other/service_accounts/${account.id}/api_keys`, {}),
  ];
  for (const call of calls) expect((await call()).status).toBe(404);
  emulator.advance(10);
  for (const call of calls) expect((await call()).status).toBe(200);
});

test("siblings are seen at once: the second of two equal links is refused as it is without lag", async () => {
  const { admin } = await behind();
  const users = `${projects}/proj_other/users`;
  const body = { user_id: "user-bob", role: "member" };
  expect((await admin.post(users, body)).status).toBe(200);
  expect((await admin.post(users, body)).status).toBe(400);
});

test("a body may refer to what is new, and without the setting a parent may be new too", async () => {
  const { emulator, admin } = await behind();
  const { id } = await made(admin, "/organization/groups", { name: "g" });
  const access = { group_id: id, role: "role-api-project-viewer" };
  expect((await admin.post(`${projects}/proj_other/groups`, access)).status).toBe(200);
  emulator.lag({ listSeconds: 20, readSeconds: 20 });
  const made2 = await made(admin, projects, { name: "new" });
  expect((await admin.post(`${projects}/${made2.id}/service_accounts`, { name: "ci" })).status).toBe(200);
});

test.each([{ parentSeconds: -1 }, { parentSeconds: "10" }, { parentSeconds: 86_401 }])(
  "%j is refused",
  async (rule) => {
    const { control } = freshEmulator();
    expect((await control("POST", "/lag", rule)).status).toBe(400);
  },
);
