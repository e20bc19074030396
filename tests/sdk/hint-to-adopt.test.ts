import * as openai from "../../sdk/dynamic";
import { engine, type Former, member, programFolder, project } from "./fake-engine";

let folder: ReturnType<typeof programFolder>;
beforeAll(() => {
  folder = programFolder();
});
afterAll(() => folder.remove());

describe("adopt", () => {
  const children = ["a", "b", "c", "d", "e", "f"].map(
    (name): Former => ({
      type: "ProjectRole",
      name,
      outputs: { projectId: "proj_1", roleId: `role_${name}` },
    }),
  );

  it("by id tells who has it, and at most five of those that live in it", async () => {
    const { hintOf, atRest } = await engine([
      project("billing", "proj_1"),
      project("shop", "proj_2"),
      ...children,
    ]);
    new openai.Project("billing-v2", { adopt: "proj_1" });
    await atRest();
    expect(hintOf("billing-v2").held).toEqual([
      {
        name: "billing",
        id: "proj_1",
        lease: "lease-billing",
        own: false,
        wanted: false,
        lives: ["a", "b", "c", "d", "e"],
      },
    ]);
  });

  it("by id tells whether the one that has it stays", async () => {
    const { hintOf, atRest } = await engine([project("billing", "proj_1")]);
    new openai.Project("copy", { adopt: "proj_1" });
    new openai.Project("billing");
    await atRest();
    expect(hintOf("copy").held).toEqual([expect.objectContaining({ name: "billing", wanted: true })]);
  });

  it("by looks tells all of the kind, at most a thousand", async () => {
    const many = Array.from({ length: 1_200 }, (_, i) => project(`p${i}`, `proj_${i}`));
    const { hintOf, atRest } = await engine(many);
    new openai.Project("new", { adopt: true });
    await atRest();
    expect(hintOf("new").held).toHaveLength(1_000);
  });

  it("by looks tells a resource that is there already only those of its name", async () => {
    const twin: Former = { ...project("x", "proj_9"), outputs: { projectId: "proj_9", name: "a" } };
    const { hintOf, atRest } = await engine([project("a", "proj_1"), project("b", "proj_2"), twin]);
    new openai.Project("a", { adopt: true });
    await atRest();
    expect(hintOf("a").held?.map(({ id }) => id)).toEqual(["proj_1", "proj_9"]);
  });

  it("tells nothing of those that live in a link's ends", async () => {
    const { hintOf, atRest } = await engine([member("old", "u"), member("other", "v")]);
    new openai.GroupUser("new", { groupId: "group_1", userId: "u", adopt: "group_1/u" });
    await atRest();
    expect(hintOf("new").held?.[0]).not.toHaveProperty("lives");
  });
});
