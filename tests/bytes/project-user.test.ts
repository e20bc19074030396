import { diff } from "../../provider/kernel/diff";
import type { Saved } from "../../provider/lifecycle/session/saved";
import { projectUser } from "../../provider/resources/project-user";
import { create, end, find, read, update } from "../support/entries";
import { mistakesIn } from "./mistakes";
import { type Exchange, errorBody, fakeOpenAI } from "./openai";

const openai = fakeOpenAI();

const member = {
  object: "organization.project.user",
  id: "user_1",
  name: "First Last",
  email: "user@example.com",
  role: "member",
  added_at: 1_711_471_533,
};
const args = { projectId: "proj_1", userId: "user_1", role: "member" };
const live = { ...args, email: "user@example.com", name: "First Last", addedAt: 1_711_471_533 };
const saved: Saved = { id: "proj_1/user_1", live, memo: { seenWith: "000000000000@org-acme" } };
const added = (body: object): Exchange => ({
  call: "POST /organization/projects/proj_1/users",
  key: "admin",
  body,
  reply: member,
});
const page = (query: string, data: object[], last_id: string | null, has_more = false): Exchange => ({
  call: `GET /organization/projects/proj_1/users?${query}`,
  key: "admin",
  reply: { object: "list", data, first_id: "user_0", last_id, has_more },
});

test("is made by the user's id and a role", async () => {
  openai.foresee(added({ user_id: "user_1", role: "member" }));
  const made = await create(openai.session(), projectUser, args);
  expect(made.id).toBe("proj_1/user_1");
  expect(made.live).toEqual(live);
});

test("is made by an address instead, which stays as the program spells it", async () => {
  openai.foresee(added({ email: "User@Example.com", role: "member" }));
  const byAddress = { projectId: "proj_1", email: "User@Example.com", role: "member" };
  const made = await create(openai.session(), projectUser, byAddress);
  expect(made.id).toBe("proj_1/user_1");
  expect(made.live).toMatchObject({ userId: "user_1", email: "User@Example.com" });
});

test("is found in the project's listing by the user's id, page after page by `last_id`", async () => {
  openai.foresee(
    page("limit=100", [{ ...member, id: "user_0" }], "cursor_9", true),
    page("after=cursor_9&limit=100", [{ ...member, role: "owner" }], "user_1"),
  );
  const seen = await read(openai.session(), projectUser, saved, args);
  expect(seen?.args).toEqual({ ...args, role: "owner" });
});

test("of an address is refreshed to the same address, however the API spells it", async () => {
  openai.foresee(page("limit=100", [member], "user_1"));
  const said = { projectId: "proj_1", email: "User@Example.com", role: "member" };
  const before: Saved = { ...saved, live: { ...live, email: "User@Example.com" } };
  expect((await read(openai.session(), projectUser, before, said))?.args).toEqual(said);
});

test("is imported with the user's id and not with the address as well", async () => {
  openai.foresee(page("limit=100", [member], "user_1"));
  const seen = await find(openai.session(), projectUser, saved.id);
  expect(seen?.args).toEqual(args);
});

test("that the listing lacks is asked for by its ids before it is called gone", async () => {
  openai.foresee(page("limit=100", [], null), {
    call: "GET /organization/projects/proj_1/users/user_1",
    key: "admin",
    status: 404,
    reply: errorBody("No such user in project"),
  });
  expect(await read(openai.session(), projectUser, saved, args)).toBeUndefined();
});

test("gets another role in place, and nothing but the role", async () => {
  openai.foresee({
    call: "POST /organization/projects/proj_1/users/user_1",
    key: "admin",
    body: { role: "owner" },
    reply: { ...member, role: "owner" },
  });
  const changed = await update(openai.session(), projectUser, saved, args, { ...args, role: "owner" });
  expect(changed.live).toEqual({ ...live, role: "owner" });
});

test("named by the address of the same user is the same membership, and is not written", async () => {
  const news = { projectId: "proj_1", email: "User@Example.com", role: "member" };
  expect(diff(projectUser, args, news, live).replaces).toEqual([]);
  await update(openai.session(), projectUser, saved, args, news);
});

test("is ended by a DELETE of the membership, never of the user", async () => {
  openai.foresee({
    call: "DELETE /organization/projects/proj_1/users/user_1",
    key: "admin",
    reply: { object: "organization.project.user.deleted", id: "user_1", deleted: true },
  });
  await end(openai.session(), projectUser, saved);
});

mistakesIn(projectUser, { projectId: "proj_1", userId: "user_1", role: "member" }, [
  ["nobody", { userId: undefined }, ["userId", 'give "userId" or "email"']],
  ["an id and an address", { email: "a@b.c" }, ["email", 'give either "userId" or "email", not both']],
  ["no address at all", { userId: undefined, email: "" }, ["email", "must be at least 3 characters"]],
  ["an empty id", { userId: "" }, ["userId", "must be at least 1 character"]],
  ["no role", { role: undefined }, ["role", '"role" is required']],
  ["a role that there is not", { role: "viewer" }, ["role", "must be one of owner, member"]],
  ["when it came", { addedAt: 7 }, ["addedAt", '"addedAt" comes from the API and cannot be set']],
  [
    "a misspelt address",
    { userId: undefined, e_mail: "a@b.c" },
    ["", 'ProjectUser has no argument "e_mail"; did you mean "email"?'],
    ["userId", 'give "userId" or "email"'],
  ],
]);
