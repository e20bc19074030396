import type { Saved } from "../../provider/lifecycle/session/saved";
import { groupUser } from "../../provider/resources/group-user";
import { create, end, find, read } from "../support/entries";
import { mistakesIn } from "./mistakes";
import { type Exchange, errorBody, fakeOpenAI } from "./openai";

const openai = fakeOpenAI();

const args = { groupId: "group_1", userId: "user_1" };
const saved: Saved = { id: "group_1/user_1", live: args, memo: { seenWith: "000000000000@org-acme" } };
const ada = {
  id: "user_1",
  name: "Ada Lovelace",
  email: "ada@example.com",
  picture: null,
  is_service_account: false,
  user_type: "user",
};
const page = (query: string, data: object[], next: string | null = null): Exchange => ({
  call: `GET /organization/groups/group_1/users?${query}`,
  key: "admin",
  reply: { object: "list", data, has_more: next !== null, next },
});

test("is made by the user's id alone, and known by both ids", async () => {
  openai.foresee({
    call: "POST /organization/groups/group_1/users",
    key: "admin",
    body: { user_id: "user_1" },
    reply: { object: "group.user", user_id: "user_1", group_id: "group_1" },
  });
  const made = await create(openai.session(), groupUser, args);
  expect(made.id).toBe("group_1/user_1");
  expect(made.live).toEqual(args);
});

test("is found in the group's listing by the user's id, page after page by its `next`", async () => {
  openai.foresee(
    page("limit=1000", [{ ...ada, id: "user_0" }], "cursor=/2"),
    page("after=cursor%3D%2F2&limit=1000", [ada]),
  );
  const seen = await read(openai.session(), groupUser, saved, args);
  expect(seen).toMatchObject({ id: "group_1/user_1", args });
  expect(seen?.live).toEqual(args);
});

test("is imported from its two ids", async () => {
  openai.foresee(page("limit=1000", [ada]));
  const seen = await find(openai.session(), groupUser, saved.id);
  expect(seen?.args).toEqual(args);
});

test("that the listing lacks is asked for by its ids before it is called gone", async () => {
  openai.foresee(page("limit=1000", []), {
    call: "GET /organization/groups/group_1/users/user_1",
    key: "admin",
    status: 404,
    reply: errorBody("User not found in group"),
  });
  expect(await read(openai.session(), groupUser, saved, args)).toBeUndefined();
});

test("is ended by a DELETE of the membership, never of the user", async () => {
  openai.foresee({
    call: "DELETE /organization/groups/group_1/users/user_1",
    key: "admin",
    reply: { object: "group.user.deleted", deleted: true },
  });
  await end(openai.session(), groupUser, saved);
});

test("of a group that an identity provider keeps is refused in the API's words", async () => {
  openai.foresee({
    call: "POST /organization/groups/group_1/users",
    key: "admin",
    body: { user_id: "user_1" },
    status: 400,
    reply: errorBody("Group is managed by SCIM."),
  });
  await expect(create(openai.session(), groupUser, args)).rejects.toMatchObject({
    code: "refused",
    message: expect.stringContaining("Group is managed by SCIM"),
  });
});

mistakesIn(groupUser, { groupId: "group_1", userId: "user_1" }, [
  ["no group", { groupId: undefined }, ["groupId", '"groupId" is required']],
  ["no user", { userId: undefined }, ["userId", '"userId" is required']],
  [
    "a user whose id is an output that is not set",
    { userId: "" },
    ["userId", "must be at least 1 character"],
  ],
  ["several users", { userId: ["user_1"] }, ["userId", "must be text"]],
  [
    "a misspelt user",
    { userid: "user_1", userId: undefined },
    ["", 'GroupUser has no argument "userid"; did you mean "userId"?'],
    ["userId", '"userId" is required'],
  ],
  ["an address", { email: "ada@example.com" }, ["", 'GroupUser has no argument "email"']],
]);
