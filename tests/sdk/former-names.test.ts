import * as pulumi from "@pulumi/pulumi";
import { dynamicResource } from "../../sdk/dynamic/dynamic-resource";
import type * as openai from "../../sdk/nodejs";
import { engine, member, programFolder } from "./fake-engine";

let folder: ReturnType<typeof programFolder>;
beforeAll(() => {
  folder = programFolder();
});
afterAll(() => folder.remove());

/** A member of a group as a later version might have it, in which `userId` was called `memberId` before. */
const GroupUser = dynamicResource<typeof openai.GroupUser>({
  token: "GroupUser",
  outputs: ["email"],
  id: ["groupId", "userId"],
  kind: "edge",
  was: { memberId: "userId" },
}) as unknown as new (
  name: string,
  args: pulumi.Inputs,
) => pulumi.CustomResource;

const formerly = (name: string, memberId: string) => {
  const { outputs, ...rest } = member(name, memberId);
  return { ...rest, outputs: { groupId: "group_1", memberId, __openai: outputs.__openai } };
};

it("an entry of the last state is found by what it holds under a former name", async () => {
  const { hintOf, atRest } = await engine([formerly("bob", "user-bob")]);
  new GroupUser("robert", { groupId: "group_1", userId: "user-bob" });
  await atRest();
  expect(hintOf("robert").held).toEqual([
    { name: "bob", id: "group_1/user-bob", lease: "lease-bob", own: false, wanted: false },
  ]);
});

it("an argument under its former name is sent under the present one, is understood, and the program is told", async () => {
  const warnings = jest.spyOn(pulumi.log, "warn").mockResolvedValue();
  const { hintOf, registered, atRest } = await engine([formerly("bob", "user-bob")]);
  new GroupUser("robert", { groupId: "group_1", memberId: "user-bob" });
  new GroupUser("carol", { groupId: "group_1", userId: "user-carol" });
  await atRest();
  const sent = (one: string) => registered.find(({ name }) => name === one)?.inputs;
  expect(sent("robert")).toMatchObject({ userId: "user-bob" });
  expect(sent("robert")).not.toHaveProperty("memberId");
  expect(sent("carol")).toMatchObject({ userId: "user-carol" });
  expect(hintOf("robert").held).toMatchObject([{ name: "bob" }]);
  expect(warnings.mock.calls.map(([text]) => text)).toEqual([
    'The argument "memberId" is called "userId" now; both mean the same.',
  ]);
  warnings.mockRestore();
});

it("a state that a newer version has written is no help, and no crash", async () => {
  const newer = { ...member("bob", "user-bob"), outputs: { __openai: { v: 9, since: "3.0.0" } } };
  const { hintOf, atRest } = await engine([newer]);
  new GroupUser("bob", { groupId: "group_1", userId: "user-bob" });
  await atRest();
  expect(hintOf("bob")).toEqual({ name: "bob" });
});
