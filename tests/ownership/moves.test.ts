import { type Bag, outputOf, type Program } from "../support/small-engine";
import { expectSettled, scenes, succeed } from "./harness";

const seeds = process.env.SOAK ? 100 : 10;
const nothing = async () => undefined;

const team = (name: string, more: Bag = {}): Program => [
  { name, token: "Project", args: { name, ...more } },
  {
    name: `${name}-robot`,
    token: "ProjectServiceAccount",
    args: { projectId: outputOf(name), name: "robot" },
  },
  {
    name: `${name}-key`,
    token: "ServiceAccountApiKey",
    args: {
      projectId: outputOf(name),
      serviceAccountId: outputOf(`${name}-robot`, "serviceAccountId"),
      name: "key",
      allPermissions: true,
    },
  },
];

const living = (name: string): Program => [
  {
    name: "store",
    token: "VectorStore",
    args: { name: "s", projectId: outputOf(name), apiKey: outputOf(`${name}-key`, "value") },
  },
  {
    name: "file",
    token: "File",
    args: {
      purpose: "assistants",
      filename: "a.txt",
      source: { text: "hello" },
      projectId: outputOf(name),
      apiKey: outputOf(`${name}-key`, "value"),
    },
  },
  {
    name: "link",
    token: "VectorStoreFile",
    args: {
      vectorStoreId: outputOf("store"),
      fileId: outputOf("file"),
      projectId: outputOf(name),
      apiKey: outputOf(`${name}-key`, "value"),
    },
  },
];

describe("what lives in a project", () => {
  it("is replaced with it, and the preview says so", async () => {
    await scenes(seeds, nothing, async (scene) => {
      const { engine, place } = scene;
      const before = [...team("p"), ...living("p")];
      const after = [...team("p", { residency: "EU_STORAGE_PROCESSING" }), ...living("p")];
      await succeed(engine.up(before));
      expect(await succeed(engine.preview(after))).toEqual(
        expect.arrayContaining(["replace Project p", "replace VectorStore store", "replace File file"]),
      );
      await succeed(engine.up(after));
      await expectSettled(scene, after);
      const { projects, vector_stores: stores } = place.emulator.state().tables;
      const home = projects.find(({ name, archived_at }) => name === "p" && archived_at === null)?.id;
      expect(stores.map((row) => row.project_id)).toEqual([home]);
      await succeed(engine.refresh());
      await expectSettled(scene, after);
    });
  });

  it("is replaced when it is pointed at another known project, and the old goes by the old key", async () => {
    await scenes(seeds, nothing, async (scene) => {
      const { engine, place } = scene;
      const before = [...team("p"), ...team("q"), ...living("p")];
      const after = [...team("p"), ...team("q"), ...living("q")];
      await succeed(engine.up(before));
      await succeed(engine.up(after));
      await expectSettled(scene, after);
      const { projects, vector_stores: stores, files } = place.emulator.state().tables;
      const home = projects.find(({ name }) => name === "q")?.id;
      expect(stores.map((row) => row.project_id)).toEqual([home]);
      expect(files.map((row) => row.project_id)).toEqual([home]);
      await succeed(engine.up(after, { refresh: true }));
      await expectSettled(scene, after);
    });
  });
});
