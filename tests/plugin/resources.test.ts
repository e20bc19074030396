import { status } from "@grpc/grpc-js";
import { CheckRequest } from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { handlerFor } from "../../provider/dynamic/handler";
import { kindOf } from "../kernel/facts";
import { byHand, itemOf, listOf, newProject } from "../lifecycle/house";
import { sampleArgs } from "../support/fixtures";
import { type Workshop, workshop } from "../support/workshop";
import { bagFrom } from "./bags";
import { called, type Engine, engineOn, failed, type State } from "./engine";
import { type Bag, isSecret, secret, unknown } from "./structs";

const Project = kindOf("Project");
const Account = kindOf("ProjectServiceAccount");
const Key = kindOf("ServiceAccountApiKey");
const Role = kindOf("ProjectRole");
const Store = kindOf("VectorStore");
const Webhook = kindOf("WebhookEndpoint");
const Member = kindOf("ProjectUser");
const Job = kindOf("FineTuningJob");
const { AutonamingOptions } = CheckRequest;

let place: Workshop;
let engine: Engine;

beforeEach(async () => {
  place = workshop();
  engine = await engineOn(place);
});
afterEach(() => engine.close());

const hook: Bag = { name: "hook", url: "https://example.com", eventTypes: ["response.completed"] };

describe("a name that the program does not give", () => {
  const named = async (olds: Bag, change: (request: CheckRequest) => void) =>
    (await engine.check(Project, {}, olds, change)).inputs.name;
  const proposing = (mode: 0 | 1 | 2, proposed: string) => (request: CheckRequest) =>
    request.setAutonaming(new AutonamingOptions().setMode(mode).setProposedName(proposed));
  const { PROPOSE, ENFORCE, DISABLE } = AutonamingOptions.Mode;

  it("is the resource's own, as the engine tells it or as its URN does", async () => {
    expect(await named({}, (request) => request.setName("shop"))).toBe("shop");
    expect(
      await named({}, (request) =>
        request.setUrn("urn:pulumi:dev::shop::my:component:C$openai:index:Project::a::b"),
      ),
    ).toBe("a::b");
  });

  it("is what the stack's configuration proposes or enforces", async () => {
    expect(await named({}, proposing(PROPOSE, "shop-dev"))).toBe("shop-dev");
    expect(await named({}, proposing(ENFORCE, "shop-dev"))).toBe("shop-dev");
  });

  it("stays what it was", async () => {
    expect(await named({ name: "before" }, proposing(PROPOSE, "shop-dev"))).toBe("before");
  });

  it("is missing where the configuration gives none", async () => {
    const { failures } = await engine.check(Project, {}, {}, proposing(DISABLE, ""));
    expect(failures).toEqual([{ property: "name", reason: '"name" is required' }]);
  });

  it("is something like the kind where nobody gives one", async () => {
    expect(await named({}, (request) => request.setUrn("").setType("openai:index:Project"))).toMatch(
      /^project-[0-9a-f]{7}$/,
    );
  });
});

describe("a check", () => {
  it("gives secrets back where the program has them, and names no property that holds one", async () => {
    const metadata = { team: secret("canary"), other: "plain" };
    const fine = await engine.check(Store, { name: "docs", metadata });
    expect(fine).toEqual({ failures: [], inputs: { name: "docs", metadata } });
    const { failures } = await engine.check(Store, {
      expiresAfter: { anchor: "last_active_at", days: 0 },
      metadata: { team: secret(["canary"]) },
    });
    expect(failures.map(({ property }) => property).sort()).toEqual(["", "expiresAfter.days"]);
    expect(JSON.stringify(failures)).not.toContain("canary");
  });

  it("lets through what is not known yet, and asks nobody", async () => {
    const news = { projectId: unknown, name: secret(unknown) };
    expect(await engine.check(Account, news)).toEqual({ failures: [], inputs: news });
    expect(place.calls()).toEqual([]);
  });

  it("says what the arguments of the dynamic way in are called here", async () => {
    const { failures } = await engine.check(Webhook, {
      ...hook,
      apiKey: secret("sk-proj-canary"),
      adopt: true,
    });
    expect(failures.sort((a, b) => a.reason.localeCompare(b.reason))).toEqual([
      { property: "", reason: expect.stringContaining("the option `import`") },
      { property: "", reason: expect.stringContaining("the option `provider`") },
    ]);
  });

  it("knows no kind of another version", async () => {
    const work = engine.check(Project, {}, {}, (request) => request.setType("openai:index:Moon"));
    expect(await failed(work)).toEqual({
      code: status.INVALID_ARGUMENT,
      message: expect.stringContaining("has no resource openai:index:Moon"),
    });
  });
});

describe("a difference", () => {
  const stateOf = (inputs: Bag): State => ({ id: "vs_1", inputs, outputs: inputs });

  it("is told by its exact path and kind, and says that it is one of arguments", async () => {
    const before = {
      name: "docs",
      metadata: { "a.b": "1", gone: "2", same: "3" },
      expiresAfter: { anchor: "last_active_at", days: 1 },
    };
    const now = {
      name: "articles",
      metadata: { "a.b": "9", same: "3", new: "4" },
      expiresAfter: { anchor: "last_active_at", days: unknown },
    };
    const found = await engine.diff(Store, stateOf(before), now);
    expect(found).toEqual({
      changes: "update",
      replaces: [],
      diffs: ["name", "expiresAfter", "metadata"],
      details: {
        name: "UPDATE",
        "expiresAfter.days": "UPDATE",
        'metadata["a.b"]': "UPDATE",
        "metadata.gone": "DELETE",
        "metadata.new": "ADD",
      },
      deleteBeforeReplace: false,
    });
  });

  it("is told no deeper than where it becomes secret", async () => {
    const found = await engine.diff(Store, stateOf({ metadata: secret({ hidden: "1" }) }), {
      metadata: secret({ hidden: "2" }),
    });
    expect(found.details).toEqual({ metadata: "UPDATE" });
  });

  it("is none where a value has only become secret", async () => {
    const found = await engine.diff(Store, stateOf({ name: "docs" }), { name: secret("docs") });
    expect(found.changes).toBe("none");
  });

  it("replaces with a kind of its own, and at once where the id would be the same", async () => {
    const replaced = await engine.diff(Store, stateOf({ description: "a" }), { description: "b" });
    expect(replaced).toMatchObject({
      changes: "replace",
      replaces: ["description"],
      details: { description: "UPDATE_REPLACE" },
      deleteBeforeReplace: false,
    });
    const projectId = await newProject(place);
    const args = bagFrom({ ...(await sampleArgs(place, Member)), projectId });
    const member = await engine.create(Member, args);
    const other = await engine.diff(Member, member, { ...args, projectId: "proj_other" });
    expect(other).toMatchObject({ changes: "replace", deleteBeforeReplace: false });
  });

  it("between what a refresh has seen and the last arguments is the drift", async () => {
    const inputs: Bag = { name: "shop" };
    const state = await engine.create(Project, inputs);
    await byHand(place, "POST", `/organization/projects/${state.id}`, { name: "by hand" });
    const seen = await engine.read(Project, state.id, state);
    if (!seen) throw new Error("not found");
    expect(seen.inputs).toEqual({ name: "by hand" });
    expect(await engine.diff(Project, seen, inputs)).toMatchObject({
      changes: "update",
      details: { name: "UPDATE" },
    });
  });

  it("is none after a refresh of an object for which the program says little", async () => {
    const state = await engine.create(Webhook, hook);
    const seen = await engine.read(Webhook, state.id, state);
    expect(seen?.inputs).toEqual(hook);
  });
});

describe("a preview", () => {
  it("knows of a new object what the program says, and the id where it is made of that", async () => {
    const { id, outputs } = await engine.preview(Project, { name: "shop" });
    expect([id, outputs.name, outputs.projectId]).toEqual(["", "shop", unknown]);
    const rest = { projectId: "proj_1", userId: "user-1", role: "member" };
    expect((await engine.preview(Member, rest)).id).toBe("proj_1/user-1");
    expect((await engine.preview(Member, { ...rest, projectId: unknown })).id).toBe("");
    expect(place.calls()).toEqual([]);
  });

  it("keeps what is secret so, at every depth, and the secrets that are to come", async () => {
    const { outputs } = await engine.preview(Store, {
      name: secret("docs"),
      metadata: { team: secret("a") },
    });
    expect(outputs).toMatchObject({ name: secret("docs"), metadata: { team: secret("a") } });
    const key = await engine.preview(Key, {
      projectId: unknown,
      serviceAccountId: unknown,
      allPermissions: true,
    });
    expect(key.outputs.value).toEqual(secret(unknown));
  });

  it("of an update leaves known what the update does not touch", async () => {
    const state = await engine.create(Webhook, hook);
    place.calls();
    const planned = await engine.previewUpdate(Webhook, state, { ...hook, name: "other" });
    expect(planned).toMatchObject({ name: "other", webhookEndpointId: state.id });
    expect(planned.signingSecret).toEqual(state.outputs.signingSecret);
    expect(isSecret(planned.signingSecret)).toBe(true);
    expect(place.calls()).toEqual([]);
  });

  it.each<[string, Bag]>([
    ["nothing", {}],
    ["names that there are not", { nonsense: 1, constructor: "a" }],
    ["values of other types", { name: [1], metadata: "a", expiresAfter: 7 }],
    ["nothing that is known", { name: unknown, metadata: { a: unknown }, expiresAfter: { days: unknown } }],
  ])("takes arguments that nobody has checked: %s", async (_, args) => {
    for (const declaration of [Store, Project, Key, Job]) await engine.preview(declaration, args);
    const state = await engine.create(Store, { name: "docs" });
    await engine.previewUpdate(Store, state, args);
  });
});

describe("an object that exists but is not finished", () => {
  const rights = { role: "member" };
  async function half() {
    const projectId = await newProject(place);
    const args: Bag = { projectId, name: "bot", ...rights };
    const route = itemOf(Account);
    const fault = place.emulator.fault({
      match: { method: "POST", route, times: 999 },
      action: { type: "status", status: 403 },
    });
    const failure = await failed(engine.create(Account, args));
    return { args, failure, fault };
  }

  it("is handed over with its id and with what holds, and the next update does the rest", async () => {
    const { args, failure } = await half();
    expect(failure.code).toBe(status.PERMISSION_DENIED);
    expect(failure.message).toContain("its role was not set");
    const { partial } = failure;
    if (!partial) throw new Error("no detail");
    expect(partial.reasons).toEqual([failure.message]);
    expect(partial.outputs).not.toHaveProperty("role");
    place.emulator.clearFaults();
    // The engine takes what was asked for as what is there.
    const state = { id: partial.id, inputs: args, outputs: partial.outputs };
    expect(await engine.diff(Account, state, args)).toMatchObject({ changes: "update", diffs: ["role"] });
    const whole = await engine.update(Account, state, args);
    expect(whole.outputs.role).toBe("member");
    expect((await engine.diff(Account, whole, args)).changes).toBe("none");
  });

  it("keeps a secret that is told only once, as one", async () => {
    const sample = bagFrom(await sampleArgs(place, Webhook));
    const state = await engine.create(Webhook, sample);
    expect(isSecret(state.outputs.signingSecret)).toBe(true);
    const seen = await engine.read(Webhook, state.id, state);
    expect(seen?.outputs.signingSecret).toEqual(state.outputs.signingSecret);
  });
});

describe("what is looked up", () => {
  it("is imported by its id alone, and a program for it shows no change", async () => {
    const made = await engine.create(Webhook, hook);
    const seen = await engine.read(Webhook, made.id);
    expect(seen).toMatchObject({ id: made.id, inputs: hook });
    if (seen) expect((await engine.diff(Webhook, seen, hook)).changes).toBe("none");
  });

  it.each<[string, Partial<State>]>([
    ["by an import", {}],
    ["by an import of a newer engine", { outputs: {} }],
    ["by a command without a program", { outputs: {}, inputs: {} }],
    ["by a program that gives what it knows", { outputs: { name: "hook" } }],
  ])("is not there, which is no error: %s", async (_, given) => {
    expect(await engine.read(Project, "proj_nowhere", given)).toBeUndefined();
  });

  it("by an id of another form is answered with the right one", async () => {
    expect(await failed(engine.read(Account, "nonsense"))).toMatchObject({
      code: status.INVALID_ARGUMENT,
      message: expect.stringContaining("Its form is projectId/serviceAccountId"),
    });
  });
});

describe("a refusal", () => {
  it.each([
    [400, status.INVALID_ARGUMENT],
    [401, status.UNAUTHENTICATED],
    [403, status.PERMISSION_DENIED],
    [409, status.ALREADY_EXISTS],
    [500, status.ABORTED],
  ])("of the API by %s is called what it is, and never a damage", async (code, expected) => {
    place.emulator.fault({
      match: { method: "POST", route: listOf(Role), times: 999 },
      action: { type: "status", status: code },
    });
    const projectId = await newProject(place);
    const args = { projectId, roleName: "reader", name: "reader", permissions: ["api.files.read"] };
    const { failures, inputs } = await engine.check(Role, args);
    const given = failures.length > 0 ? bagFrom(await sampleArgs(place, Role)) : inputs;
    const { code: found, message } = await failed(engine.create(Role, given));
    expect(found).toBe(expected);
    expect(message).not.toContain("mistake of pulumi-openai");
  });

  it("for want of a key names the setting, at the first call and not before", async () => {
    const keyless = await engineOn(place, { baseUrl: "http://localhost:1/v1" });
    try {
      await keyless.check(Project, { name: "shop" });
      await keyless.preview(Project, { name: "shop" });
      expect(await failed(keyless.create(Project, { name: "shop" }))).toMatchObject({
        code: status.FAILED_PRECONDITION,
        message: expect.stringContaining("openai:adminApiKey"),
      });
    } finally {
      keyless.close();
    }
  });
});

describe("a command that ends early", () => {
  const waiting = async () => {
    place.emulator.transitions({ kind: "fine_tuning_job", mode: "seconds", n: 86_400 });
    return bagFrom(await sampleArgs(place, Job));
  };

  it("by Cancel keeps what it has made, and begins nothing more", async () => {
    const args = await waiting();
    place.clock.after(60_000, () => {
      void called((done) => engine.client.cancel(new Empty(), done));
    });
    const failure = await failed(engine.create(Job, args));
    expect(failure.code).toBe(status.CANCELLED);
    expect(failure.partial?.id).toMatch(/^ftjob-/);
    place.calls();
    expect((await failed(engine.create(Project, { name: "shop" }))).code).toBe(status.CANCELLED);
    expect(place.calls()).toEqual([]);
  });

  it("is no end for the next one, where the plugin serves several", async () => {
    await called((done) => engine.client.cancel(new Empty(), done));
    await called((done) => engine.client.cancel(new Empty(), done));
    await engine.configure();
    expect((await engine.create(Project, { name: "shop" })).id).toMatch(/^proj_/);
  });

  it("by the program's own time limit says so", async () => {
    const failure = await failed(engine.create(Job, await waiting(), 30));
    expect(failure.message).toContain("Run `pulumi up` again to go on waiting.");
    expect(failure.partial?.id).toMatch(/^ftjob-/);
  });
});

test("an object that a resource of another name has by now is not ended with the old resource", async () => {
  const projectId = await newProject(place);
  const args = bagFrom({ ...(await sampleArgs(place, Member)), projectId });
  const old = await engine.create(Member, args);
  await engine.close();
  engine = await engineOn(place);
  const imported = await engine.read(Member, old.id);
  if (!imported) throw new Error("not found");
  const { inputs } = await engine.check(Member, imported.inputs, imported.inputs);
  await engine.diff(Member, imported, inputs);
  await engine.delete(Member, old);
  expect(await engine.read(Member, imported.id, imported)).toBeDefined();
});

test("a state of the dynamic way in is read as it is, without a change and without a call", async () => {
  const handler = handlerFor(Webhook, () => place.session());
  const provider = "exports.handler = () => 1;";
  const inputs: Bag = { ...hook, apiKey: "sk-proj-test", adopt: true, __provider: provider };
  const { id, outs } = await handler.create(inputs);
  const state: State = { id, inputs, outputs: { ...(outs as Bag), __provider: provider } };
  place.calls();
  expect(await engine.diff(Webhook, state, hook)).toMatchObject({ changes: "none" });
  const updated = await engine.update(Webhook, state, { ...hook, name: "other" });
  expect(updated.outputs).toMatchObject({
    name: "other",
    signingSecret: secret(outs.signingSecret as string),
  });
  for (const name of ["apiKey", "adopt", "__provider"]) expect(updated.outputs).not.toHaveProperty(name);
  await engine.delete(Webhook, updated);
});
