import { inspect } from "node:util";
import type { Declaration } from "../../provider/kernel/declaration";
import { changed, everyKind, livesInProjectOfKey, namesOf } from "../kernel/facts";
import { addAdminKey, addProjectKey, sampleArgs } from "../support/fixtures";
import { thrownBy } from "../support/thrown";
import { type Workshop, workshop } from "../support/workshop";
import { type Bag, initFailedOf, Shell } from "./shell";

/** Keys that work, in every place where a key can stand; none of them may ever be seen anywhere else. */
const canaries = {
  admin: "sk-admin-CANARYCANARYCANARY1",
  project: "sk-proj-CANARYCANARYCANARY2",
  argument: "sk-svcacct-CANARYCANARYCANARY3",
  misplaced: "sk-proj-CANARYCANARYCANARY4",
};

function plant(place: Workshop): void {
  addAdminKey(place, canaries.admin);
  for (const key of [canaries.project, canaries.argument]) addProjectKey(place, key);
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

async function sample(place: Workshop, declaration: Declaration): Promise<Bag> {
  const args = await sampleArgs(place, declaration);
  return livesInProjectOfKey(declaration) ? { ...args, apiKey: canaries.argument } : args;
}

/** The inputs after everything that the first example changes in place. */
function allChanged(inputs: Bag, { examples }: Declaration): Bag {
  const updates = (examples[0]?.next ?? []).filter(({ expect }) => expect === "update");
  return updates.reduce<Bag>((news, { change }) => changed(news, change), inputs);
}

/** The secrets that the API made for this object. */
function secretsOf(outputs: Bag, declaration: Declaration): string[] {
  return namesOf(declaration, "once")
    .map((name) => outputs[name])
    .filter((value) => typeof value === "string");
}

describe.each(everyKind)("the keys of a %s", (token, declaration) => {
  const used = livesInProjectOfKey(declaration) ? canaries.argument : canaries.admin;
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
      const args = await sample(place, declaration);
      const state = await shell(token).create(args);
      place.emulator.advance(600);
      const inputs = allChanged(state.inputs, declaration);
      place.emulator.fault({ match: { times: 10_000 }, action: action as { type: "reset-before" } });
      const one = new Shell(token, session);
      const own = secretsOf(state.outputs, declaration);
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
    const args = await sample(place, declaration);
    const one = shell(token);
    const state = await one.create(args);
    for (const news of [
      { ...args, apiKey: canaries.misplaced },
      { ...args, apiKey: [canaries.misplaced] },
    ]) {
      expectNoCanary((await one.check(news)).failures);
    }
    const news = livesInProjectOfKey(declaration) ? { ...args, apiKey: canaries.misplaced } : args;
    expectNoCanary(await one.handler.diff(state.id, state.outputs, one.withLine(news)));
  });

  it("are not in the emulator's journal", async () => {
    const { place, shell } = aviary();
    const state = await shell(token).create(await sample(place, declaration));
    await shell(token).refresh(state);
    await shell(token).delete(state);
    expectNoCanary(place.emulator.requests(), secretsOf(state.outputs, declaration));
  });

  it("are in the state only where a secret belongs", async () => {
    const { place, shell } = aviary();
    const state = await shell(token).create(await sample(place, declaration));
    const secrets = ["apiKey", ...namesOf(declaration, "once")];
    const rest = Object.fromEntries(
      Object.entries(state.outputs).filter(([name]) => !secrets.includes(name)),
    );
    expectNoCanary(rest, secretsOf(state.outputs, declaration));
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
  const error = await thrownBy(other.refresh({ ...state, outputs }));
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
