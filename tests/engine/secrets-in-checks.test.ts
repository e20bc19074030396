import { inStep, stepped, upFails } from "./play";
import { commandLines, head, type Stage, stageOn } from "./stage";

jest.setTimeout(900_000);

/** Arguments that the program calls secret, and that are wrong: as a whole, inside, and as a map's key. */
const wrong = `
  () => new openai.Project("residency", { residency: s(canary) }),
  () => new openai.Project("adopt", { adopt: s({ is: canary }) }),
  () => new openai.Project("name", { name: s({ is: canary }) }),
  () => new openai.ProjectUser("role", { projectId: "proj_default", userId: "user-bob", role: s(canary) }),
  () => new openai.ProjectUser("both", { projectId: "proj_default", userId: s(canary), email: s(canary + "@example.com"), role: "member" }),
  () => new openai.ProjectServiceAccount("role", { projectId: "proj_default", role: s(canary) }),
  () => new openai.ProjectRateLimit("limit", { projectId: "proj_default", model: "gpt-4o", maxRequestsPer1Minute: s(-number) }),
  () => new openai.ProjectRateLimit("text", { projectId: "proj_default", model: "gpt-4o", maxTokensPer1Minute: s(canary) }),
  () => new openai.WebhookEndpoint("url", { ...own, url: s("http://" + canary), eventTypes: s(canary) }),
  () => new openai.WebhookEndpoint("events", { ...own, url: s({ is: canary }), eventTypes: [s({ is: canary })] }),
  () => new openai.FineTuningJob("suffix", { ...own, model: s([canary]), trainingFile: "file-1", suffix: s(canary.repeat(9)) }),
  () => new openai.FineTuningJob("method", { ...own, model: "gpt-4.1", trainingFile: "file-1", method: { type: s(canary) }, seed: s(-number) }),
  () => new openai.VectorStore("map", { ...own, metadata: s({ [canary.repeat(9)]: canary, nested: { is: canary } }) }),
  () => new openai.VectorStore("inner", { ...own, metadata: { team: s({ is: canary }) }, fileIds: s(canary) }),
  () => new openai.VectorStore("list", { ...own, fileIds: s([canary, { is: canary }]), expiresAfter: s({ anchor: canary, days: number }) }),
  () => new openai.VectorStore("key", { apiKey: s({ is: canary }), unheardOf: s(canary) }),
  () => new openai.VectorStoreFile("attributes", { ...own, vectorStoreId: "vs_1", fileId: "file-1", attributes: s({ year: [canary] }), chunkingStrategy: s(canary) }),
  () => new openai.ProjectRole("permissions", { projectId: "proj_default", permissions: s(canary), description: s([canary]) }),
  () => new openai.AdminApiKey("seconds", { expiresInSeconds: s(-number) }),
  () => new openai.ServiceAccountApiKey("scopes", { projectId: "proj_default", serviceAccountId: "svc_acct_1", scopes: s([]), allPermissions: s(canary) }),
  () => new openai.GroupUser("extra", { groupId: "group_1", userId: "user-bob", secretly: s(canary) }),
  () => new openai.File("source", { ...own, purpose: s(canary), source: s(canary) }),
  () => new openai.Assistant("tools", { ...own, model: "gpt-4o", tools: s([{ type: canary }]), temperature: s(number) }),
`;

/** The provider is not told what is secret, and the engine prints the value of a property that a failure names. */
const program = `${head}${stepped}
const canary = "canary-" + "in-clear";
const number = 31337421337;
const s = pulumi.secret;
const own = { apiKey: s("sk-proj-test") };
const wrong = [${wrong}];
wrong[Number(step)]();
`;

describe.each(commandLines)("a failed check, on the command line $version", (line) => {
  let place: Stage;
  beforeAll(async () => {
    place = await stageOn(line, "secrets-in-checks", program);
  });
  afterAll(() => place.close());

  const expectSilent = (which: string, said: string) => {
    expect([which, said]).toEqual([which, expect.stringContaining("has a problem")]);
    expect([which, said]).toEqual([which, expect.not.stringMatching(/canary-in-clear|31337421337|sk-proj-/)]);
  };

  it("prints nothing of what the program gave in a preview", async () => {
    const each = wrong.match(/new openai\.\w+\("\w+"/g) ?? [];
    const left = each.map((which, step) => ({ which, step }));
    expect(left.length).toBeGreaterThan(20);
    const work = async () => {
      for (let one = left.shift(); one; one = left.shift()) {
        const { code, output } = await place.run(["preview"], inStep(one.step));
        expect({ ...one, failed: code !== 0 }).toEqual({ ...one, failed: true });
        expectSilent(one.which, output);
      }
    };
    // A preview locks nothing.
    await Promise.all([work(), work(), work()]);
    expect(place.emulator.requests()).toEqual([]);
  });

  it("prints nothing of what the program gave in an up", async () => {
    expectSilent("residency", await upFails(place, 0));
    expect(place.emulator.requests()).toEqual([]);
  });
});
