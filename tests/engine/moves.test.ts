import { atRest, operations, planned, refreshClean, stepped, up } from "./play";
import { commandLines, head, type Stage, stageOn } from "./stage";

jest.setTimeout(900_000);

const program = `${head}${stepped}
const home = (name, residency) => {
  const project = new openai.Project(name, { residency });
  const { projectId } = project;
  const { serviceAccountId } = new openai.ProjectServiceAccount(name, { projectId });
  const key = new openai.ServiceAccountApiKey(name, { projectId, serviceAccountId, allPermissions: true });
  return { project, projectId, own: { apiKey: key.value, projectId } };
};
const shop = home("shop", step === "moved" ? "EU_STORAGE_PROCESSING" : undefined);
const other = home("other");
// It is given no project: the key knows which one it belongs to.
new openai.VectorStore("docs", { apiKey: shop.own.apiKey });
new openai.VectorStore("wanderer", (step === "pointed" ? other : shop).own);
const { projectId, project } = shop;
const within = { deletedWith: project };
const suffix = step === "moved" ? "-moved" : "";
new openai.ProjectUser("bob" + suffix, { projectId, userId: "user-bob", role: "member" }, within);
new openai.ProjectUser("carol", { projectId, userId: "user-carol", role: "member" }, within);
new openai.ProjectUserRoleAssignment("alice" + suffix, { projectId, userId: "user-alice", roleId: "role-api-project-owner" }, within);
exports.shop = shop.projectId;
exports.other = other.projectId;
`;

const owner = "role-api-project-owner";

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
    const { vector_stores, project_users, role_assignments } = place.emulator.state().tables;
    expect(vector_stores).toHaveLength(2);
    const home = await output("shop");
    const members = project_users.filter(({ project_id }) => project_id === home).map(({ id }) => id);
    expect(members.sort()).toEqual(["user-bob", "user-carol"]);
    const owners = role_assignments.filter((row) => row.project_id === home && row.role_id === owner);
    expect(owners.map(({ principal_id }) => principal_id)).toEqual(["user-alice"]);
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
