import { followUps } from "../../provider/kernel/codec";
import type { Properties } from "../../provider/kernel/values";
import { Session } from "../../provider/lifecycle/session/session";
import { isKnownByWhatWasThere, kindsThat } from "../kernel/facts";
import { create, update } from "../support/entries";
import { sampleArgs } from "../support/fixtures";
import { workshop } from "../support/workshop";
import {
  Account,
  errorOf,
  itemOf,
  Key,
  listOf,
  look,
  newProject,
  noted,
  Project,
  partialOf,
  RateLimit,
  route,
  VectorStore,
  Webhook,
} from "./house";

const made = kindsThat(({ kind }) => kind !== "existing");

describe.each(made)("the create of a %s", (_, declaration) => {
  const post = `POST ${route(declaration.at.create)}`;
  // Where nothing says when an object was made, what is there before is looked at.
  const looks = isKnownByWhatWasThere(declaration) ? [`GET ${listOf(declaration)}`] : [];

  it("whose answers are all lost is sent twice, and the error says what may exist and what to do", async () => {
    const place = workshop();
    const args = await sampleArgs(place, declaration);
    place.emulator.fault({
      match: { method: "POST", route: route(declaration.at.create), times: 9 },
      action: { type: "reset-before" },
    });
    const { session, sent } = noted(place);
    const started = place.clock.now();
    const error = await errorOf(create(session, declaration, args));
    expect(error.code).toBe("ambiguous");
    expect(error.message).toContain(`POST ${declaration.at.create}`);
    expect(error.message).toMatch(new RegExp(`An? ${declaration.token}`));
    expect(error.message).toMatch(/may exist now\. It was sent twice/);
    expect(error.message).toContain("give its id to the resource as `adopt`");
    expect(error.message).not.toContain("Nothing was changed");
    for (const name of declaration.recognise) {
      if (typeof args[name] !== "string") continue;
      // Ids tell where to look; anything else that a program says may be a secret of it.
      if (declaration.props[name]?.options.of) expect(error.message).toContain(`${name} "${args[name]}"`);
      else expect(error.message).not.toContain(`"${args[name]}"`);
    }
    const posts = sent.filter(({ call }) => call.startsWith("POST"));
    expect(posts.map(({ at }) => Math.round((at - started) / 1000))).toEqual([0, expect.closeTo(40, -0.5)]);
  });

  it.each([400, 401, 403, 409, 422])("refused with %i says that nothing was changed", async (status) => {
    const place = workshop();
    const args = await sampleArgs(place, declaration);
    place.emulator.fault({
      match: { method: "POST", route: route(declaration.at.create), times: 9 },
      action: { type: "status", status },
    });
    const error = await errorOf(create(place.session(), declaration, args));
    expect(error.code).toBe("refused");
    expect(error.message).toContain("Nothing was changed");
    expect(error.message).not.toContain("may exist");
    const calls = place.calls();
    // "There is one already" is looked at before it is believed, where that can be meant.
    const after = status === 409 && declaration.kind === "edge" ? [`GET ${listOf(declaration)}`] : [];
    expect(calls).toEqual([...looks, post, ...after]);
  });

  it("turned away unread by the API's rate limit is sent again, and made once", async () => {
    const place = workshop();
    const args = await sampleArgs(place, declaration);
    place.emulator.fault({
      match: { method: "POST", route: route(declaration.at.create), times: 2 },
      action: { type: "status", status: 429 },
    });
    await create(place.session(), declaration, args);
    expect(place.calls().filter((call) => call === post)).toHaveLength(3);
  });

  it("takes one call, and one more for each argument that only an update takes", async () => {
    const place = workshop();
    const args = await sampleArgs(place, declaration);
    await create(place.session(), declaration, args);
    const follows = followUps(declaration, undefined, args).map(() => `POST ${itemOf(declaration)}`);
    // Only an object that is not finished at once is looked at until it is.
    const waits = declaration.settle ? [`GET ${itemOf(declaration)}`] : [];
    expect(place.calls().filter((call) => !waits.includes(call))).toEqual([...looks, post, ...follows]);
  });
});

it("a create that cannot reach the server changed nothing and says so", async () => {
  const place = workshop();
  const session = place.session();
  const refused = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
  const unreachable = new Session(session.raw, {
    ...session.surroundings,
    wire: () => Promise.reject(refused),
  });
  const error = await errorOf(create(unreachable, Project, { name: "x" }));
  expect(error.code).toBe("unreachable");
  expect(error.message).toContain("Nothing was changed");
});

describe("a service account whose role fails after it was created", () => {
  async function half() {
    const place = workshop();
    const projectId = await newProject(place);
    const args = { projectId, name: "deployer", role: "member" };
    place.emulator.fault({
      match: { method: "POST", route: itemOf(Account), times: 9 },
      action: { type: "status", status: 403 },
    });
    const partial = await partialOf(create(place.session(), Account, args));
    place.emulator.clearFaults();
    place.calls();
    return { place, projectId, args, partial };
  }

  it("is saved with its id and without the role", async () => {
    const { place, projectId, partial } = await half();
    const [row] = place.emulator.state().tables.service_accounts;
    expect(partial.saved.id).toBe(`${projectId}/${row?.id}`);
    expect(partial.saved.live).not.toHaveProperty("role");
    expect(partial.message).toContain(`ProjectServiceAccount ${partial.saved.id} was created`);
    expect(partial.message).toContain("its role was not set");
    expect(partial.message).toContain("The next `pulumi up` sets it.");
    expect(partial.message).toContain("403");
  });

  it("is without the role also where the API's answer did not speak of one", async () => {
    const place = workshop();
    const body = { id: "svc_acct_1", object: "x", name: "deployer", created_at: 1_795_000_000 };
    place.emulator.fault({
      match: { method: "POST", route: listOf(Account) },
      action: { type: "status", status: 200, body },
    });
    const args = { projectId: "proj_default", name: "deployer", role: "member" };
    const partial = await partialOf(create(place.session(), Account, args));
    expect(partial.saved.id).toBe("proj_default/svc_acct_1");
    expect(partial.saved.live).not.toHaveProperty("role");
  });

  it("gets its role from the next update, and nothing else", async () => {
    const { place, args, partial } = await half();
    const { session, sent } = noted(place);
    const { role, ...said } = args;
    const saved = await update(session, Account, partial.saved, said, args);
    expect(sent.map(({ body }) => body)).toEqual([{ role }]);
    expect(saved.live.role).toBe("member");
    expect(place.emulator.state().tables.service_accounts).toHaveLength(1);
  });
});

describe("a key that this run made", () => {
  async function bornKey() {
    const place = workshop();
    const args = await sampleArgs(place, Key);
    const session = place.session();
    const saved = await create(session, Key, { ...args, scopes: ["api.all"] });
    place.emulator.fault({
      match: { method: "POST", route: listOf(VectorStore), times: 10_000 },
      action: { type: "status", status: 401 },
    });
    return { place, session, value: String(saved.live.value) };
  }

  it("may be refused for a while, until every server knows it", async () => {
    const { place, session, value } = await bornKey();
    place.clock.after(120_000, () => place.emulator.clearFaults());
    const saved = await create(session, VectorStore, { name: "s" }, value);
    expect(saved.live.name).toBe("s");
  });

  it("is given up after five minutes", async () => {
    const { place, session, value } = await bornKey();
    const started = place.clock.now();
    expect((await errorOf(create(session, VectorStore, { name: "s" }, value))).details.status).toBe(401);
    const minutes = (place.clock.now() - started) / 60_000;
    expect(minutes).toBeGreaterThan(4);
    expect(minutes).toBeLessThan(6);
  });

  it("is given no such time in another run, and neither is any other key", async () => {
    const { place, session, value } = await bornKey();
    const started = place.clock.now();
    await errorOf(create(place.session(), VectorStore, { name: "s" }, value));
    await errorOf(create(session, VectorStore, { name: "s" }));
    expect(place.clock.now() - started).toBeLessThan(1000);
  });
});

describe("what a create leaves in the state", () => {
  it("is who made it, so that another key is not believed", async () => {
    const place = workshop();
    const { memo } = await create(place.session(), Project, { name: "x" });
    expect(memo.seenWith).toMatch(/^[0-9a-f]{12}@org-emulator$/);
  });

  it("is the value of a key, which only this answer carries", async () => {
    const place = workshop();
    const args = await sampleArgs(place, Key);
    const saved = await create(place.session(), Key, args);
    expect(saved.live.value).toMatch(/^sk-svcacct-/);
    const seen = await look(place.session(), { declaration: Key, args, saved });
    expect(seen?.live.value).toBe(saved.live.value);
  });

  it("is the signing secret of a webhook endpoint", async () => {
    const place = workshop();
    const args = await sampleArgs(place, Webhook);
    const saved = await create(place.session(), Webhook, args);
    expect(saved.live.signingSecret).toMatch(/^whsec_/);
  });
});

it("a new service account is always made without a key of its own", async () => {
  const place = workshop();
  const projectId = await newProject(place);
  const { session, sent } = noted(place);
  await create(session, Account, { projectId, name: "bot" });
  expect(sent.map(({ body }) => body)).toEqual([{ name: "bot", create_service_account_only: true }]);
  expect(place.emulator.state().tables.project_keys.filter((row) => row.project_id === projectId)).toEqual(
    [],
  );
});

it("every permission is asked for with an empty list, and only by allPermissions", async () => {
  const place = workshop();
  const { serviceAccountId, projectId } = await sampleArgs(place, Key);
  const args: Properties = { serviceAccountId, projectId, name: "runtime" };
  const { session, sent } = noted(place);
  await create(session, Key, { ...args, allPermissions: true });
  await create(session, Key, { ...args, scopes: ["api.model.read"] });
  expect(sent.map(({ body }) => body)).toEqual([
    { name: "runtime", scopes: [] },
    { name: "runtime", scopes: ["api.model.read"] },
  ]);
});

it("no key is needed before the call that needs it, and its absence names setting and variable", async () => {
  const place = workshop();
  const bare = place.session({ adminApiKey: undefined, apiKey: undefined });
  const admin = await errorOf(create(bare, Project, { name: "x" }));
  expect(admin.message).toContain("`pulumi config set --secret openai:adminApiKey` or set OPENAI_ADMIN_KEY");
  const project = await errorOf(create(bare, VectorStore, { name: "x" }));
  expect(project.message).toContain("`pulumi config set --secret openai:apiKey` or set OPENAI_API_KEY");
  expect(place.calls()).toEqual([]);
});

it("a key of the wrong kind is refused before any call", async () => {
  const place = workshop();
  const swapped = place.session({ adminApiKey: "sk-proj-abc", apiKey: "sk-admin-abc" });
  expect((await errorOf(create(swapped, Project, { name: "x" }))).message).toContain("Nothing was sent");
  expect((await errorOf(create(swapped, VectorStore, {}))).message).toContain("Nothing was sent");
  expect((await errorOf(create(swapped, RateLimit, {}))).code).toBe("setting");
  expect(place.calls()).toEqual([]);
});
