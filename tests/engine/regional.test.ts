import { type Host, hostOf } from "./regional";
import { head, type Stage, stage } from "./stage";

jest.setTimeout(900_000);

const program = (access: string) => `${head}
const project = new openai.Project("search", { residency: "EU_STORAGE_PROCESSING" });
const { projectId } = project;
const within = { deletedWith: project };
const account = new openai.ProjectServiceAccount("bot", { projectId }, within);
const key = new openai.ServiceAccountApiKey("bot-key", {
  projectId, serviceAccountId: account.serviceAccountId, allPermissions: true,
}, within);
const access = { apiKey: key.value, projectId, ${access} };
const store = new openai.VectorStore("docs", access);
const text = new pulumi.asset.StringAsset("# Returns");
const file = new openai.File("handbook", { ...access, source: text, filename: "returns.md", purpose: "assistants" });
new openai.VectorStoreFile("handbook", { ...access, vectorStoreId: store.vectorStoreId, fileId: file.fileId });
`;

/** A project of the program is at home in Europe, and its resources are at the host there. */
describe("a project with data residency", () => {
  let place: Stage;
  let global: Host;
  let europe: Host;

  beforeAll(async () => {
    global = await hostOf("global", () => place.emulator);
    europe = await hostOf("europe", () => place.emulator);
    place = await stage("regional", program(""), {
      "openai:baseUrl": global.url,
      "regional:europe": europe.url,
    });
  });
  afterAll(async () => {
    await Promise.all([place.close(), global.close(), europe.close()]);
  });

  const run = (...args: string[]) => place.run([...args, "--yes", "--skip-preview"]);
  const forgetCalls = () => {
    global.asked.length = 0;
    europe.asked.length = 0;
  };
  const isOfProject = (call: string) => / \/v1\/(files|vector_stores)/.test(call);

  it("has resources that fail without its host, at once, and are told where to write it", async () => {
    const { code, output } = await run("up");
    expect(code).not.toBe(0);
    expect(output).toContain("Please make your request to eu.api.openai.com");
    expect(output).toContain("give the resource the argument baseUrl");
    expect(output).not.toMatch(/expired or revoked|waiting/);
    expect(global.asked.filter((call) => call === "POST /v1/vector_stores")).toHaveLength(1);
  });

  it("comes up with it, and each call goes where it belongs", async () => {
    place.write(program('baseUrl: config.require("europe")'));
    forgetCalls();
    const { code, output } = await run("up");
    expect(code === 0 ? "fine" : output).toBe("fine");
    expect(global.asked.filter(isOfProject)).toEqual([]);
    expect(europe.asked.filter((call) => !isOfProject(call))).toEqual([]);
    expect(europe.asked).toEqual(expect.arrayContaining(["POST /v1/vector_stores", "POST /v1/files"]));
  });

  it("is at rest then, without a call", async () => {
    forgetCalls();
    expect((await run("up", "--expect-no-changes")).code).toBe(0);
    expect([...global.asked, ...europe.asked]).toEqual([]);
  });

  it("is refreshed there: the state knows the host, for the program does not run", async () => {
    forgetCalls();
    const { code, output } = await run("refresh", "--expect-no-changes");
    expect(code === 0 ? "fine" : output).toBe("fine");
    expect(europe.asked.length).toBeGreaterThan(0);
    expect(global.asked.filter(isOfProject)).toEqual([]);
  });

  it("is destroyed there as well", async () => {
    forgetCalls();
    const { code, output } = await run("destroy");
    expect(code === 0 ? "fine" : output).toBe("fine");
    expect(europe.asked).toEqual(
      expect.arrayContaining([expect.stringMatching(/^DELETE \/v1\/vector_stores\/vs_/)]),
    );
    expect(global.asked.filter(isOfProject)).toEqual([]);
    expect(place.emulator.state().tables.vector_stores).toEqual([]);
  });
});
