import { seedKeys } from "../../emulator";
import { Operation } from "../../provider/lifecycle/session/operation";
import { Session } from "../../provider/lifecycle/session/session";
import { everyKind, kindOf, kindsThat, livesInProjectOfKey } from "../kernel/facts";
import { addProjectKey } from "../support/fixtures";
import { thrownBy } from "../support/thrown";
import type { Workshop } from "../support/workshop";
import { type Bag, hidden, Shell, stage, unknown } from "./shell";

const europe = "https://eu.api.openai.com/v1";
const america = "https://us.api.openai.com/v1";
const args = { name: "docs" };
const there = { ...args, baseUrl: europe };
const nothing = { changes: false, replaces: [], deleteBeforeReplace: false };

/** A run that notes which hosts it calls. */
function run(place: Workshop, token = "VectorStore") {
  const { raw, surroundings } = place.session();
  const hosts: string[] = [];
  const session = new Session(raw, {
    ...surroundings,
    wire: (request, signal) => {
      hosts.push(new URL(request.url).host);
      return surroundings.wire(request, signal);
    },
  });
  const shell = new Shell(token, () => session);
  return { hosts, shell, session };
}

const only = (hosts: string[]) => [...new Set(hosts)];

describe("the argument baseUrl", () => {
  it("is where the object is made, read, changed and ended, by later runs as well", async () => {
    const { place } = stage();
    const first = run(place);
    const made = await first.shell.create(there);
    expect(only(first.hosts)).toEqual(["eu.api.openai.com"]);
    expect(made.outputs.baseUrl).toBe(europe);

    const second = run(place);
    const seen = await second.shell.refresh(made);
    expect(seen?.outputs.baseUrl).toBe(europe);
    expect(seen?.inputs.baseUrl).toBe(europe);
    await second.shell.update(made, { ...there, name: "papers" });
    expect(only(second.hosts)).toEqual(["eu.api.openai.com"]);

    const third = run(place);
    await third.shell.delete(made);
    expect(only(third.hosts)).toEqual(["eu.api.openai.com"]);
    expect(place.emulator.state().tables.vector_stores).toEqual([]);
  });

  it("leaves resources without it where they were", async () => {
    const { place } = stage();
    const { hosts, shell } = run(place);
    await shell.create(args);
    expect(only(hosts)).toEqual(["localhost:1"]);
  });

  it("is no argument of the API: it is not sent, and not among those that the program set", async () => {
    const { place } = stage();
    const state = await run(place).shell.create(there);
    expect(hidden(state).set).toEqual(["name"]);
    expect(JSON.stringify(place.emulator.requests())).not.toContain("eu.api");
  });

  it.each<[string, Bag, Bag]>([
    ["a new value", { baseUrl: europe }, { baseUrl: america }],
    ["a first value", {}, { baseUrl: europe }],
    ["none any more", { baseUrl: europe }, {}],
  ])("with %s is an update without a call", async (_, before, after) => {
    const { place } = stage();
    const state = await run(place).shell.create({ ...args, ...before });
    const { hosts, shell } = run(place);
    expect(await shell.diff(state, { ...args, ...after })).toMatchObject({ changes: true, replaces: [] });
    const next = await shell.update(state, { ...args, ...after });
    expect(hosts).toEqual([]);
    expect(next.outputs.baseUrl).toBe(after.baseUrl);
    expect(await shell.diff(next, { ...args, ...after })).toEqual(nothing);
  });

  it("that goes with another project is a replacement: made at the new host, ended at the old one", async () => {
    const { place } = stage();
    addProjectKey(place, "sk-proj-other", "proj_other");
    const home = { ...there, projectId: "proj_default" };
    const news = { ...args, projectId: "proj_other", apiKey: "sk-proj-other", baseUrl: america };
    const old = await run(place).shell.create(home);
    const { hosts, shell } = run(place);
    expect(await shell.diff(old, news)).toMatchObject({ replaces: ["projectId"] });
    await shell.create(news);
    expect(only(hosts)).toEqual(["us.api.openai.com"]);
    await shell.delete(old);
    expect(only(hosts)).toEqual(["us.api.openai.com", "eu.api.openai.com"]);
  });

  it("that is not known yet is an update, never a replacement", async () => {
    const { place } = stage();
    const { shell } = run(place);
    const state = await shell.create(there);
    expect(await shell.diff(state, { ...args, baseUrl: unknown })).toEqual({ ...nothing, changes: true });
  });

  it("that is null is absent", async () => {
    const { shell } = stage();
    expect((await shell("VectorStore").check({ ...args, baseUrl: null })).failures).toEqual([]);
    expect((await shell("Project").check({ name: "x", baseUrl: null })).failures).toEqual([]);
  });

  it("costs the state its own length, and the host beside the key", async () => {
    const { place } = stage();
    const { shell } = run(place);
    const bytes = ({ outputs }: { outputs: Bag }) => JSON.stringify(outputs).length;
    const more = bytes(await shell.create(there)) - bytes(await shell.create(args));
    expect(more).toBeLessThanOrEqual(`,"baseUrl":"${europe}"`.length + ":eu.api.openai.com/v1".length);
  });
});

describe("two hosts of one key", () => {
  it("are two connections: what one of them does not have is not gone at the other", async () => {
    const { place } = stage();
    const state = await run(place).shell.create(there);
    place.emulator.advance(600);
    // At this host there never was such a store.
    const elsewhere = run(place);
    const { surroundings, raw } = elsewhere.session;
    const empty = stage().place.session().surroundings.wire;
    const session = new Session(raw, { ...surroundings, wire: empty });
    const moved = { ...state, outputs: { ...state.outputs, baseUrl: america } };
    const error = await thrownBy(new Shell("VectorStore", () => session).refresh(moved));
    expect(error.message).toContain("this is no proof that it is gone");
    expect(error.message).toContain("eu.api.openai.com/v1");
    expect(error.message).toContain("us.api.openai.com/v1");
  });

  it("know an object that both show", async () => {
    const { place } = stage();
    const state = await run(place).shell.create(there);
    const moved = { ...state, outputs: { ...state.outputs, baseUrl: america } };
    const seen = await run(place).shell.refresh(moved);
    expect(hidden({ outputs: seen?.outputs ?? {} }).seenWith).toMatch(
      /^[0-9a-f]{12}:us\.api\.openai\.com\/v1@/,
    );
  });

  it("have their own listings, which resources at one host share", async () => {
    const { hosts, session } = run(stage().place);
    const at = (baseUrl: string) => new Operation(session, kindOf("VectorStore"), { baseUrl });
    await Promise.all([europe, europe, america].map((baseUrl) => session.collections.all(at(baseUrl), {})));
    expect(hosts.sort()).toEqual(["eu.api.openai.com", "us.api.openai.com"]);
  });
});

describe("Check", () => {
  const failuresOf = async (token: string, given: Bag) => (await stage().shell(token).check(given)).failures;

  it.each<[unknown, string]>([
    ["eu.api.openai.com", "baseUrl: is not a URL"],
    ["http://eu.api.openai.com/v1", "baseUrl: is not safe"],
    ["https://user:hunter2@eu.api.openai.com/v1", "baseUrl: must not hold a user name or password"],
    ["https://eu.api.openai.com/v1?hunter2", "baseUrl: has a part behind its path"],
    [5, "baseUrl: is not a URL"],
    [["https://hunter2"], "baseUrl: is not a URL"],
    ["", "baseUrl: is not a URL"],
  ])("refuses the host %s, and does not quote it", async (baseUrl, why) => {
    const found = await failuresOf("VectorStore", { ...args, baseUrl });
    expect(found).toEqual([{ property: "", reason: expect.stringContaining(why) }]);
    expect(JSON.stringify(found)).not.toMatch(/hunter2|eu\.api/);
  });

  it.each(kindsThat((declaration) => !livesInProjectOfKey(declaration)))(
    "says that a %s takes no host of its own",
    async (token) => {
      const about = (await failuresOf(token, { baseUrl: europe })).filter(({ reason }) =>
        reason.includes("baseUrl"),
      );
      expect(about).toEqual([
        {
          property: "",
          reason: `baseUrl: ${token} is managed at the address of openai:baseUrl and takes none of its own`,
        },
      ]);
    },
  );

  it("takes no host for a misspelling, and tells one its spelling", async () => {
    const [found] = await failuresOf("VectorStore", { ...args, baseURL: europe });
    expect(found?.reason).toContain('did you mean "baseUrl"?');
  });

  it.each(everyKind)("has no kind with an argument of that name: %s", (_, { props }) => {
    expect(props).not.toHaveProperty("baseUrl");
  });
});

it("a project that is at home elsewhere is told where to write its host, and the state is left alone", async () => {
  const { place } = stage();
  const state = await run(place).shell.create({ ...args, apiKey: seedKeys.project });
  const message =
    "Attempted to access resource with incorrect regional hostname. Please make your request to eu.api.openai.com";
  place.emulator.fault({
    match: { method: "GET", route: "/vector_stores/{vector_store_id}", times: 9 },
    action: {
      type: "status",
      status: 401,
      body: { error: { message, type: "invalid_request_error", param: null, code: "incorrect_hostname" } },
    },
  });
  const error = await thrownBy(run(place).shell.refresh(state));
  expect(error.message).toContain("give the resource the argument baseUrl");
  expect(error.message).not.toContain("does not work any more");
});
