import { diff } from "../../provider/kernel/diff";
import type { Saved } from "../../provider/lifecycle/session/saved";
import { projectGroup } from "../../provider/resources/project-group";
import { create, end, find, read, update } from "../support/entries";
import { mistakesIn } from "./mistakes";
import { type Exchange, errorBody, fakeOpenAI } from "./openai";

const openai = fakeOpenAI();

const args = { projectId: "proj_1", groupId: "group_1", role: "role_1" };
const access = {
  object: "project.group",
  project_id: "proj_1",
  group_id: "group_1",
  group_name: "Support Team",
  group_type: "group",
  created_at: 1_711_471_533,
};
const saved: Saved = {
  id: "proj_1/group_1",
  live: { ...args, groupName: "Support Team", groupType: "group", createdAt: 1_711_471_533 },
  memo: { seenWith: "000000000000@org-acme" },
};
const page = (query: string, data: object[], next: string | null = null): Exchange => ({
  call: `GET /organization/projects/proj_1/groups?${query}`,
  key: "admin",
  reply: { object: "list", data, has_more: next !== null, next },
});

test("is made by the ids of the group and of its role", async () => {
  openai.foresee({
    call: "POST /organization/projects/proj_1/groups",
    key: "admin",
    body: { group_id: "group_1", role: "role_1" },
    reply: access,
  });
  const made = await create(openai.session(), projectGroup, args);
  expect(made.id).toBe("proj_1/group_1");
  expect(made.live).toEqual(saved.live);
});

test("is found in the project's listing by the group's id, and keeps the role that nothing shows", async () => {
  openai.foresee(
    page("limit=100", [{ ...access, group_id: "group_0" }], "group_0"),
    page("after=group_0&limit=100", [{ ...access, group_name: "Help Desk" }]),
  );
  const seen = await read(openai.session(), projectGroup, saved, args);
  expect(seen?.args).toEqual(args);
  expect(seen?.live).toEqual({ ...saved.live, groupName: "Help Desk" });
});

test("is imported without its role", async () => {
  openai.foresee(page("limit=100", [access]));
  const seen = await find(openai.session(), projectGroup, saved.id);
  expect(seen?.args).toEqual({ projectId: "proj_1", groupId: "group_1" });
});

test("that the listing lacks is asked for by its ids before it is called gone", async () => {
  openai.foresee(page("limit=100", []), {
    call: "GET /organization/projects/proj_1/groups/group_1",
    key: "admin",
    status: 404,
    reply: errorBody("Group not found in project"),
  });
  expect(await read(openai.session(), projectGroup, saved, args)).toBeUndefined();
});

test("whose role is named by its long id is the same access, and is not written", async () => {
  const short = { ...args, role: "role-api-project-member" };
  const long = { ...args, role: "role-api-project-member__api-project__proj_1" };
  expect(diff(projectGroup, short, long, saved.live).replaces).toEqual([]);
  await update(openai.session(), projectGroup, { ...saved, live: short }, short, long);
});

test("of another role is another access, for which the old one has to go first", () => {
  const { replaces, deleteBeforeReplace } = diff(projectGroup, args, { ...args, role: "role_2" }, saved.live);
  expect({ replaces, deleteBeforeReplace }).toEqual({ replaces: ["role"], deleteBeforeReplace: true });
});

test("is ended by a DELETE of the access, never of the group", async () => {
  openai.foresee({
    call: "DELETE /organization/projects/proj_1/groups/group_1",
    key: "admin",
    reply: { object: "project.group.deleted", deleted: true },
  });
  await end(openai.session(), projectGroup, saved);
});

mistakesIn(projectGroup, { projectId: "proj_1", groupId: "group_1", role: "role_1" }, [
  ["no project", { projectId: undefined }, ["projectId", '"projectId" is required']],
  ["no group", { groupId: undefined }, ["groupId", '"groupId" is required']],
  ["no role", { role: undefined }, ["role", '"role" is required']],
  ["a role that is nothing", { role: "" }, ["role", "must be at least 1 character"]],
  ["a role that is an object", { role: { id: "role_1" } }, ["role", "must be text"]],
  ["the group's name", { groupName: "x" }, ["groupName", '"groupName" comes from the API and cannot be set']],
  [
    "a misspelt role",
    { roles: "role_1" },
    ["", 'ProjectGroup has no argument "roles"; did you mean "role"?'],
  ],
]);
