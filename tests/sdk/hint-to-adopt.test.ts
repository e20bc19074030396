import * as openai from "../../sdk/dynamic";
import { engine, type Former, programFolder, project } from "./fake-engine";

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

  it("by looks tells what lives in each as well", async () => {
    const { hintOf, atRest } = await engine([project("billing", "proj_1"), ...children.slice(0, 1)]);
    new openai.Project("new", { adopt: true });
    await atRest();
    expect(hintOf("new").held).toEqual([expect.objectContaining({ name: "billing", lives: ["a"] })]);
  });

  it("that is false tells nothing of it", async () => {
    const { hintOf, atRest } = await engine([project("billing", "proj_1"), ...children]);
    new openai.Project("new", { adopt: false });
    await atRest();
    expect(hintOf("new").held).toEqual([]);
  });

  it("tells that an object is wanted by the one that has it under a new name and an alias", async () => {
    const { hintOf, atRest } = await engine([project("billing", "proj_1")]);
    new openai.Project("copy", { adopt: "proj_1" });
    new openai.Project("billing-v2", {}, { aliases: [{ name: "billing" }] });
    await atRest();
    expect(hintOf("copy").held).toEqual([expect.objectContaining({ name: "billing", wanted: true })]);
  });

  it("tells nothing of other links to the same ends", async () => {
    const inStore = (name: string, vectorStoreId: string): Former => ({
      type: "VectorStoreFile",
      name,
      outputs: { vectorStoreId, fileId: "file-1" },
    });
    const { hintOf, atRest } = await engine([inStore("old", "vs_1"), inStore("other", "vs_2")]);
    new openai.VectorStoreFile("new", { vectorStoreId: "vs_1", fileId: "file-1", adopt: "vs_1/file-1" });
    await atRest();
    expect(hintOf("new").held).toEqual([{ name: "old", id: "vs_1/file-1", own: false, wanted: false }]);
  });
});
