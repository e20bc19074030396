import { type Caller, errorOf, freshEmulator, idsOf, listOf, made } from "./calls";

const projects = "/organization/projects";

async function several(caller: Caller, path: string, bodies: unknown[]): Promise<string[]> {
  const ids: string[] = [];
  for (const body of bodies) ids.push((await made(caller, path, body)).id);
  return ids;
}

const named = (count: number) => Array.from({ length: count }, (_, index) => ({ name: `n${index}` }));

describe("listings by last_id", () => {
  test("pages join up to the whole, each object once, in order of creation", async () => {
    const { admin } = freshEmulator();
    const ids = ["proj_default", "proj_other", ...(await several(admin, projects, named(5)))];
    const seen: string[] = [];
    let after = "";
    for (let more = true; more; ) {
      const page = await admin.get(`${projects}?limit=3${after}`);
      seen.push(...idsOf(page));
      expect(page.body).toMatchObject({
        object: "list",
        first_id: idsOf(page)[0],
        last_id: idsOf(page).at(-1),
      });
      after = `&after=${page.body.last_id}`;
      more = page.body.has_more as boolean;
    }
    expect(seen).toEqual(ids);
  });

  test("an empty listing has null ids and no more", async () => {
    const { admin } = freshEmulator();
    const answer = await admin.get(`${projects}/proj_default/service_accounts`);
    expect(answer.body).toEqual({ object: "list", data: [], first_id: null, last_id: null, has_more: false });
  });

  test("twenty come without a limit", async () => {
    const { admin } = freshEmulator();
    await several(admin, projects, named(19));
    const first = await admin.get(projects);
    expect(idsOf(first)).toHaveLength(20);
    expect(first.body.has_more).toBe(true);
  });

  test("a cursor whose object was deleted meanwhile still stands, one that never was does not", async () => {
    const { admin } = freshEmulator();
    const accounts = `${projects}/proj_default/service_accounts`;
    const [first, second, third] = await several(admin, accounts, named(3));
    await admin.del(`${accounts}/${second}`);
    expect(idsOf(await admin.get(`${accounts}?after=${second}`))).toEqual([third]);
    expect(idsOf(await admin.get(`${accounts}?after=${first}`))).toEqual([third]);
    const answer = await admin.get(`${accounts}?after=svc_acct_never`);
    expect(answer.status).toBe(400);
    expect(errorOf(answer).param).toBe("after");
  });

  test("before gives the page that ends at its cursor", async () => {
    const { admin } = freshEmulator();
    const limits = `${projects}/proj_default/rate_limits`;
    const all = idsOf(await admin.get(limits));
    expect(all.length).toBeGreaterThan(5);
    const page = await admin.get(`${limits}?before=${all[4]}&limit=2`);
    expect(idsOf(page)).toEqual(all.slice(2, 4));
    expect(page.body.has_more).toBe(true);
  });
});

describe("listings by the id of the last item", () => {
  test("vector stores come newest first unless asked otherwise, within one second too", async () => {
    const { project } = freshEmulator();
    const ids = await several(project, "/vector_stores", named(3));
    expect(idsOf(await project.get("/vector_stores"))).toEqual([...ids].reverse());
    expect(idsOf(await project.get("/vector_stores?order=asc"))).toEqual(ids);
    expect(idsOf(await project.get(`/vector_stores?after=${ids[2]}&limit=1`))).toEqual([ids[1]]);
    expect(idsOf(await project.get(`/vector_stores?order=asc&after=${ids[0]}`))).toEqual(ids.slice(1));
  });

  test("webhook endpoints come newest first and take no order", async () => {
    const { project } = freshEmulator();
    const hook = { name: "hook", url: "https://example.com", event_types: ["batch.failed"] };
    const ids = await several(project, "/webhook_endpoints", [hook, hook]);
    expect(idsOf(await project.get("/webhook_endpoints?limit=1"))).toEqual([ids[1]]);
    expect(idsOf(await project.get(`/webhook_endpoints?after=${ids[1]}`))).toEqual([ids[0]]);
    expect((await project.get("/webhook_endpoints?order=asc")).status).toBe(400);
  });
});

describe("listings by next", () => {
  test("pages join up; the cursor is a token, not an id", async () => {
    const { admin } = freshEmulator();
    const roles = "/projects/proj_default/roles";
    await several(admin, roles, [
      { role_name: "a", permissions: [] },
      { role_name: "b", permissions: [] },
    ]);
    const all = idsOf(await admin.get(roles));
    expect(all).toHaveLength(5);
    const first = await admin.get(`${roles}?limit=2`);
    expect(first.body).not.toHaveProperty("last_id");
    const rest = await admin.get(`${roles}?after=${first.body.next}`);
    expect([...idsOf(first), ...idsOf(rest)]).toEqual(all);
    expect(rest.body).toMatchObject({ has_more: false, next: null });
    expect((await admin.get(`${roles}?after=${all[0]}`)).status).toBe(400);
    expect(idsOf(await admin.get(`${roles}?order=desc`))).toEqual([...all].reverse());
  });

  test("a limit of zero gives nothing but a cursor that starts at the beginning", async () => {
    const { admin } = freshEmulator();
    const roles = "/organization/roles";
    const none = await admin.get(`${roles}?limit=0`);
    expect(none.body).toMatchObject({ data: [], has_more: true });
    const all = await admin.get(`${roles}?after=${none.body.next}`);
    expect(listOf(all).map((role) => role.name)).toEqual(["owner", "reader"]);
  });
});

test.each([
  [`${projects}?limit=0`, 400],
  [`${projects}?limit=1`, 200],
  [`${projects}?limit=100`, 200],
  [`${projects}?limit=101`, 400],
  [`${projects}?limit=ten`, 400],
  ["/organization/roles?limit=0", 200],
  ["/organization/roles?limit=1000", 200],
  ["/organization/roles?limit=1001", 400],
  ["/organization/roles?limit=-1", 400],
])("%s is answered with %d", async (path, status) => {
  const { admin } = freshEmulator();
  const answer = await admin.get(path);
  expect(answer.status).toBe(status);
  if (status === 400) expect(errorOf(answer).param).toBe("limit");
});
