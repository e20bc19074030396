import type { Saved } from "../../provider/lifecycle/session/saved";
import { group } from "../../provider/resources/group";
import { create, end, find, read, update } from "../support/entries";
import { mistakesIn } from "./mistakes";
import { type Exchange, errorBody, fakeOpenAI } from "./openai";

const openai = fakeOpenAI();

const support = {
  id: "group_1",
  object: "group",
  name: "Support Team",
  created_at: 1_711_471_533,
  is_scim_managed: false,
  group_type: "group",
};
const saved: Saved = {
  id: "group_1",
  live: {
    groupId: "group_1",
    name: "Support Team",
    groupType: "group",
    isScimManaged: false,
    createdAt: 1_711_471_533,
  },
  memo: { seenWith: "000000000000@org-acme" },
};
const said = { name: "Support Team" };
const listing = (...data: object[]): Exchange => ({
  call: "GET /organization/groups?limit=1000",
  key: "admin",
  reply: { object: "list", data, has_more: false, next: null },
});

test("is created with its name alone", async () => {
  openai.foresee({
    call: "POST /organization/groups",
    key: "admin",
    body: { name: "Support Team" },
    reply: support,
  });
  const made = await create(openai.session(), group, said);
  expect(made.id).toBe("group_1");
  expect(made.live).toEqual(saved.live);
});

test("is read by the listing, page after page by its `next`", async () => {
  openai.foresee(
    {
      ...listing(),
      reply: { object: "list", data: [{ ...support, id: "group_0" }], has_more: true, next: "c2" },
    },
    { ...listing({ ...support, name: "Help Desk" }), call: "GET /organization/groups?after=c2&limit=1000" },
  );
  expect(await read(openai.session(), group, saved, said)).toMatchObject({
    id: "group_1",
    args: { name: "Help Desk" },
  });
});

test("that the listing lacks is asked for by its id before it is called gone", async () => {
  openai.foresee(listing(), {
    call: "GET /organization/groups/group_1",
    key: "admin",
    status: 404,
    reply: errorBody("Group not found"),
  });
  expect(await read(openai.session(), group, saved, said)).toBeUndefined();
});

test("that an identity provider keeps cannot be imported", async () => {
  openai.foresee(listing({ ...support, is_scim_managed: true }));
  const work = find(openai.session(), group, saved.id);
  await expect(work).rejects.toMatchObject({
    code: "impossible",
    message: "Group group_1 cannot be imported: an identity provider manages the group by SCIM.",
  });
});

test("is renamed, and keeps the type that the answer leaves out", async () => {
  openai.foresee({
    call: "POST /organization/groups/group_1",
    key: "admin",
    body: { name: "Escalations" },
    reply: { id: "group_1", name: "Escalations", created_at: 1_711_471_533, is_scim_managed: false },
  });
  const { live } = await update(openai.session(), group, saved, said, { name: "Escalations" });
  expect(live).toEqual({ ...saved.live, name: "Escalations" });
});

test("is deleted", async () => {
  openai.foresee({
    call: "DELETE /organization/groups/group_1",
    key: "admin",
    reply: { object: "group.deleted", id: "group_1", deleted: true },
  });
  await end(openai.session(), group, saved);
});

mistakesIn(group, { name: "support" }, [
  ["no name", { name: undefined }, ["name", '"name" is required']],
  ["an empty name", { name: "" }, ["name", "must be at least 1 character"]],
  ["a long name", { name: "n".repeat(256) }, ["name", "must be at most 255 characters"]],
  ["a name that is true", { name: true }, ["name", "must be text"]],
  [
    "that an identity provider keeps it",
    { isScimManaged: true },
    ["isScimManaged", '"isScimManaged" comes from the API and cannot be set'],
  ],
  [
    "its members, which are resources of their own",
    { users: ["user_1"] },
    ["", 'Group has no argument "users"'],
  ],
]);
