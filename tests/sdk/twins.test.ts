import * as pulumi from "@pulumi/pulumi";
import * as openai from "../../sdk/dynamic";
import { type Engine, engine, type Former, programFolder } from "./fake-engine";

let folder: ReturnType<typeof programFolder>;
beforeAll(() => {
  folder = programFolder();
});
afterAll(() => folder.remove());

/** By name: the other resource that names the same object. */
function twinsIn({ registered, hintOf }: Engine): Record<string, string | undefined> {
  return Object.fromEntries(registered.map(({ name }) => [name, hintOf(name).twin]));
}

const role = "role-api-project-owner";
const carol: Former = {
  type: "ProjectUser",
  name: "old",
  outputs: { projectId: "p", userId: "user-carol", email: "carol@example.com" },
};
const row: Former = {
  type: "ProjectRateLimit",
  name: "old",
  outputs: { projectId: "p", rateLimitId: "rl-a", model: "a" },
};
const limit = (name: string, args: object) => new openai.ProjectRateLimit(name, { projectId: "p", ...args });

describe.each<[string, (name: string, other: boolean) => unknown, Former[]?]>([
  ["a link", (name) => new openai.GroupUser(name, { groupId: "g", userId: "u" })],
  [
    "a link by e-mail address in two cases",
    (name, other) =>
      new openai.ProjectUser(name, { projectId: "p", email: other ? "A@x.org" : "a@X.org", role: "member" }),
  ],
  [
    "a link of the last state by e-mail address and by user id",
    (name, other) =>
      new openai.ProjectUser(name, {
        projectId: "p",
        ...(other ? { email: "Carol@example.com" } : { userId: "user-carol" }),
        role: "member",
      }),
    [carol],
  ],
  [
    "a role with its scope and without",
    (name, other) =>
      new openai.ProjectUserRoleAssignment(name, {
        projectId: "p",
        userId: "u",
        roleId: other ? role : `${role}__api-project__p`,
      }),
  ],
  [
    "a membership as owner and an assignment of that role",
    (name, other) =>
      other
        ? new openai.ProjectUser(name, { projectId: "p", userId: "u", role: "owner" })
        : new openai.ProjectUserRoleAssignment(name, { projectId: "p", userId: "u", roleId: role }),
  ],
  [
    "a group's access with a role and an assignment of that role",
    (name, other) =>
      other
        ? new openai.ProjectGroup(name, { projectId: "p", groupId: "g", role: `${role}__api-project__p` })
        : new openai.ProjectGroupRoleAssignment(name, { projectId: "p", groupId: "g", roleId: role }),
  ],
  ["one limit of a row", (name) => limit(name, { model: "a", maxRequestsPer1Minute: 1 })],
  [
    "one limit of a row of the last state by model and by id",
    (name, other) =>
      limit(name, { ...(other ? { model: "a" } : { rateLimitId: "rl-a" }), maxRequestsPer1Minute: 1 }),
    [row],
  ],
  ["an object to adopt", (name) => new openai.Project(name, { adopt: "proj_1" })],
])("%s", (_, declare, last) => {
  it.each([true, false])(
    "is noticed once when it is declared twice (the other first: %s)",
    async (otherFirst) => {
      const running = await engine(last);
      declare("a", otherFirst);
      declare("b", !otherFirst);
      await running.atRest();
      expect(twinsIn(running)).toEqual({ a: undefined, b: "a" });
    },
  );

  it("is noticed in a preview too", async () => {
    const running = await engine(last, true);
    declare("a", true);
    declare("b", false);
    await running.atRest();
    expect(twinsIn(running)).toEqual({ a: undefined, b: "a" });
  });

  it("may be declared once in each of two runs of one process", async () => {
    const first = await engine(last);
    declare("a", true);
    await first.atRest();
    const second = await engine(last);
    declare("a", true);
    await second.atRest();
    expect([twinsIn(first), twinsIn(second)]).toEqual([{ a: undefined }, { a: undefined }]);
  });
});

it("whichever resolves first, exactly one of two is told, a hundred times of a hundred", async () => {
  const counts: number[] = [];
  for (let round = 0; round < 100; round++) {
    const running = await engine();
    const after = (turns: number) =>
      pulumi.output(
        (async () => {
          for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate);
          return "u";
        })(),
      );
    new openai.GroupUser("a", { groupId: "g", userId: after((round * 7) % 5) });
    new openai.GroupUser("b", { groupId: "g", userId: after((round * 3) % 4) });
    await running.atRest();
    counts.push(Object.values(twinsIn(running)).filter(Boolean).length);
  }
  expect(counts).toEqual(Array.from({ length: 100 }, () => 1));
});

it("the kind of the other is told where it is another one", async () => {
  const { hintOf, atRest } = await engine();
  new openai.ProjectUser("bob", { projectId: "p", userId: "u", role: "owner" });
  new openai.ProjectUserRoleAssignment("bob-owns", { projectId: "p", userId: "u", roleId: role });
  await atRest();
  expect(hintOf("bob-owns")).toMatchObject({ twin: "bob", twinKind: "ProjectUser" });
});

it.each<[string, () => unknown]>([
  [
    "different limits of one row",
    () => {
      limit("a", { model: "a", maxRequestsPer1Minute: 1 });
      limit("b", { model: "a", maxTokensPer1Minute: 1, maxRequestsPer1Minute: undefined });
    },
  ],
  [
    "the same limit of two rows",
    () => {
      limit("a", { model: "a", maxRequestsPer1Minute: 1 });
      limit("b", { model: "b", maxRequestsPer1Minute: 1 });
    },
  ],
  [
    "a membership and an assignment of another role",
    () => {
      new openai.ProjectUser("a", { projectId: "p", userId: "u", role: "member" });
      new openai.ProjectUserRoleAssignment("b", { projectId: "p", userId: "u", roleId: role });
    },
  ],
  [
    "the same id of two kinds",
    () => {
      new openai.Project("a", { adopt: "x_1" });
      new openai.Group("b", { adopt: "x_1" });
    },
  ],
  [
    "two objects of one name",
    () => {
      new openai.Project("a", { name: "same", adopt: true });
      new openai.Project("b", { name: "same", adopt: true });
    },
  ],
  [
    "links to a user who is called like another link's two ends",
    () => {
      new openai.GroupUser("a", { groupId: "g", userId: "u" });
      new openai.GroupUser("b", { groupId: "u", userId: "g" });
    },
  ],
])("%s are two", async (_, declare) => {
  const running = await engine();
  declare();
  await running.atRest();
  expect(twinsIn(running)).toEqual({ a: undefined, b: undefined });
});

it("is not looked for among links whose ends are not known yet", async () => {
  const running = await engine([], true);
  const groupId = pulumi.output(pulumi.unknown) as unknown as pulumi.Output<string>;
  new openai.GroupUser("a", { groupId, userId: "u" });
  new openai.GroupUser("b", { groupId, userId: "u" });
  await running.atRest();
  expect(twinsIn(running)).toEqual({ a: undefined, b: undefined });
});

it("is noticed where the last state cannot be read", async () => {
  const running = await engine(new Error("no"));
  new openai.GroupUser("a", { groupId: "g", userId: "u" });
  new openai.GroupUser("b", { groupId: "g", userId: "u" });
  await running.atRest();
  expect(running.hintOf("b")).toEqual({ name: "b", twin: "a" });
});
