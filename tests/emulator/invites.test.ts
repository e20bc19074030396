import { Ajv2020 } from "ajv/dist/2020";
import addFormats from "ajv-formats";
import { namedSchemas } from "../../emulator/schemas/operations";
import { errorOf, freshEmulator, idsOf, listOf, made } from "./calls";

const invites = "/organization/invites";
const week = 7 * 86_400;
const ada = { email: "ada@example.com", role: "reader", projects: [{ id: "proj_other", role: "owner" }] };

const ajv = new Ajv2020({ strict: false, allErrors: true, formats: { unixtime: true } });
addFormats.default(ajv);
ajv.addSchema(namedSchemas);

function complaints(schema: string, reply: unknown): unknown {
  ajv.validate({ $ref: `openai#/components/schemas/${schema}` }, reply);
  return ajv.errors ?? [];
}

describe("an invitation", () => {
  test("is sent, read, listed and withdrawn, in the forms of the specification", async () => {
    const { admin, clock } = freshEmulator();
    const invite = await made(admin, invites, ada);
    const now = clock.now() / 1000;
    expect(invite).toEqual({
      object: "organization.invite",
      id: expect.stringMatching(/^invite-/),
      ...ada,
      status: "pending",
      created_at: now,
      expires_at: now + week,
      accepted_at: null,
    });
    expect(complaints("Invite", invite)).toEqual([]);
    expect((await admin.get(`${invites}/${invite.id}`)).body).toEqual(invite);
    const listing = await admin.get(invites);
    expect(listOf(listing)).toEqual([invite]);
    expect(complaints("InviteListResponse", listing.body)).toEqual([]);
    const withdrawn = await admin.del(`${invites}/${invite.id}`);
    expect(withdrawn.body).toEqual({ object: "organization.invite.deleted", id: invite.id, deleted: true });
    expect(complaints("InviteDeleteResponse", withdrawn.body)).toEqual([]);
    for (const gone of [
      await admin.get(`${invites}/${invite.id}`),
      await admin.del(`${invites}/${invite.id}`),
    ]) {
      expect(gone.status).toBe(404);
    }
  });

  test("is to the default project where it says nothing of projects, and to none where the list is empty", async () => {
    const { admin } = freshEmulator();
    const { projects: _, ...silent } = ada;
    expect((await made(admin, invites, silent)).projects).toEqual([{ id: "proj_default", role: "member" }]);
    expect((await made(admin, invites, { ...silent, projects: [] })).projects).toEqual([]);
  });

  test("is another organization's business alone", async () => {
    const { admin, otherAdmin } = freshEmulator();
    const { id } = await made(admin, invites, ada);
    expect(listOf(await otherAdmin.get(invites))).toEqual([]);
    expect((await otherAdmin.get(`${invites}/${id}`)).status).toBe(404);
    expect((await otherAdmin.del(`${invites}/${id}`)).status).toBe(404);
  });

  test.each([
    [{ ...ada, email: "Bob@example.com" }, "email"],
    [{ ...ada, projects: [{ id: "proj_elsewhere", role: "member" }] }, "projects[0].id"],
    [{ ...ada, role: "member" }, "role"],
    [{ ...ada, projects: [{ id: "proj_other", role: "reader" }] }, "projects[0].role"],
    [{ ...ada, projects: [{ id: "proj_other" }] }, "projects[0].role"],
    [{ role: "reader" }, "email"],
    [{ ...ada, name: "Ada" }, "name"],
  ])("%j is refused for its %s", async (body, param) => {
    const { admin } = freshEmulator();
    const answer = await admin.post(invites, body);
    expect([answer.status, errorOf(answer).param]).toEqual([400, param]);
    expect(listOf(await admin.get(invites))).toEqual([]);
  });

  test("to a project that was archived is refused", async () => {
    const { admin } = freshEmulator();
    const { id } = await made(admin, "/organization/projects", { name: "x" });
    await admin.post(`/organization/projects/${id}/archive`);
    const answer = await admin.post(invites, { ...ada, projects: [{ id, role: "member" }] });
    expect([answer.status, errorOf(answer).param]).toEqual([400, "projects[0].id"]);
  });
});

describe("an invitation that is accepted", () => {
  test("brings the person into the organization and the projects, and cannot be withdrawn", async () => {
    const { admin, control, clock } = freshEmulator();
    const { id } = await made(admin, invites, ada);
    clock.advance(5000);
    const answer = await control("POST", "/happenings", { name: "invite.accepted", id });
    expect(answer.status).toBe(200);
    const now = clock.now() / 1000;
    expect((await admin.get(`${invites}/${id}`)).body).toMatchObject({
      status: "accepted",
      accepted_at: now,
    });

    const [user] = listOf(await admin.get("/organization/users?emails=ada@example.com"));
    expect(user).toMatchObject({ email: "ada@example.com", role: "reader", added_at: now });
    const [member] = listOf(await admin.get("/organization/projects/proj_other/users"));
    expect(member).toMatchObject({ id: user?.id, role: "owner", added_at: now });
    const roles = await admin.get(`/projects/proj_other/users/${user?.id}/roles`);
    expect(idsOf(roles)).toEqual(["role-api-project-owner__api-project__proj_other"]);

    const refused = await admin.del(`${invites}/${id}`);
    expect([refused.status, errorOf(refused).type]).toEqual([400, "invalid_request_error"]);
    clock.advance(2000 * week);
    expect((await admin.get(`${invites}/${id}`)).body.status).toBe("accepted");
  });

  test("leaves out the projects that are not there any more", async () => {
    const { admin, emulator } = freshEmulator();
    const project = await made(admin, "/organization/projects", { name: "x" });
    const projects = [
      { id: project.id, role: "member" },
      { id: "proj_default", role: "member" },
    ];
    const { id } = await made(admin, invites, { ...ada, projects });
    await admin.post(`/organization/projects/${project.id}/archive`);
    emulator.happen("invite.accepted", id);
    expect(emulator.state().tables.project_users).toEqual([]);
    expect((await admin.get(`${invites}/${id}`)).body.projects).toEqual(projects);
  });

  test("is one person, however often that person was invited", async () => {
    const { admin, emulator } = freshEmulator();
    const first = await made(admin, invites, ada);
    const second = await made(admin, invites, { ...ada, email: "ADA@example.com" });
    emulator.happen("invite.accepted", first.id);
    emulator.happen("invite.accepted", second.id);
    expect(listOf(await admin.get("/organization/users?emails=ada@example.com"))).toHaveLength(1);
    expect(listOf(await admin.get("/organization/projects/proj_other/users"))).toHaveLength(1);
  });

  test("is so once, and not where there is none", async () => {
    const { admin, emulator } = freshEmulator();
    const { id } = await made(admin, invites, ada);
    emulator.happen("invite.accepted", id);
    expect(() => emulator.happen("invite.accepted", id)).toThrow("is accepted");
    expect(() => emulator.happen("invite.accepted", "invite-none")).toThrow("There is no invite");
  });
});

test("an invitation expires after a week: it can be withdrawn, and not be accepted", async () => {
  const { admin, emulator } = freshEmulator();
  const { id } = await made(admin, invites, ada);
  emulator.advance(week - 1);
  expect((await admin.get(`${invites}/${id}`)).body.status).toBe("pending");
  emulator.advance(1);
  expect((await admin.get(`${invites}/${id}`)).body.status).toBe("expired");
  expect(() => emulator.happen("invite.accepted", id)).toThrow("is expired");
  expect((await admin.del(`${invites}/${id}`)).status).toBe(200);
});
