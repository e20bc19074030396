import fc from "fast-check";
import { z } from "zod";
import { type Declaration, namesIn } from "../../provider/kernel/declaration";
import { formatId, parseId } from "../../provider/kernel/identity";
import { type Before, planChange, planCreation, toldById } from "../../provider/kernel/plan";
import { resource } from "../../provider/kernel/resource";
import { isAtRest } from "../../provider/kernel/rest";
import { hasUnknown, isAbsent, type Properties, unknownValue } from "../../provider/kernel/values";
import { computed, mutable } from "../../provider/kernel/words";
import { argumentsOf } from "./arbitrary-arguments";
import { everyKind, kindOf, namesOf } from "./facts";

/** By name, what is known beforehand; `?` where nothing is. */
function seen(properties: Properties): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [name, value === unknownValue ? "?" : value]),
  );
}

function creation(token: string, args: Properties): Record<string, unknown> {
  const { id, properties } = planCreation(kindOf(token), args);
  return { id: id === unknownValue ? "?" : id, ...seen(properties) };
}

function change(
  token: string,
  live: Properties,
  said: Properties,
  news: Properties,
  more: Partial<Before> = {},
): Record<string, unknown> {
  const { does, properties } = planChange(kindOf(token), { id: "x", live, said, ...more }, news);
  return { does, ...seen(properties) };
}

describe("an object that will be made", () => {
  it("has what the program says, and what nobody else says of it", () => {
    expect(creation("VectorStore", { name: "docs", metadata: { team: "a" }, description: "Help" })).toEqual({
      id: "?",
      vectorStoreId: "?",
      name: "docs",
      metadata: { team: "a" },
      description: "Help",
      expiresAfter: "?",
      status: "?",
      usageBytes: "?",
      fileCounts: "?",
      lastActiveAt: "?",
      expiresAt: "?",
      createdAt: "?",
    });
  });

  it("has the id that its arguments make, as the API spells them, unless one is not known", () => {
    const assignment = { projectId: "proj_1", userId: "user-1", roleId: "role-x__api-project__proj_1" };
    expect(creation("ProjectUserRoleAssignment", assignment)).toEqual({
      ...assignment,
      id: "proj_1/user-1/role-x",
      assignmentSources: "?",
    });
    for (const userId of [unknownValue, "", ".."] as const)
      expect(creation("ProjectUserRoleAssignment", { ...assignment, userId }).id).toBe("?");
    const limit = { projectId: "proj_1", maxRequestsPer1Minute: 1 };
    expect(creation("ProjectRateLimit", { ...limit, rateLimitId: "rl-a" })).toMatchObject({
      id: "proj_1/rl-a",
      model: "?",
      maxTokensPer1Minute: "?",
    });
    expect(creation("ProjectRateLimit", { ...limit, model: "a" })).toMatchObject({
      id: "?",
      rateLimitId: "?",
    });
  });

  it("has no secret and no moment beforehand, and no property that is always the same", () => {
    const args = { projectId: "proj_1", serviceAccountId: "svc_1", name: "k", allPermissions: true };
    const planned = creation("ServiceAccountApiKey", args);
    expect(planned).toMatchObject({ value: "?", expiresAt: "?", apiKeyId: "?" });
    expect(Object.keys(planned)).not.toContain("expired");
    expect(Object.keys(planned)).not.toContain("scopes");
    expect(Object.keys(creation("ProjectServiceAccount", { projectId: "p", name: "n" }))).not.toContain(
      "createServiceAccountOnly",
    );
  });

  it("knows no value that the API completes, but one that leaves nothing open or that is kept as it is said", () => {
    const tools = (fileSearch: Properties) => ({ model: "m", tools: [{ type: "file_search", fileSearch }] });
    const whole = tools({ maxNumResults: 5, rankingOptions: { ranker: "auto", scoreThreshold: 0 } });
    expect(creation("Assistant", tools({ maxNumResults: 5 })).tools).toBe("?");
    expect(creation("Assistant", whole).tools).toEqual(whole.tools);
    const method = { type: "supervised" };
    expect(creation("FineTuningJob", { model: "m", trainingFile: "f", method }).method).toEqual(method);
  });

  it("keeps what is known around something that is not", () => {
    const metadata: Properties = { team: unknownValue, cost: "1" };
    expect(creation("VectorStore", { metadata }).metadata).toEqual(metadata);
  });
});

describe("an object that is there", () => {
  const live = { projectId: "proj_1", name: "shop", residency: "GLOBAL", status: "active", createdAt: 1 };

  it("stays as it is where nothing differs, whatever is not told of it", () => {
    expect(change("Project", live, { name: "shop" }, { name: "shop" })).toEqual({ does: "nothing", ...live });
  });

  it("keeps what an update does not touch, and the id", () => {
    expect(change("Project", live, { name: "shop" }, { name: "store" })).toEqual({
      ...live,
      does: "update",
      name: "store",
      archivedAt: "?",
    });
  });

  it("is known as a whole where an update calls nobody", () => {
    const news = { name: "shop", residency: "GLOBAL" };
    expect(change("Project", live, { name: "shop" }, news)).toEqual({ does: "update", ...live });
  });

  it("is planned anew where it is replaced", () => {
    const news = { name: "shop", residency: "EU_STORAGE_PROCESSING" };
    const { id: _, ...planned } = creation("Project", news);
    expect(change("Project", live, { name: "shop" }, news)).toEqual({ does: "replace", ...planned });
    expect(change("VectorStore", { status: "expired" }, {}, {})).toMatchObject({
      does: "replace",
      status: "?",
    });
  });

  it("loses what the API never tells when the program says it no more; what it cleared, the API tells", () => {
    const said = { model: "m", name: "a", reasoningEffort: "low", temperature: 0.2 };
    const planned = change("Assistant", { ...said, assistantId: "asst_1", createdAt: 1 }, said, {
      model: "m",
    });
    expect(planned).toMatchObject({ does: "update", name: "?", temperature: "?", createdAt: 1 });
    expect(Object.keys(planned)).not.toContain("reasoningEffort");
  });

  it("shows again what the API has filled in, where another argument is sent", () => {
    const said = { model: "m", tools: [{ type: "file_search", fileSearch: { maxNumResults: 5 } }] };
    const filled = [
      { type: "file_search", fileSearch: { maxNumResults: 5, rankingOptions: { ranker: "auto" } } },
    ];
    expect(change("Assistant", { ...said, tools: filled }, said, { ...said, model: "n" })).toMatchObject({
      model: "n",
      tools: filled,
    });
  });

  it("does not know what is put back, for another resource may manage that by now", () => {
    const row = { projectId: "proj_1", model: "a", rateLimitId: "rl-a" };
    const said = { projectId: "proj_1", model: "a", maxRequestsPer1Minute: 1, maxTokensPer1Minute: 2 };
    const { maxTokensPer1Minute: _, ...news } = said;
    const restoreTo = { maxRequestsPer1Minute: 10, maxTokensPer1Minute: 20 };
    expect(change("ProjectRateLimit", { ...row, ...said }, said, news, { restoreTo })).toEqual({
      ...row,
      does: "update",
      maxRequestsPer1Minute: 1,
      maxTokensPer1Minute: "?",
    });
  });
});

describe("an endpoint whose secret is rotated", () => {
  const said = {
    name: "w",
    url: "https://a.example.com",
    eventTypes: ["batch.failed"],
    rotationTrigger: "1",
  };
  const outputs = {
    webhookEndpointId: "whe_1",
    signingSecret: "whsec_1",
    signingSecretHint: "c_1",
    createdAt: 1,
    updatedAt: 1,
  };
  const rotating = (news: Properties) => {
    const { does, ...planned } = change("WebhookEndpoint", { ...said, ...outputs }, said, {
      ...said,
      ...news,
    });
    return { does, unknown: Object.keys(planned).filter((name) => Reflect.get(planned, name) === "?") };
  };

  test.each<[string, Properties, string[]]>([
    [
      "has another secret, hint and time",
      { rotationTrigger: "2" },
      ["signingSecret", "signingSecretHint", "updatedAt"],
    ],
    ["has another time only, where something else is sent", { url: "https://b.example.com" }, ["updatedAt"]],
    ["keeps all of it where nothing is sent", { rotationTrigger: undefined }, []],
    ["keeps all of it where only the manner changes", { keepOldSecretActiveFor24Hours: true }, []],
  ])("%s", (_, news, unknown) => {
    expect(rotating(news)).toEqual({ does: "update", unknown });
  });

  it("of an import keeps having none", () => {
    const { signingSecret: _, ...imported } = { ...said, ...outputs };
    const planned = change("WebhookEndpoint", imported, said, { ...said, name: "v" });
    expect(Object.keys(planned)).not.toContain("signingSecret");
  });
});

test("a key that gets another lifetime expires at another time, and keeps its value", () => {
  const said = { projectId: "p", serviceAccountId: "s", name: "k", scopes: ["a"], expiresInSeconds: 60 };
  const live = {
    ...said,
    apiKeyId: "key_1",
    value: "sk-1",
    expiresAt: 61,
    createdAt: 1,
    redactedValue: "sk-...",
  };
  const next = (news: Properties) => change("ServiceAccountApiKey", live, said, { ...said, ...news });
  expect(next({ expiresInSeconds: 90 })).toMatchObject({ value: "sk-1", expiresAt: "?", createdAt: 1 });
  expect(next({ scopes: ["b"] })).toMatchObject({ value: "sk-1", expiresAt: 61, redactedValue: "sk-..." });
});

describe("a run that is waited for", () => {
  const job = kindOf("FineTuningJob");
  const said = { model: "m", trainingFile: "f", wait: false };
  const running = { ...said, fineTuningJobId: "ftjob-1", status: "running", createdAt: 1 };
  const { wait: _, ...waiting } = said;

  it("is at rest once it has ended, or where nobody waits", () => {
    expect(isAtRest(job, running)).toBe(true);
    expect(isAtRest(job, running, waiting)).toBe(false);
    expect(isAtRest(job, { ...running, status: "succeeded" }, waiting)).toBe(true);
    expect(isAtRest(kindOf("Project"), {})).toBe(true);
  });

  it("knows nothing of its end, but all that stays", () => {
    expect(change("FineTuningJob", running, said, waiting)).toMatchObject({
      does: "update",
      fineTuningJobId: "ftjob-1",
      status: "?",
      fineTunedModel: "?",
      createdAt: 1,
    });
    expect(change("FineTuningJob", running, said, { ...said, wait: unknownValue }).status).toBe("?");
    const over = { ...running, status: "succeeded", fineTunedModel: "ft:m" };
    expect(change("FineTuningJob", over, said, waiting)).toMatchObject({
      status: "succeeded",
      fineTunedModel: "ft:m",
    });
  });
});

describe.each(everyKind)("the plans of a %s", (_, declaration) => {
  const args = argumentsOf(declaration);
  const names = Object.keys(declaration.props);

  it("know an object in and out that nothing is done with, and its id in every update", () => {
    fc.assert(
      fc.property(args, args, (olds, news) => {
        const live = { ...olds, ...outputsOf(declaration) };
        const before = { id: "id", live, said: olds };
        expect(planChange(declaration, before, olds)).toMatchObject({
          does: "nothing",
          id: "id",
          properties: live,
        });
        const plan = planChange(declaration, before, news);
        expect(Object.keys(plan.properties).filter((name) => !names.includes(name))).toEqual([]);
        if (plan.does === "replace") expect(plan).toMatchObject(planCreation(declaration, news));
        else expect(plan.id).toBe("id");
        if (plan.does !== "update") return;
        for (const name of toldById(declaration)) expect(plan.properties[name]).toEqual(live[name]);
        for (const [name, value] of Object.entries(news))
          if (!isAbsent(value) && !hasUnknown(plan.properties[name]))
            expect(plan.properties[name]).toBeDefined();
      }),
      { numRuns: 25 },
    );
  });

  it("take from an id what it tells, and leave to the program what it always gives", () => {
    const parts: Properties = Object.fromEntries(namesIn(declaration.id).map((name) => [name, `${name}-1`]));
    const id = formatId(declaration, parts);
    const told = toldById(declaration);
    expect(told.map((name) => parseId(declaration, id)[name])).toEqual(told.map((name) => parts[name]));
    const given = namesOf(declaration, "parent");
    expect(told.filter((name) => given.includes(name))).toEqual([]);
    const [{ args: sample } = { args: {} }] = declaration.examples;
    const isMade = namesIn(declaration.id).every((name) => name in sample);
    expect(planCreation(declaration, sample).id === unknownValue).toBe(!isMade);
  });

  it("name in `after` what an update can send, of outputs that do not change by themselves", () => {
    for (const [name, { options }] of Object.entries(declaration.props)) {
      if (options.after === undefined) continue;
      expect(namesOf(declaration, "computed", "once")).toContain(name);
      expect(namesOf(declaration, "mutable")).toEqual(expect.arrayContaining([...options.after]));
      expect({ name, volatile: options.volatile }).toEqual({ name, volatile: undefined });
    }
  });
});

test("a declaration whose output changes after a property that there is not is refused", () => {
  const odd = () =>
    resource({
      token: "Odd",
      about: "Odd.",
      page: "https://example.com",
      credential: "admin",
      at: "/odds",
      id: "{oddId}",
      list: { page: "lastId", max: 100 },
      props: {
        oddId: computed(z.string(), "Id.", { wire: "id" }),
        name: mutable(z.string(), "Name."),
        changedAt: computed(z.int(), "When.", { after: ["nmae"] }),
      },
      examples: [{ title: "t", args: { name: "x" } }],
    });
  expect(odd).toThrow('"nmae" is named but not declared');
});

/** Some value for each output. */
function outputsOf(declaration: Declaration): Properties {
  return Object.fromEntries(namesOf(declaration, "computed", "once").map((name) => [name, `some ${name}`]));
}
