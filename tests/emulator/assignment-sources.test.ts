import type { AssignmentSourceForm } from "../../emulator/index";
import { errorOf, freshEmulator, listOf, made } from "./calls";

const reader = "role-api-organization-reader";
const viewer = "role-api-project-viewer";

/** A role of a user and of a group in both kinds of place, and a second user who has both through the group. */
async function assigned() {
  const fresh = freshEmulator();
  const { admin } = fresh;
  const { id } = await made(admin, "/organization/groups", { name: "g" });
  await made(admin, `/organization/groups/${id}/users`, { user_id: "user-carol" });
  const places = [
    ["/organization/users/user-bob/roles", reader, "user-bob", "user"],
    [`/organization/groups/${id}/roles`, reader, id, "group"],
    ["/projects/proj_other/users/user-bob/roles", viewer, "user-bob", "user"],
    [`/projects/proj_other/groups/${id}/roles`, viewer, id, "group"],
  ] as const;
  for (const [path, role_id] of places) await made(admin, path, { role_id });
  return { ...fresh, places, group: id };
}

const expected = (form: AssignmentSourceForm, principal_id: string, principal_type: string) =>
  ({ null: null, empty: [], principal: [{ principal_id, principal_type }] })[form];

describe.each(["null", "empty", "principal"] as const)("assignment sources: %s", (form) => {
  test("describe a direct assignment in all four listings and reads", async () => {
    const { admin, control, places } = await assigned();
    expect((await control("POST", "/assignments", { sources: form })).status).toBe(200);
    for (const [path, role, principal, type] of places) {
      const sources = expected(form, principal, type);
      expect(listOf(await admin.get(path)).map((item) => item.assignment_sources)).toEqual([sources]);
      expect((await admin.get(`${path}/${role}`)).body.assignment_sources).toEqual(sources);
    }
  });

  test("name the group where a role comes through one, beside the user who has it too", async () => {
    const { emulator, admin, group } = await assigned();
    emulator.assignmentSources(form);
    const through = [{ principal_id: group, principal_type: "group" }];
    const carol = "/organization/users/user-carol/roles";
    expect((await admin.get(`${carol}/${reader}`)).body.assignment_sources).toEqual(through);
    await made(admin, carol, { role_id: reader });
    expect((await admin.get(`${carol}/${reader}`)).body.assignment_sources).toEqual([
      { principal_id: "user-carol", principal_type: "user" },
      ...through,
    ]);
  });
});

test("without the switch, and after a reset, a direct assignment has null", async () => {
  const { emulator, admin, places } = await assigned();
  const [path, role] = places[0];
  const sources = async () => (await admin.get(`${path}/${role}`)).body.assignment_sources;
  expect(await sources()).toBeNull();
  const state = emulator.state();
  emulator.assignmentSources("principal");
  emulator.restore(state);
  expect(await sources()).toHaveLength(1);
  emulator.reset();
  emulator.restore(state);
  expect(await sources()).toBeNull();
});

test.each([{ sources: "group" }, { sources: null }, {}, { sources: "null", more: 1 }])(
  "the setting %j is refused",
  async (body) => {
    const { emulator, control } = freshEmulator();
    const answer = await control("POST", "/assignments", body);
    expect([answer.status, errorOf(answer).type]).toEqual([400, "emulator_error"]);
    expect(() => emulator.assignmentSources("group" as AssignmentSourceForm)).toThrow(TypeError);
  },
);
