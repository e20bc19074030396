import * as pulumi from "@pulumi/pulumi";
import * as openai from "../../sdk/dynamic";
import { engine, type Former, member, programFolder } from "./fake-engine";

let folder: ReturnType<typeof programFolder>;
beforeAll(() => {
  folder = programFolder();
});
afterAll(() => folder.remove());

it("an index that moves: each link is told who has its new object, and whether that one stays", async () => {
  const { hintOf, atRest } = await engine(
    ["alice", "bob", "carol"].map((one, i) => member(`m${i}`, `user-${one}`)),
  );
  ["bob", "carol"].forEach((one, i) => {
    new openai.GroupUser(`m${i}`, { groupId: "group_1", userId: `user-${one}` });
  });
  await atRest();
  expect(hintOf("m0").held).toEqual([
    { name: "m0", id: "group_1/user-alice", lease: "lease-m0", own: true, wanted: false },
    { name: "m1", id: "group_1/user-bob", lease: "lease-m1", own: false, wanted: true },
  ]);
  expect(hintOf("m1").held).toEqual([
    { name: "m1", id: "group_1/user-bob", lease: "lease-m1", own: true, wanted: false },
    { name: "m2", id: "group_1/user-carol", lease: "lease-m2", own: false, wanted: false },
  ]);
});

it.each<[string, Former, () => unknown]>([
  [
    "by e-mail address, in whatever case",
    { type: "ProjectUser", name: "old", outputs: { projectId: "p", userId: "u", email: "Bob@Example.com" } },
    () => new openai.ProjectUser("new", { projectId: "p", email: "bOb@example.com", role: "member" }),
  ],
  [
    "by user id where the e-mail address was written before",
    { type: "ProjectUser", name: "old", outputs: { projectId: "p", userId: "u", email: "bob@example.com" } },
    () => new openai.ProjectUser("new", { projectId: "p", userId: "u", role: "member" }),
  ],
  [
    "by model where the row's id was written before",
    { type: "ProjectRateLimit", name: "old", outputs: { projectId: "p", rateLimitId: "rl-a", model: "a" } },
    () => new openai.ProjectRateLimit("new", { projectId: "p", model: "a", maxRequestsPer1Minute: 1 }),
  ],
  [
    "by a role's id with its scope",
    {
      type: "OrganizationUserRoleAssignment",
      name: "old",
      outputs: { userId: "u", roleId: "role-api-organization-reader" },
    },
    () =>
      new openai.OrganizationUserRoleAssignment("new", {
        userId: "u",
        roleId: "role-api-organization-reader__api-organization__org_1",
      }),
  ],
  [
    "by arguments that are outputs",
    member("old", "u"),
    () => new openai.GroupUser("new", { groupId: pulumi.output("group_1"), userId: Promise.resolve("u") }),
  ],
])("a link is told who has its object, named %s", async (_, former, declare) => {
  const { hintOf, atRest } = await engine([former]);
  declare();
  await atRest();
  expect(hintOf("new").held).toEqual([expect.objectContaining({ name: "old", own: false, wanted: false })]);
});

it("of a row the former values are told, of a link what the API never tells", async () => {
  const { hintOf, atRest } = await engine([
    {
      type: "ProjectRateLimit",
      name: "old",
      outputs: { projectId: "p", rateLimitId: "rl-a", model: "a", restoreTo: { maxRequestsPer1Minute: 500 } },
    },
    { type: "ProjectGroup", name: "old", outputs: { projectId: "p", groupId: "g", role: "role_1" } },
  ]);
  new openai.ProjectRateLimit("limit", { projectId: "p", model: "a", maxRequestsPer1Minute: 1 });
  new openai.ProjectGroup("access", { projectId: "p", groupId: "g", role: "role_2" });
  await atRest();
  expect(hintOf("limit").held).toEqual([
    { name: "old", id: "p/rl-a", own: false, wanted: false, restoreTo: { maxRequestsPer1Minute: 500 } },
  ]);
  expect(hintOf("access").held).toEqual([
    { name: "old", id: "p/g", own: false, wanted: false, untold: { role: "role_1" } },
  ]);
});
