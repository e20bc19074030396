import * as pulumi from "@pulumi/pulumi";
import * as openai from "../../sdk/dynamic";
import { engine, member, programFolder, project, urnOf } from "./fake-engine";

let folder: ReturnType<typeof programFolder>;
beforeAll(() => {
  folder = programFolder();
});
afterAll(() => folder.remove());

class Team extends pulumi.ComponentResource {
  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super("acme:index:Team", name, {}, opts);
  }
}

it("a new resource is told its name, and that nobody has the object", async () => {
  const { hintOf, atRest } = await engine([project("b", "proj_1")]);
  new openai.Project("a");
  await atRest();
  expect(hintOf("a")).toEqual({ name: "a", held: [] });
});

it("a resource that is there already is told of its own entry", async () => {
  const { hintOf, atRest } = await engine([project("a", "proj_1"), project("b", "proj_2")]);
  new openai.Project("a");
  await atRest();
  expect(hintOf("a")).toEqual({
    name: "a",
    held: [{ name: "a", id: "proj_1", lease: "lease-a", own: true, wanted: false }],
  });
});

it("an entry that the plugin has made is the resource's own as well", async () => {
  const { hintOf, atRest } = await engine([{ ...project("a", "proj_1"), type: "openai:index:Project" }]);
  new openai.Project("a");
  await atRest();
  expect(hintOf("a").held).toEqual([expect.objectContaining({ id: "proj_1", own: true })]);
});

it("of two entries that could be the resource's own, the engine's choice is, and nobody else wants the other", async () => {
  const { hintOf, atRest } = await engine([
    member("bob", "user-bob"),
    { ...member("bob", "user-bob"), type: "openai:index:GroupUser" },
  ]);
  new openai.GroupUser("bob", { groupId: "group_1", userId: "user-bob" });
  await atRest();
  expect(hintOf("bob").held?.map(({ own, wanted }) => [own, wanted])).toEqual([
    [true, false],
    [false, false],
  ]);
});

it("an entry under an alias is the resource's own", async () => {
  const { hintOf, atRest } = await engine([project("a", "proj_1")]);
  new openai.Project("b", { adopt: "proj_1" }, { aliases: [{ name: "a" }] });
  await atRest();
  expect(hintOf("b").held).toEqual([expect.objectContaining({ name: "a", own: true, wanted: false })]);
});

it("an entry below another parent is another resource's, which the program wants no more", async () => {
  const { hintOf, atRest } = await engine([member("bob", "user-bob")]);
  new openai.GroupUser("bob", { groupId: "group_1", userId: "user-bob" }, { parent: new Team("red") });
  await atRest();
  expect(hintOf("bob").held).toEqual([
    { name: "bob", id: "group_1/user-bob", lease: "lease-bob", own: false, wanted: false },
  ]);
});

it("an entry below the same parents is the resource's own", async () => {
  const below = ["acme:index:Team", "acme:index:Team"];
  const { hintOf, atRest } = await engine([member("bob", "user-bob", { below })]);
  const parent = new Team("red-inner", { parent: new Team("red") });
  new openai.GroupUser("bob", { groupId: "group_1", userId: "user-bob" }, { parent });
  await atRest();
  expect(hintOf("bob").held).toEqual([expect.objectContaining({ own: true })]);
});

it("an entry below a parent's former type, with a name that begins with the parent's, is the resource's own", async () => {
  const { hintOf, atRest } = await engine([member("old-bob", "user-bob", { below: ["acme:index:Crew"] })]);
  const parent = new Team("new", { aliases: [{ name: "old", type: "acme:index:Crew" }] });
  new openai.GroupUser("new-bob", { groupId: "group_1", userId: "user-bob" }, { parent });
  await atRest();
  expect(hintOf("new-bob").held).toEqual([expect.objectContaining({ name: "old-bob", own: true })]);
});

it("where an end is not known yet, the own entry is told and nothing else", async () => {
  const { hintOf, atRest } = await engine([member("m0", "user-alice"), member("m1", "user-bob")], true);
  const groupId = pulumi.output(pulumi.unknown) as unknown as pulumi.Output<string>;
  new openai.GroupUser("m0", { groupId, userId: "user-bob" });
  await atRest();
  expect(hintOf("m0")).toEqual({ name: "m0", held: [expect.objectContaining({ name: "m0", own: true })] });
});

it("nothing comes to depend on anything by the hint", async () => {
  const { atRest, dependenciesOf } = await engine();
  const group = new openai.Group("readers");
  new openai.GroupUser("m", { groupId: group.id, userId: "u" });
  await atRest();
  const urn = urnOf({ type: "Group", name: "readers", outputs: {} });
  expect(dependenciesOf("m")).toEqual({ groupId: [urn], userId: [], __provider: [], __hint: [] });
});
