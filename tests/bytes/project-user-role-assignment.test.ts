import type { Saved } from "../../provider/lifecycle/session/saved";
import { projectUserRoleAssignment } from "../../provider/resources/project-user-role-assignment";
import { create, end, read } from "../support/entries";
import { inAssignments, mistakesIn } from "./mistakes";
import { type Exchange, fakeOpenAI } from "./openai";

const openai = fakeOpenAI();

const args = { projectId: "proj_1", userId: "user-1", roleId: "role-api-project-owner" };
const saved: Saved = { id: "proj_1/user-1/role-api-project-owner", live: args, memo: {} };
const role = {
  id: "role-api-project-owner__api-project__proj_1",
  name: "owner",
  description: null,
  permissions: ["api.model.read"],
  predefined_role: true,
  resource_type: "api.project",
  created_at: null,
  updated_at: null,
  created_by: null,
  metadata: {},
};
const listing = (sources: object[] | null): Exchange => ({
  call: "GET /projects/proj_1/users/user-1/roles?limit=1000",
  key: "admin",
  reply: {
    object: "list",
    data: [{ ...role, assignment_sources: sources }],
    has_more: false,
    next: null,
  },
});

test("is made by the role's id alone", async () => {
  openai.foresee({
    call: "POST /projects/proj_1/users/user-1/roles",
    key: "admin",
    body: { role_id: "role-api-project-owner" },
    reply: { object: "user.role", user: { id: "user-1" }, role: { ...role, object: "role" } },
  });
  const made = await create(openai.session(), projectUserRoleAssignment, args);
  expect(made).toMatchObject({ id: "proj_1/user-1/role-api-project-owner", live: args });
});

test.each<[string, object[] | null]>([
  ["itself", [{ principal_id: "user-1", principal_type: "user" }]],
  [
    "itself and a group",
    [
      { principal_id: "group_1", principal_type: "group" },
      { principal_id: "user-1", principal_type: "user" },
    ],
  ],
  ["nobody in particular", null],
])(
  "is found in the listing where the user has it through %s, under the long id of its role",
  async (_, sources) => {
    openai.foresee(listing(sources));
    const seen = await read(openai.session(), projectUserRoleAssignment, saved, args);
    expect(seen).toMatchObject({ id: "proj_1/user-1/role-api-project-owner", args });
  },
);

test("is not there where the user has the role only through a group", async () => {
  openai.foresee(listing([{ principal_id: "group_1", principal_type: "group" }]));
  expect(await read(openai.session(), projectUserRoleAssignment, saved, args)).toBeUndefined();
});

test.each([
  ["short", "proj_1/user-1/role-api-project-owner"],
  ["long", "proj_1/user-1/role-api-project-owner__api-project__proj_1"],
])("with the %s id of its role is deleted by the short one", async (_, id) => {
  openai.foresee({
    call: "DELETE /projects/proj_1/users/user-1/roles/role-api-project-owner",
    key: "admin",
    reply: { object: "user.role.deleted", deleted: true },
  });
  await end(openai.session(), projectUserRoleAssignment, { ...saved, id });
});

test("is taken from a user whose id is odd, and from nobody else", async () => {
  openai.foresee({
    call: "DELETE /projects/proj_1/users/a%40b%3Fc/roles/role_1",
    key: "admin",
    reply: { object: "user.role.deleted", deleted: true },
  });
  await end(openai.session(), projectUserRoleAssignment, { id: "proj_1/a@b?c/role_1", live: {}, memo: {} });
});

mistakesIn(projectUserRoleAssignment, { projectId: "proj_1", userId: "user_1", roleId: "role_1" }, [
  ...inAssignments,
  ["no project", { projectId: undefined }, ["projectId", '"projectId" is required']],
  ["no user", { userId: undefined }, ["userId", '"userId" is required']],
]);
