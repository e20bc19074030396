import { pending } from "../../provider/cli/pending";
import { handlerFor } from "../../provider/dynamic/handler";
import { describe as described } from "../../provider/emit/describe";
import { identityFacts } from "../../provider/emit/identity-facts";
import { exampleId, formatId, parseId } from "../../provider/kernel/identity";
import { planCreation } from "../../provider/kernel/plan";
import type { Properties } from "../../provider/kernel/values";
import { holdings } from "../../provider/lifecycle/session/identity";
import { objectName } from "../../provider/lifecycle/session/object-name";
import { lastStateOf } from "../../sdk/dynamic/entries";
import { introduce, keysOf, partsOf } from "../../sdk/dynamic/facts";
import { create, end, find, list, read, update } from "../support/entries";
import { errorOf, partialOf } from "./house";
import { OrganizationRetention, PathServer, ProjectRetention, Seat, SpendLimit, Voice } from "./unlisted";

const settings = [
  ["of a project", ProjectRetention, { projectId: "proj_1" }, "/organization/projects/proj_1/data_retention"],
  ["of the organization", OrganizationRetention, {}, "/organization/data_retention"],
] as const;

describe.each(settings)("a setting %s, which nothing lists", (_, declaration, ids, path) => {
  const id = formatId(declaration, ids);
  const none = { ...ids, retentionType: "none" };
  const before = { object: "data_retention", type: "organization_default", days: 30 };

  function server(): PathServer {
    const place = new PathServer();
    place.addProject("proj_1");
    place.objects.set(path, before);
    return place;
  }

  async function taken(args: Properties = none) {
    const place = server();
    const saved = await create(place.session(), declaration, args);
    place.calls();
    return { place, saved };
  }

  it("is taken over by a look at itself: the former value is noted, and what differs is written", async () => {
    const place = server();
    const saved = await create(place.session(), declaration, none);
    expect(place.calls()).toEqual([`GET ${path}`, `POST ${path} {"retention_type":"none"}`]);
    expect(saved).toMatchObject({
      id,
      live: { ...none, days: 30 },
      memo: { restoreTo: { retentionType: "organization_default" } },
    });
  });

  it("that is already so takes no update", async () => {
    const place = server();
    await create(place.session(), declaration, { ...ids, days: 30 });
    expect(place.calls()).toEqual([`GET ${path}`]);
  });

  it("is read by its own path, and what somebody changed shows", async () => {
    const { place, saved } = await taken();
    expect((await read(place.session(), declaration, saved, none))?.args).toEqual(none);
    place.objects.set(path, { ...before, type: "zero" });
    place.calls();
    const seen = await read(place.session(), declaration, saved, none);
    expect([seen?.id, seen?.args]).toEqual([id, { ...ids, retentionType: "zero" }]);
    expect(place.calls()).toEqual([`GET ${path}`]);
  });

  it("is changed in place, and a field that comes later is looked at before it is written", async () => {
    const { place, saved } = await taken();
    place.objects.set(path, { ...before, type: "none", days: 45 });
    const both = { ...none, days: 7 };
    const changed = await update(place.session(), declaration, saved, none, both);
    expect(place.calls()).toEqual([`GET ${path}`, `POST ${path} {"days":7}`]);
    expect(changed.memo.restoreTo).toEqual({ retentionType: "organization_default", days: 45 });
    const back = await update(place.session(), declaration, changed, both, none);
    expect(place.calls()).toEqual([`POST ${path} {"days":45}`]);
    expect(back.memo.restoreTo).toEqual({ retentionType: "organization_default" });
  });

  it("gets back in the end what it had, and stays", async () => {
    const { place, saved } = await taken();
    await end(place.session(), declaration, saved);
    expect(place.calls()).toEqual([`POST ${path} {"retention_type":"organization_default"}`]);
    expect(place.objects.get(path)).toEqual(before);
  });

  it("is imported by its id, and left as it is in the end", async () => {
    const place = server();
    const seen = await find(place.session(), declaration, id);
    expect(seen).toMatchObject({ id, args: { ...ids, retentionType: "organization_default", days: 30 } });
    expect(seen?.memo.restoreTo).toBeUndefined();
    place.calls();
    if (seen) await end(place.session(), declaration, seen);
    expect(place.calls()).toEqual([]);
  });

  it("whose update got no answer is updated again, and never loses its former value", async () => {
    const once = server();
    let cut = 0;
    once.instead = (call) => (call.startsWith("POST") && cut++ === 0 ? "lost after" : undefined);
    expect((await create(once.session(), declaration, none)).live.retentionType).toBe("none");
    const always = server();
    always.instead = (call) => (call.startsWith("POST") ? "lost after" : undefined);
    const { saved } = await partialOf(create(always.session(), declaration, none));
    expect([saved.id, saved.memo.restoreTo]).toEqual([id, { retentionType: "organization_default" }]);
  });

  it("is gone when it was not found twice, ten seconds apart, and not before", async () => {
    const { place, saved } = await taken();
    let missed = 0;
    place.instead = (call) => (call === `GET ${path}` && missed++ === 0 ? "not found" : undefined);
    expect(await read(place.session(), declaration, saved, none)).toBeDefined();
    place.instead = (call) => (call === `GET ${path}` ? "not found" : undefined);
    place.calls();
    const began = place.clock.now();
    expect(await read(place.session(), declaration, saved, none)).toBeUndefined();
    expect(place.clock.now() - began).toBeGreaterThanOrEqual(10_000);
    expect(place.calls().filter((call) => call !== `GET ${path}`)).toEqual([]);
  });

  it("belongs to one resource of a program, field by field", async () => {
    const place = server();
    const session = place.session();
    await create(session, declaration, none);
    await create(session, declaration, { ...ids, days: 7 });
    const error = await errorOf(create(session, declaration, { ...ids, days: 8 }));
    expect([error.code, error.message]).toEqual([
      "usage",
      expect.stringContaining(`days of ${declaration.token} ${id} belongs to another resource`),
    ]);
  });

  it("cannot be listed, and says that it is a mistake to ask for it", async () => {
    await expect(list(server().session(), declaration, ids).next()).rejects.toThrow("nothing lists them");
  });
});

describe("a setting of a project", () => {
  const path = "/organization/projects/proj_1/data_retention";
  const none = { projectId: "proj_1", retentionType: "none" };

  it("goes with its project: ending it is done when the project is archived", async () => {
    const place = new PathServer();
    place.addProject("proj_1");
    place.objects.set(path, { type: "zero" });
    const saved = await create(place.session(), ProjectRetention, none);
    place.addProject("proj_1", "archived");
    place.instead = (call) => (call.endsWith(path) ? "not found" : undefined);
    await end(place.session(), ProjectRetention, saved);
    expect(await read(place.session(), ProjectRetention, saved, none)).toBeUndefined();
  });

  it("of a project that was made a moment ago is waited for", async () => {
    const place = new PathServer();
    place.addProject("proj_1", "active", 5);
    place.clock.after(60_000, () => place.objects.set(path, { type: "zero" }));
    const saved = await create(place.session(), ProjectRetention, none);
    expect(saved.memo.restoreTo).toEqual({ retentionType: "zero" });
  });
});

describe("what there is once or not at all", () => {
  const path = "/organization/spend_limit";

  async function made() {
    const place = new PathServer();
    const saved = await create(place.session(), SpendLimit, { amount: 100 });
    return { place, saved };
  }

  it("is made, read, changed and deleted under its constant id", async () => {
    const { place, saved } = await made();
    expect(saved.id).toBe("organization");
    place.clock.after(600_000, () => {});
    const session = place.session();
    expect((await read(session, SpendLimit, saved, { amount: 100 }))?.args).toEqual({ amount: 100 });
    const changed = await update(session, SpendLimit, saved, { amount: 100 }, { amount: 200 });
    await end(session, SpendLimit, changed);
    expect(place.calls()).toEqual([
      `POST ${path} {"threshold_amount":100}`,
      `GET ${path}`,
      `POST ${path} {"threshold_amount":200}`,
      `DELETE ${path}`,
    ]);
    expect(place.objects.has(path)).toBe(false);
  });

  it("that was deleted by hand is gone, and its end no error", async () => {
    const { place, saved } = await made();
    await new Promise<void>((done) => place.clock.after(600_000, done));
    place.objects.delete(path);
    await end(place.session(), SpendLimit, saved);
    expect(await read(place.session(), SpendLimit, saved, { amount: 100 })).toBeUndefined();
  });

  it("is adopted by its id", async () => {
    const { place } = await made();
    place.calls();
    const adopted = await create(place.session(), SpendLimit, { amount: 300 }, undefined, "organization");
    expect(adopted).toMatchObject({ id: "organization", live: { amount: 300 } });
    expect(place.calls()).toEqual([`GET ${path}`, `POST ${path} {"threshold_amount":300}`]);
  });

  it("is one resource's", async () => {
    const { place } = await made();
    const session = place.session();
    await create(session, SpendLimit, { amount: 1 });
    const error = await errorOf(create(session, SpendLimit, { amount: 1 }));
    expect(error.message).toContain("Another resource of this program has it: organization.");
  });
});

describe("an object of a kind that nothing lists", () => {
  const calm = { name: "calm" };

  it.each([
    ["Voice", Voice, calm, "POST /audio/voices"],
    ["SpendLimit", SpendLimit, { amount: 1 }, "POST /organization/spend_limit"],
  ] as const)("whose creation got no answer is undecided at once: %s", async (token, kind, args, post) => {
    const place = new PathServer();
    place.instead = (call) => (call === post ? "lost after" : undefined);
    const began = place.clock.now();
    const error = await errorOf(create(place.session(), kind, args));
    expect(error.code).toBe("ambiguous");
    expect(error.message).toContain(`A ${token} may exist now. No call lists what there is of ${token}`);
    expect(error.message).toContain("Nothing more was sent.");
    expect(place.calls()).toHaveLength(1);
    expect(place.clock.now()).toBe(began);
  });

  it("is a link that is there already: the refusal is told as it came, and nothing is looked for", async () => {
    const place = new PathServer();
    place.instead = (call) => (call.startsWith("POST") ? "exists" : undefined);
    const error = await errorOf(create(place.session(), Seat, { userId: "user-bob" }));
    expect([error.code, error.details.status]).toEqual(["refused", 409]);
    expect(place.calls()).toEqual(['POST /organization/seats {"user_id":"user-bob"}']);
  });

  it("is made with one call, though the API does not say when it was made", async () => {
    const place = new PathServer();
    const { id } = await create(place.session(), Voice, calm);
    expect(id).toBe("voice_1");
    expect(place.calls()).toEqual(['POST /audio/voices {"name":"calm"}']);
  });

  it("is adopted by its id, and never by its looks", async () => {
    const place = new PathServer();
    const { id } = await create(place.session(), Voice, calm);
    expect((await create(place.session(), Voice, calm, undefined, id)).id).toBe(id);
    place.calls();
    const error = await errorOf(create(place.session(), Voice, calm, undefined, true));
    expect([error.code, error.message]).toEqual([
      "usage",
      'No call lists what there is of Voice: give its id as `adopt`, such as "voice_abc123". Nothing was changed.',
    ]);
    expect(place.calls()).toEqual([]);
    const { failures } = await handlerFor(Voice, () => place.session()).check({}, { ...calm, adopt: true });
    expect(failures.map(({ reason }) => reason)).toEqual([
      'adopt: No call lists what there is of Voice: give its id as `adopt`, such as "voice_abc123".',
    ]);
  });

  it("is gone when it was not found twice, and its end then no error", async () => {
    const place = new PathServer();
    const saved = await create(place.session(), Voice, calm);
    await new Promise<void>((done) => place.clock.after(600_000, done));
    expect(await read(place.session(), Voice, saved, calm)).toBeDefined();
    place.objects.clear();
    place.calls();
    expect(await read(place.session(), Voice, saved, calm)).toBeUndefined();
    expect(place.calls()).toEqual([`GET /audio/voices/${saved.id}`, `GET /audio/voices/${saved.id}`]);
    await end(place.session(), Voice, saved);
  });

  it("is gone with its kind's last day, whatever key looks for it, while the server serves anything else", async () => {
    const place = new PathServer();
    const saved = { ...(await create(place.session(), Voice, calm)), memo: { seenWith: "another-key" } };
    place.objects.clear();
    const unproven = await errorOf(read(place.session(), Voice, saved, calm));
    expect(unproven.code).toBe("unproven");
    await new Promise<void>((done) => place.clock.after(30 * 86_400_000, done));
    place.objects.set("/models", { object: "list" });
    expect(await read(place.session(), Voice, saved, calm)).toBeUndefined();
  });

  it("is not looked for among pending creates, and the report says why", async () => {
    const place = new PathServer();
    const create = { urn: "urn::calm", declaration: Voice, dynamic: true, inputs: calm, hidden: [] };
    const report = await pending(place.session(), { pending: [create], held: new Set(), settings: {} });
    expect(report).toContain("It could not be looked for: no call lists what there is of Voice.");
    expect(place.calls()).toEqual([]);
  });
});

describe("a constant id", () => {
  it("is formed, read and refused like any other", () => {
    expect(formatId(SpendLimit, {})).toBe("organization");
    expect(parseId(SpendLimit, "organization")).toEqual({});
    expect(exampleId(SpendLimit)).toBe("organization");
    for (const wrong of ["", "org", "organization/x"]) {
      expect(() => parseId(SpendLimit, wrong)).toThrow(
        `"${wrong}" is not an id of a SpendLimit. There is only one, and its id is organization.`,
      );
    }
    expect(parseId(ProjectRetention, "proj_1")).toEqual({ projectId: "proj_1" });
    expect(exampleId(ProjectRetention)).toBe("proj_abc123");
  });

  it("names the object in the ledger, in messages, in plans and in the documentation", () => {
    expect(holdings(SpendLimit, "organization", {})).toEqual(["SpendLimit organization"]);
    expect(objectName({ declaration: SpendLimit })).toBe("SpendLimit organization");
    expect(planCreation(SpendLimit, { amount: 1 }).id).toBe("organization");
    expect(planCreation(ProjectRetention, { projectId: "proj_1" }).id).toBe("proj_1");
    expect(described(SpendLimit)).toContain("pulumi import openai:index:SpendLimit name organization");
  });

  it("is known to the program's side, which finds the object in the last state and a twin in the program", () => {
    const facts = { token: "OrganizationRetention", outputs: [], ...identityFacts(OrganizationRetention) };
    const whole = { id: [], ...facts };
    introduce(whole);
    expect(whole).toMatchObject({ id: [], only: "organization", kind: "existing" });
    expect(keysOf(whole, {})).toEqual(["OrganizationRetention organization"]);
    expect([partsOf(whole, "organization"), partsOf(whole, "other")]).toEqual([{}, undefined]);
    const outputs = { retentionType: "none", restoreTo: { retentionType: "zero", days: 30 } };
    const state = lastStateOf([
      { urn: "urn", type: "openai:index:OrganizationRetention", token: facts.token, name: "kept", outputs },
    ]);
    expect(state.having("OrganizationRetention organization")).toEqual([
      expect.objectContaining({
        name: "kept",
        id: "organization",
        restoreTo: { retentionType: "zero", days: 30 },
      }),
    ]);
  });
});
