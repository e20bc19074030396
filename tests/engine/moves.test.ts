import { atRest, operations, planned, refreshClean, stepped, up } from "./play";
import { commandLines, head, type Stage, stageOn } from "./stage";

jest.setTimeout(300_000);

const program = `${head}${stepped}
const home = (name, residency) => {
  const { projectId } = new openai.Project(name, { residency });
  const { serviceAccountId } = new openai.ProjectServiceAccount(name, { projectId });
  const key = new openai.ServiceAccountApiKey(name, { projectId, serviceAccountId, allPermissions: true });
  return { apiKey: key.value, projectId };
};
const shop = home("shop", step === "moved" ? "EU_STORAGE_PROCESSING" : undefined);
const other = home("other");
new openai.VectorStore("docs", shop);
new openai.VectorStore("wanderer", step === "pointed" ? other : shop);
exports.shop = shop.projectId;
exports.other = other.projectId;
`;

describe.each(commandLines)("what lives in a project, on the command line $version", (line) => {
  let place: Stage;
  beforeAll(async () => {
    place = await stageOn(line, "moves", program);
    await up(place, "");
  });
  afterAll(() => place.close());

  const output = async (name: string) => (await place.pulumi.must(["stack", "output", name])).trim();

  it("goes where it is pointed: the preview says so, and the old one is gone", async () => {
    expect(operations(await planned(place, "pointed"))).toEqual({ "VectorStore::wanderer": "replace" });
    await up(place, "pointed");
    expect(await storesOf("other")).toHaveLength(1);
    expect(await storesOf("shop")).toHaveLength(1);
    await refreshClean(place, "pointed");
    await up(place, "");
    expect(await storesOf("shop")).toHaveLength(2);
  });

  it("is replaced with the project: the preview says so, and a refresh is clean", async () => {
    const before = await output("shop");
    const steps = operations(await planned(place, "moved"));
    expect(steps).toMatchObject({
      "Project::shop": "replace",
      "ServiceAccountApiKey::shop": "replace",
      "VectorStore::docs": "replace",
      "VectorStore::wanderer": "replace",
    });
    await up(place, "moved");
    expect(await output("shop")).not.toBe(before);
    expect(await storesOf("shop")).toHaveLength(2);
    expect(place.emulator.state().tables.vector_stores).toHaveLength(2);
    await refreshClean(place, "moved");
    await atRest(place, "moved");
  });

  /** The stores that lie in a project of the stack. */
  async function storesOf(name: string): Promise<string[]> {
    const home = await output(name);
    const { vector_stores: stores } = place.emulator.state().tables;
    return stores.filter(({ project_id }) => project_id === home).map(({ id }) => id);
  }
});
