import type { Saved } from "../../provider/lifecycle/session/saved";
import { organizationGroupRoleAssignment } from "../../provider/resources/organization-group-role-assignment";
import { create, end, read } from "../support/entries";
import { inAssignments, mistakesIn } from "./mistakes";
import { type Exchange, errorBody, fakeOpenAI } from "./openai";

const openai = fakeOpenAI();

const args = { groupId: "group_1", roleId: "role-api-organization-reader" };
const id = "group_1/role-api-organization-reader";
const saved: Saved = { id, live: args, memo: { seenWith: "000000000000@org-acme" } };
const role = {
  // Built-in roles are answered with a scope behind the id that they are asked for by.
  id: "role-api-organization-reader__api-organization__org_1",
  name: "reader",
  description: null,
  permissions: ["api.groups.read"],
  resource_type: "api.organization",
  predefined_role: true,
};
const own = { principal_id: "group_1", principal_type: "group" };
const other = { principal_id: "group_9", principal_type: "group" };
const page = (query: string, data: object[], next: string | null = null): Exchange => ({
  call: `GET /organization/groups/group_1/roles?${query}`,
  key: "admin",
  reply: { object: "list", data, has_more: next !== null, next },
});
const listed = (assignment_sources: object[] | null) => ({
  ...role,
  created_at: 1_711_471_533,
  updated_at: 1_711_472_599,
  created_by: "user_9",
  created_by_user_obj: { id: "user_9", name: "Grace Hopper", email: "grace@example.com" },
  metadata: {},
  assignment_sources,
});

test("is made by the role's id alone, and known by its path", async () => {
  openai.foresee({
    call: "POST /organization/groups/group_1/roles",
    key: "admin",
    body: { role_id: "role-api-organization-reader" },
    reply: {
      object: "group.role",
      group: {
        object: "group",
        id: "group_1",
        name: "Support Team",
        created_at: 1_711_471_533,
        scim_managed: false,
      },
      role: { ...role, object: "role" },
    },
  });
  const made = await create(openai.session(), organizationGroupRoleAssignment, args);
  expect(made.id).toBe(id);
  expect(made.live).toEqual(args);
});

test("is found in the listing under the long id of its role, page after page by `next`", async () => {
  openai.foresee(
    page("limit=1000", [{ ...listed([own]), id: "role_0" }], "role_0"),
    page("after=role_0&limit=1000", [listed([own, other])]),
  );
  const seen = await read(openai.session(), organizationGroupRoleAssignment, saved, args);
  expect(seen).toMatchObject({ id, args });
  expect(seen?.live.assignmentSources).toContainEqual({ principalId: "group_1", principalType: "group" });
});

test("without any sources is the group's own", async () => {
  openai.foresee(page("limit=1000", [listed(null)]));
  expect(await read(openai.session(), organizationGroupRoleAssignment, saved, args)).toMatchObject({
    id,
    args,
  });
});

test("is not there where the group has the role only through another one", async () => {
  openai.foresee(page("limit=1000", [listed([other])]));
  expect(await read(openai.session(), organizationGroupRoleAssignment, saved, args)).toBeUndefined();
});

test("that the listing lacks is asked for by its short id before it is called gone", async () => {
  openai.foresee(page("limit=1000", []), {
    call: "GET /organization/groups/group_1/roles/role-api-organization-reader",
    key: "admin",
    status: 404,
    reply: errorBody("Role assignment not found"),
  });
  expect(await read(openai.session(), organizationGroupRoleAssignment, saved, args)).toBeUndefined();
});

test("with the long id of its role is ended by the short one", async () => {
  openai.foresee({
    call: "DELETE /organization/groups/group_1/roles/role-api-organization-reader",
    key: "admin",
    reply: { object: "group.role.deleted", deleted: true },
  });
  const long = { ...saved, id: "group_1/role-api-organization-reader__api-organization__org_1" };
  await end(openai.session(), organizationGroupRoleAssignment, long);
});

mistakesIn(organizationGroupRoleAssignment, { groupId: "group_1", roleId: "role_1" }, [
  ...inAssignments,
  ["no group", { groupId: undefined }, ["groupId", '"groupId" is required']],
  ["a group that is an object", { groupId: { id: "group_1" } }, ["groupId", "must be text"]],
]);
