import type { Saved } from "../../provider/lifecycle/session/saved";
import { organizationRole } from "../../provider/resources/organization-role";
import { create, end, find, read, update } from "../support/entries";
import { inRoles, mistakesIn } from "./mistakes";
import { type Exchange, errorBody, fakeOpenAI } from "./openai";

const openai = fakeOpenAI();

const role = {
  object: "role",
  id: "role_1",
  name: "API Group Manager",
  description: "Allows managing organization groups",
  permissions: ["api.groups.read", "api.groups.write"],
  resource_type: "api.organization",
  predefined_role: false,
};
const args = {
  name: "API Group Manager",
  permissions: ["api.groups.read", "api.groups.write"],
  description: "Allows managing organization groups",
};
const saved: Saved = {
  id: "role_1",
  live: { ...args, roleId: "role_1" },
  memo: { seenWith: "000000000000@org-acme" },
};
const listing = (...data: object[]): Exchange => ({
  call: "GET /organization/roles?limit=1000",
  key: "admin",
  reply: { object: "list", data, has_more: false, next: null },
});
const written = (body: object, reply: object = {}): Exchange => ({
  call: "POST /organization/roles/role_1",
  key: "admin",
  body,
  reply: { ...role, ...reply },
});

test("is created below /organization, with its name as role_name, and after a look at those that are there", async () => {
  // A role does not say when it was made: should the answer get lost, only this tells it from the others.
  openai.foresee(listing(), {
    call: "POST /organization/roles",
    key: "admin",
    body: {
      role_name: "API Group Manager",
      permissions: ["api.groups.read", "api.groups.write"],
      description: "Allows managing organization groups",
    },
    reply: role,
  });
  const made = await create(openai.session(), organizationRole, args);
  expect(made.id).toBe("role_1");
  expect(made.live).toEqual({
    ...args,
    roleId: "role_1",
    predefinedRole: false,
    resourceType: "api.organization",
  });
});

test("is read by the listing, page after page by its `next`, its permissions in any order", async () => {
  openai.foresee(
    {
      call: "GET /organization/roles?limit=1000",
      key: "admin",
      reply: { object: "list", data: [{ ...role, id: "role_0" }], has_more: true, next: "role_0" },
    },
    {
      call: "GET /organization/roles?after=role_0&limit=1000",
      key: "admin",
      reply: {
        object: "list",
        data: [{ ...role, permissions: ["api.groups.write", "api.groups.read"] }],
        has_more: false,
        next: null,
      },
    },
  );
  const seen = await read(openai.session(), organizationRole, saved, args);
  expect(seen?.args).toEqual(args);
});

test("that the listing lacks is asked for by its id before it is called gone", async () => {
  openai.foresee(listing(), {
    call: "GET /organization/roles/role_1",
    key: "admin",
    status: 404,
    reply: errorBody("Role not found"),
  });
  expect(await read(openai.session(), organizationRole, saved, args)).toBeUndefined();
});

test("that OpenAI made cannot be imported", async () => {
  openai.foresee(listing({ ...role, predefined_role: true }));
  const work = find(openai.session(), organizationRole, saved.id);
  await expect(work).rejects.toMatchObject({
    code: "impossible",
    message: "OrganizationRole role_1 cannot be imported: it is a built-in role, which nobody can change.",
  });
});

test.each<[string, object, object]>([
  ["its new name as role_name", { name: "People" }, { role_name: "People" }],
  [
    "its permissions as the whole list",
    { permissions: ["api.groups.read"] },
    { permissions: ["api.groups.read"] },
  ],
  ["no permissions as an empty list", { permissions: [] }, { permissions: [] }],
  ["a removed description as an empty text", { description: undefined }, { description: "" }],
])("gets %s, and nothing else", async (_, change, body) => {
  openai.foresee(written(body));
  await update(openai.session(), organizationRole, saved, args, { ...args, ...change });
});

test("with its permissions in another order is not written", async () => {
  const news = { ...args, permissions: ["api.groups.write", "api.groups.read"] };
  await update(openai.session(), organizationRole, saved, args, news);
});

test("is deleted", async () => {
  openai.foresee({
    call: "DELETE /organization/roles/role_1",
    key: "admin",
    reply: { object: "role.deleted", id: "role_1", deleted: true },
  });
  await end(openai.session(), organizationRole, saved);
});

mistakesIn(organizationRole, { name: "group-admin", permissions: ["api.groups.read"], description: "d" }, [
  ...inRoles,
  ["the API's name of the name", { role_name: "x" }, ["", 'OrganizationRole has no argument "role_name"']],
  [
    "a misspelt list",
    { permission: [] },
    ["", 'OrganizationRole has no argument "permission"; did you mean "permissions"?'],
  ],
]);
