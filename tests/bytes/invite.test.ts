import { diff } from "../../provider/kernel/diff";
import type { Saved } from "../../provider/lifecycle/session/saved";
import { invite } from "../../provider/resources/invite";
import { create, end, find, read } from "../support/entries";
import { mistakesIn } from "./mistakes";
import { type Exchange, errorBody, fakeOpenAI } from "./openai";

const openai = fakeOpenAI();

const said = {
  email: "user@example.com",
  role: "reader",
  projects: [
    { id: "proj_xyz", role: "member" },
    { id: "proj_abc", role: "owner" },
  ],
};
const pending = {
  object: "organization.invite",
  id: "invite-abc",
  ...said,
  status: "pending",
  created_at: 1_711_471_533,
  expires_at: 1_712_076_333,
  accepted_at: null,
};
const accepted = { ...pending, status: "accepted", accepted_at: 1_711_475_133 };
const saved: Saved = {
  id: "invite-abc",
  live: {
    ...said,
    inviteId: "invite-abc",
    status: "pending",
    createdAt: 1_711_471_533,
    expiresAt: 1_712_076_333,
  },
  memo: { seenWith: "000000000000@org-acme" },
};
const page = (query: string, data: object[], has_more = false): Exchange => ({
  call: `GET /organization/invites?${query}`,
  key: "admin",
  reply: { object: "list", data, first_id: "invite-first", last_id: "invite-last", has_more },
});
const erase: Exchange = {
  call: "DELETE /organization/invites/invite-abc",
  key: "admin",
  reply: { object: "organization.invite.deleted", id: "invite-abc", deleted: true },
};

describe("an invitation", () => {
  test("is sent with its address, role and projects", async () => {
    openai.foresee({ call: "POST /organization/invites", key: "admin", body: said, reply: pending });
    const made = await create(openai.session(), invite, said);
    expect(made.id).toBe("invite-abc");
    expect(made.live).toEqual(saved.live);
  });

  test("to no project says so, for without the list it would be the default one", async () => {
    const body = { email: "user@example.com", role: "owner", projects: [] };
    openai.foresee({
      call: "POST /organization/invites",
      key: "admin",
      body,
      reply: { ...pending, ...body },
    });
    const { live } = await create(openai.session(), invite, body);
    expect(live).toMatchObject(body);
  });

  test("is read by the listing, page after page by its `last_id`", async () => {
    const other = { ...pending, id: "invite-other" };
    openai.foresee(page("limit=100", [other], true), page("after=invite-last&limit=100", [accepted]));
    const seen = await read(openai.session(), invite, saved, said);
    expect(seen?.args).toEqual(said);
    expect(seen?.live).toEqual({ ...saved.live, status: "accepted", acceptedAt: 1_711_475_133 });
  });

  test("that the listing lacks is asked for by its id before it is called gone", async () => {
    openai.foresee(page("limit=100", []), {
      call: "GET /organization/invites/invite-abc",
      key: "admin",
      status: 404,
      reply: errorBody("Invite not found"),
    });
    expect(await read(openai.session(), invite, saved, said)).toBeUndefined();
  });

  test.each(["pending", "accepted", "expired"])("that is %s can be imported", async (status) => {
    openai.foresee(page("limit=100", [{ ...pending, status, expires_at: null }]));
    const seen = await find(openai.session(), invite, "invite-abc");
    expect(seen?.args).toEqual(said);
    expect(seen?.live.status).toBe(status);
  });

  test("whose projects come in another order, and whose address in other letters, is as it was", async () => {
    const projects = [...said.projects].reverse();
    openai.foresee(page("limit=100", [{ ...pending, email: "User@Example.com", projects }]));
    const seen = await read(openai.session(), invite, saved, said);
    expect(diff(invite, seen?.args ?? {}, said, seen?.live).changes).toEqual(new Map());
  });

  test("that is open is withdrawn", async () => {
    openai.foresee(erase);
    await end(openai.session(), invite, saved);
  });

  test("that was accepted is looked for and not withdrawn, for the API would refuse", async () => {
    openai.foresee(page("limit=100", [accepted]));
    await end(openai.session(), invite, { ...saved, live: { ...saved.live, status: "accepted" } });
  });

  test("that was accepted since the last look is refused, and counts as ended", async () => {
    openai.foresee(
      { ...erase, status: 400, reply: errorBody("Invite has already been accepted.") },
      page("limit=100", [accepted]),
    );
    await end(openai.session(), invite, saved);
  });
});

mistakesIn(invite, said, [
  ["no address", { email: undefined }, ["email", '"email" is required']],
  ["an address that is an output not set", { email: "" }, ["email", "must be at least 3 characters"]],
  ["no role", { role: undefined }, ["role", '"role" is required']],
  ["a role of projects", { role: "member" }, ["role", "must be one of reader, owner"]],
  ["no word on projects", { projects: undefined }, ["projects", '"projects" is required']],
  ["one project that is no list", { projects: said.projects[0] }, ["projects", "must be a list"]],
  ["projects by their ids alone", { projects: ["proj_abc"] }, ["projects[0]", "must be an object"]],
  [
    "a project without its role, and one without its id",
    { projects: [{ id: "proj_abc" }, { role: "owner" }] },
    ["projects[0].role", "must be one of member, owner"],
    ["projects[1].id", "is required"],
  ],
  [
    "a role of the organization in a project",
    { projects: [{ id: "proj_abc", role: "reader" }] },
    ["projects[0].role", "must be one of member, owner"],
  ],
  [
    "what has become of it",
    { status: "accepted" },
    ["status", '"status" comes from the API and cannot be set'],
  ],
  ["a misspelt list", { project: [] }, ["", 'Invite has no argument "project"; did you mean "projects"?']],
]);
