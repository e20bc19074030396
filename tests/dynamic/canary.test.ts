import { createHash } from "node:crypto";
import { inspect } from "node:util";
import { type Workshop, workshop } from "../support/workshop";
import { type Bag, errorOf, initFailedOf, newProject, Shell, sampleArgs, tokens } from "./shell";

/** Keys that work, in every place where a key can stand; none of them may ever be seen anywhere else. */
const canaries = {
  admin: "sk-admin-CANARYCANARYCANARY1",
  project: "sk-proj-CANARYCANARYCANARY2",
  argument: "sk-svcacct-CANARYCANARYCANARY3",
  misplaced: "sk-proj-CANARYCANARYCANARY4",
};

function plant(place: Workshop): void {
  const hash = (key: string) => createHash("sha256").update(key).digest("hex");
  const state = place.emulator.state();
  state.tables.admin_keys.push({
    id: "key_canary",
    seq: 900_000,
    organization_id: "org-emulator",
    hash: hash(canaries.admin),
    redacted_value: "sk-...",
    owner_user_id: "user-alice",
  });
  for (const [n, key] of [canaries.project, canaries.argument].entries()) {
    state.tables.project_keys.push({
      id: `key_canary_${n}`,
      seq: 900_001 + n,
      project_id: "proj_default",
      name: "canary",
      hash: hash(key),
      redacted_value: "sk-...",
      created_at: 1_700_000_000,
      last_used_at: null,
      expires_at: null,
      scopes: [],
      owner: { type: "user", id: "user-alice" },
    });
  }
  place.emulator.restore(state);
}

function aviary() {
  const place = workshop();
  plant(place);
  const session = () => place.session({ adminApiKey: canaries.admin, apiKey: canaries.project });
  return { place, session, shell: (token: string) => new Shell(token, session) };
}

/** Everything of an answer or an error that could be shown or stored by somebody else. */
function shown(thing: unknown): string {
  const error = thing instanceof Error ? `${thing.name} ${thing.message} ${thing.stack} ${thing}` : "";
  return error + inspect(thing, { depth: 10, maxStringLength: null, showHidden: true });
}

function expectNoCanary(thing: unknown, also: string[] = []): void {
  const text = shown(thing);
  for (const secret of [...Object.values(canaries), ...also]) expect(text).not.toContain(secret);
  expect(text).not.toContain("CANARY");
}

const ownKey = ["VectorStore", "WebhookEndpoint"];

async function sample(place: Workshop, token: string): Promise<Bag> {
  const args = await sampleArgs(place, token, await newProject(place));
  return ownKey.includes(token) ? { ...args, apiKey: canaries.argument } : args;
}

describe.each(tokens)("the keys of a %s", (token) => {
  const used = ownKey.includes(token) ? canaries.argument : canaries.admin;
  const refusals: [string, object][] = [
    ["400", { type: "status", status: 400 }],
    ["401", { type: "status", status: 401 }],
    ["403", { type: "status", status: 403 }],
    ["404", { type: "status", status: 404 }],
    ["a cut connection", { type: "reset-before" }],
    ["an HTML page", { type: "garbage", when: "before" }],
    [
      "an answer that repeats the key",
      {
        type: "status",
        status: 401,
        body: {
          error: {
            message: `Invalid key ${used}, see the page on keys.`,
            type: "auth_error",
            param: null,
            code: null,
          },
        },
      },
    ],
    [
      "an answer that repeats the key in other fields",
      {
        type: "status",
        status: 401,
        body: {
          error: {
            message: "Invalid key.",
            type: "auth_error",
            param: used,
            code: `bad ${used}`,
          },
        },
      },
    ],
  ];

  it.each(refusals)(
    "are in no error of a create, read, update or delete that meets %s",
    async (_, action) => {
      const { place, session, shell } = aviary();
      const args = await sample(place, token);
      const state = await shell(token).create(args);
      place.emulator.advance(600);
      const inputs = { ...state.inputs, name: "other", rotationTrigger: "9", maxRequestsPer1Minute: 1 };
      place.emulator.fault({ match: { times: 10_000 }, action: action as { type: "reset-before" } });
      const one = new Shell(token, session);
      const own = [state.outputs.value, state.outputs.signingSecret].filter(
        (value) => typeof value === "string",
      );
      for (const work of [
        () => one.create(args),
        () => one.refresh(state),
        () => one.handler.update(state.id, state.outputs, inputs),
        () => one.delete(state),
      ]) {
        const end: unknown = await work().catch((error: unknown) => error);
        // What succeeded is state; there the engine keeps keys as secrets.
        if (end instanceof Error) expectNoCanary(end, own);
      }
    },
  );

  it("are in no failure of Check and no answer of Diff", async () => {
    const { place, shell } = aviary();
    const args = await sample(place, token);
    const one = shell(token);
    const state = await one.create(args);
    for (const news of [
      { ...args, apiKey: canaries.misplaced },
      { ...args, apiKey: [canaries.misplaced] },
    ]) {
      expectNoCanary((await one.check(news)).failures);
    }
    const news = ownKey.includes(token) ? { ...args, apiKey: canaries.misplaced } : args;
    expectNoCanary(await one.handler.diff(state.id, state.outputs, one.withLine(news)));
  });

  it("are not in the emulator's journal", async () => {
    const { place, shell } = aviary();
    const state = await shell(token).create(await sample(place, token));
    await shell(token).refresh(state);
    await shell(token).delete(state);
    expectNoCanary(place.emulator.requests(), [String(state.outputs.value ?? "CANARY")]);
  });

  it("are in the state only where a secret belongs", async () => {
    const { place, shell } = aviary();
    const state = await shell(token).create(await sample(place, token));
    const { apiKey, value, signingSecret, ...rest } = state.outputs;
    expectNoCanary(
      rest,
      [value, signingSecret].filter((one) => typeof one === "string"),
    );
    expect(JSON.stringify(rest)).not.toMatch(/sk-(admin|proj|svcacct)-\w{8}|whsec_\w{8}/);
  });
});

it("the key of an object that is not finished is kept, but not told", async () => {
  const { place, shell } = aviary();
  const hook = shell("WebhookEndpoint");
  const args = {
    name: "w",
    url: "https://hooks.example.com",
    eventTypes: ["batch.failed"],
    rotationTrigger: "1",
    apiKey: canaries.argument,
  };
  const state = await hook.create(args);
  place.emulator.fault({
    match: { method: "POST", route: "/webhook_endpoints/{webhook_endpoint_id}/rotate_secret" },
    action: { type: "status", status: 403 },
  });
  const inputs = await hook.inputs({ ...args, name: "b", rotationTrigger: "2" });
  const failed = await initFailedOf(hook.handler.update(state.id, state.outputs, inputs), inputs);
  expect(failed.state.outputs.apiKey).toBe(canaries.argument);
  expectNoCanary([failed.message, failed.reasons], [String(state.outputs.signingSecret)]);
});

it("two keys that differ are told apart by their fingerprints alone", async () => {
  const { place, shell } = aviary();
  const state = await shell("VectorStore").create({ name: "s", apiKey: canaries.argument });
  const other = new Shell("VectorStore", () => place.session());
  const outputs = { ...state.outputs, apiKey: "sk-proj-other" };
  const error = await errorOf(other.refresh({ ...state, outputs }));
  expectNoCanary(error);
  expect(error.message.match(/[0-9a-f]{12}/g)?.length).toBeGreaterThanOrEqual(2);
});

it("lines that are said while something takes long hold no key", async () => {
  const { place, shell } = aviary();
  place.emulator.fault({
    match: { method: "POST", route: "/vector_stores", times: 8 },
    action: {
      type: "status",
      status: 429,
      body: {
        error: {
          message: `Slow down, ${canaries.argument}`,
          type: "requests",
          param: null,
          code: "rate_limit_exceeded",
        },
      },
    },
  });
  await shell("VectorStore").create({ name: "s", apiKey: canaries.argument });
  expect(place.said.length).toBeGreaterThan(0);
  expectNoCanary(place.said);
});
