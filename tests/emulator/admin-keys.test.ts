import { seedKeys } from "../../emulator/index";
import { as, errorOf, freshEmulator, idsOf, listOf, made } from "./calls";

const keys = "/organization/admin_api_keys";
const users = "/organization/users";

test("an admin key is made, works at once, and tells its value only then", async () => {
  const { emulator, admin, clock } = freshEmulator();
  const key = await made(admin, keys, { name: "automation" });
  expect(key).toEqual({
    object: "organization.admin_api_key",
    id: expect.stringMatching(/^key_/),
    name: "automation",
    redacted_value: expect.stringMatching(/^sk-adm\.\.\./),
    created_at: clock.now() / 1000,
    expires_at: null,
    last_used_at: null,
    owner: {
      type: "user",
      object: "organization.user",
      id: "user-alice",
      name: "Alice",
      created_at: 1_700_000_000,
      role: "owner",
    },
    value: expect.stringMatching(/^sk-admin-/),
  });
  const { value, ...shown } = key;
  expect((await admin.get(`${keys}/${key.id}`)).body).toEqual(shown);
  expect(listOf(await admin.get(keys)).at(-1)).toEqual(shown);
  expect((await as(emulator, String(value)).get(users)).status).toBe(200);
  expect((await as(emulator, String(value)).get("/vector_stores")).status).toBe(401);
});

test("the value is nowhere in the state nor in the journal", async () => {
  const { emulator, admin } = freshEmulator();
  const { value } = await made(admin, keys, { name: "k" });
  await as(emulator, String(value)).get(users);
  expect(JSON.stringify([emulator.state(), emulator.requests()])).not.toContain(value);
});

test("keys are listed oldest first by the id of the last one, the seeded one among them", async () => {
  const { admin } = freshEmulator();
  const first = await made(admin, keys, { name: "twin" });
  const second = await made(admin, keys, { name: "twin" });
  const all = ["key_admin_emulator", first.id, second.id];
  const page = await admin.get(`${keys}?limit=2`);
  expect(page.body).toMatchObject({ has_more: true, first_id: all[0], last_id: first.id });
  expect(idsOf(page)).toEqual(all.slice(0, 2));
  expect(idsOf(await admin.get(`${keys}?after=${first.id}`))).toEqual([second.id]);
  expect(idsOf(await admin.get(`${keys}?order=desc`))).toEqual([...all].reverse());
  await admin.del(`${keys}/${first.id}`);
  expect(idsOf(await admin.get(`${keys}?after=${first.id}`))).toEqual([second.id]);
  expect((await admin.get(`${keys}?after=key_never`)).status).toBe(400);
});

test("an expired key stops at its second and can still be read", async () => {
  const { emulator, admin, clock } = freshEmulator();
  const key = await made(admin, keys, { name: "short", expires_in_seconds: 60 });
  expect(key.expires_at).toBe(clock.now() / 1000 + 60);
  const caller = as(emulator, String(key.value));
  emulator.advance(59);
  expect((await caller.get(users)).status).toBe(200);
  emulator.advance(1);
  const refused = await caller.get(users);
  expect([refused.status, errorOf(refused).code]).toEqual([401, "invalid_api_key"]);
  expect(refused.headers.get("openai-organization")).toBe("org-emulator");
  expect((await admin.get(`${keys}/${key.id}`)).body).toMatchObject({ expires_at: key.expires_at });
});

test("a deleted key is revoked, and can be the one that deletes itself", async () => {
  const { emulator, admin } = freshEmulator();
  const key = await made(admin, keys, { name: "k" });
  const caller = as(emulator, String(key.value));
  expect((await caller.del(`${keys}/${key.id}`)).body).toEqual({
    object: "organization.admin_api_key.deleted",
    id: key.id,
    deleted: true,
  });
  expect((await caller.get(users)).status).toBe(401);
  expect((await admin.get(`${keys}/${key.id}`)).status).toBe(404);
  expect((await admin.del(`${keys}/${key.id}`)).status).toBe(404);
});

test("the use of a made key shows in last_used_at, that of a seeded key changes nothing", async () => {
  const { emulator, admin, clock } = freshEmulator();
  const key = await made(admin, keys, { name: "k" });
  const before = emulator.state();
  await admin.get(users);
  expect(emulator.state()).toEqual(before);
  clock.advance(5000);
  await as(emulator, String(key.value)).get(users);
  expect((await admin.get(`${keys}/${key.id}`)).body.last_used_at).toBe(clock.now() / 1000);
});

test.each([
  [{}, "name", "missing_required_parameter"],
  [{ name: null }, "name", "invalid_type"],
  [{ name: "k", expires_in_seconds: 0 }, "expires_in_seconds", "integer_below_min_value"],
  [{ name: "k", expires_in_seconds: 31_536_001 }, "expires_in_seconds", "integer_above_max_value"],
  [{ name: "k", expires_in_seconds: null }, "expires_in_seconds", "invalid_type"],
  [{ name: "k", scopes: [] }, "scopes", "unknown_parameter"],
])("the body %j is refused: %s, %s", async (body, param, code) => {
  const { admin } = freshEmulator();
  const answer = await admin.post(keys, body);
  expect([answer.status, errorOf(answer).param, errorOf(answer).code]).toEqual([400, param, code]);
  expect(idsOf(await admin.get(keys))).toEqual(["key_admin_emulator"]);
});

test("a key cannot be changed, project keys do not see it, and another organization has its own", async () => {
  const { emulator, admin, project, otherAdmin } = freshEmulator();
  const { id } = await made(admin, keys, { name: "k" });
  expect(errorOf(await admin.post(`${keys}/${id}`, { name: "x" })).code).toBe("unknown_url");
  expect((await project.get(keys)).status).toBe(403);
  expect((await project.post(keys, { name: "k" })).status).toBe(403);
  expect((await otherAdmin.get(`${keys}/${id}`)).status).toBe(404);
  expect((await otherAdmin.del(`${keys}/${id}`)).status).toBe(404);
  const theirs = await made(otherAdmin, keys, { name: "theirs" });
  expect(idsOf(await otherAdmin.get(keys))).toEqual(["key_admin_other", theirs.id]);
  const there = await as(emulator, String(theirs.value)).get(users);
  expect(idsOf(there)).toEqual(["user-dave"]);
  expect((await as(emulator, seedKeys.admin).get(`${keys}/${id}`)).status).toBe(200);
});
