import { readPath } from "../../provider/kernel/codec";
import { Operation } from "../../provider/lifecycle/session/operation";
import { bentSession, withItems } from "../reliability/bent";
import { create, end, update } from "../support/entries";
import { workshop } from "../support/workshop";
import { empties } from "./false-answers";
import {
  Account,
  accounts,
  anyResident,
  expectAlive,
  itemOf,
  listOf,
  look,
  newProject,
  Project,
  RateLimit,
  type Resident,
  Role,
  removeByHand,
  resident,
  Webhook,
} from "./house";

describe("one listing", () => {
  it("answers for all objects of a collection that are read together", async () => {
    const place = workshop();
    const all = await accounts(place, 10);
    const session = place.session();
    await Promise.all(all.map((it) => expectAlive(session, it)));
    expect(place.calls()).toEqual([`GET ${listOf(Account)}`]);
  });

  it("answers for objects that are read one after another", async () => {
    const place = workshop();
    const projectId = await newProject(place);
    const first = await resident(place, Role, { projectId, name: "a", permissions: [] });
    const second = await resident(place, Role, { projectId, name: "b", permissions: [] });
    const session = place.session();
    await expectAlive(session, first);
    await expectAlive(session, second);
    expect(place.calls()).toEqual([`GET ${listOf(Role)}`]);
  });

  it("is made for each project on its own", async () => {
    const place = workshop();
    const all: Resident[] = [];
    for (const name of ["a", "b"]) {
      all.push(await resident(place, Account, { projectId: await newProject(place, name), name }));
    }
    const session = place.session();
    await Promise.all(all.map((it) => expectAlive(session, it)));
    expect(place.calls()).toEqual([`GET ${listOf(Account)}`, `GET ${listOf(Account)}`]);
  });

  it("serves three rate limits that are taken over in one project", async () => {
    const place = workshop();
    const projectId = await newProject(place);
    const session = place.session();
    const models = ["gpt-4o", "gpt-5.1", "gpt-5-mini"];
    await Promise.all(
      models.map((model) => create(session, RateLimit, { projectId, model, maxRequestsPer1Minute: 7 })),
    );
    const calls = place.calls();
    expect(calls.filter((call) => call.startsWith("GET"))).toEqual([`GET ${listOf(RateLimit)}`]);
    expect(calls.filter((call) => call.startsWith("POST"))).toHaveLength(3);
  });

  it("is read to its last page", async () => {
    const place = workshop();
    const projectId = await newProject(place);
    const all: Resident[] = [];
    const session = place.session();
    for (let n = 0; n < 101; n++) {
      const args = { projectId, name: `bot-${n}` };
      all.push({ declaration: Account, args, saved: await create(session, Account, args) });
    }
    place.calls();
    const later = place.session();
    await Promise.all(all.map((it) => expectAlive(later, it)));
    expect(place.calls()).toEqual([`GET ${listOf(Account)}`, `GET ${listOf(Account)}`]);
  });

  it("that failed is not remembered", async () => {
    const place = workshop();
    const it = await anyResident(place, Project);
    place.emulator.fault({
      match: { method: "GET", route: listOf(Project) },
      action: { type: "status", status: 403 },
    });
    const session = place.session();
    await expect(look(session, it)).rejects.toThrow("403");
    await expectAlive(session, it);
  });

  it("serves all reads of a run, however long that takes", async () => {
    const place = workshop();
    const it = await anyResident(place, Project);
    const session = place.session();
    await expectAlive(session, it);
    await place.clock.sleep(3_600_000);
    await expectAlive(session, it);
    expect(place.calls()).toEqual([`GET ${listOf(Project)}`]);
  });

  it("that several wait for is not begun anew, however long it takes", async () => {
    const place = workshop();
    const all = await accounts(place, 2);
    const slow = { type: "delay", ms: 50_000, when: "after" } as const;
    const broken = { type: "status", status: 503, headers: { "retry-after": "400" } } as const;
    place.emulator.fault({ match: { method: "GET" }, action: broken });
    place.emulator.fault({ match: { method: "GET", nth: 2 }, action: slow });
    const session = place.session();
    const later = place.clock
      .sleep(380_000)
      .then(() => Promise.all(all.map((it) => expectAlive(session, it))));
    await Promise.all([...all.map((it) => expectAlive(session, it)), later]);
    expect(place.calls()).toEqual([`GET ${listOf(Account)}`, `GET ${listOf(Account)}`]);
  });

  it("is made anew for a limit that is taken over, once it is more than five minutes old", async () => {
    const place = workshop();
    const projectId = await newProject(place);
    const session = place.session();
    const take = (model: string) =>
      create(session, RateLimit, { projectId, model, maxRequestsPer1Minute: 7 });
    await take("gpt-4o");
    await place.clock.sleep(299_000);
    await take("gpt-5.1");
    expect(place.calls().filter((call) => call.startsWith("GET"))).toHaveLength(1);
    await place.clock.sleep(2_000);
    await take("gpt-5-mini");
    expect(place.calls().filter((call) => call.startsWith("GET"))).toHaveLength(1);
  });

  it("is remembered without what its kind does not declare", async () => {
    const place = workshop();
    const home = await newProject(place);
    const session = bentSession(place.session(), (response) =>
      withItems(response, (item) => ({ ...item, future: "x".repeat(1_000), owner: { secret: "sk-1" } })),
    );
    const { items } = await session.collections.all(new Operation(session, Project), {});
    expect(items.map(({ id }) => id)).toContain(home);
    const declared = Object.entries(Project.props).map(([name, property]) => readPath(name, property));
    for (const item of items) expect(declared).toEqual(expect.arrayContaining(Object.keys(item)));
  });

  it("is forgotten for the sake of newer ones: at most 500 are kept", async () => {
    const place = workshop();
    empties(place, Role);
    const session = place.session();
    const operation = new Operation(session, Role);
    const ask = (n: number) => session.collections.all(operation, { projectId: `proj_${n}` });
    for (let n = 0; n <= 500; n++) await ask(n);
    place.calls();
    await ask(500);
    expect(place.calls()).toEqual([]);
    await ask(0);
    expect(place.calls()).toEqual([`GET ${listOf(Role)}`]);
  });
});

describe("a run sees its own writes", () => {
  it("a new name, whatever the listing said before", async () => {
    const place = workshop();
    const it = await anyResident(place, Project);
    const session = place.session();
    await expectAlive(session, it);
    const args = { ...it.args, name: "renamed" };
    const saved = await update(session, Project, it.saved, it.args, args);
    place.calls();
    const seen = await expectAlive(session, { ...it, saved, args });
    expect(seen.args).toEqual(args);
    expect(place.calls()).toEqual([]);
  });

  it("a taken-over limit", async () => {
    const place = workshop();
    const projectId = await newProject(place);
    const session = place.session();
    const args = { projectId, model: "gpt-4o", maxRequestsPer1Minute: 7 };
    const saved = await create(session, RateLimit, args);
    place.calls();
    const seen = await expectAlive(session, { declaration: RateLimit, args, saved });
    expect(seen.args).toEqual(args);
    expect(place.calls()).toEqual([]);
  });

  it("its deletions", async () => {
    const place = workshop();
    const it = await anyResident(place, Role);
    const session = place.session();
    await expectAlive(session, it);
    await end(session, Role, it.saved);
    place.calls();
    expect(await look(session, it)).toBeUndefined();
    expect(place.calls()).toEqual([`GET ${itemOf(Role)}`]);
  });

  it("its archiving of a project", async () => {
    const place = workshop();
    const it = await anyResident(place, Project);
    const session = place.session();
    await expectAlive(session, it);
    await end(session, Project, it.saved);
    expect(await look(session, it)).toBeUndefined();
  });

  it("the archiving of a project when its children are asked for", async () => {
    const place = workshop();
    const home = await anyResident(place, Project);
    const args = { projectId: home.saved.id, name: "bot" };
    const child = await resident(place, Account, args);
    const session = place.session();
    await expectAlive(session, home);
    await end(session, Project, home.saved);
    await end(session, Account, child.saved);
  });

  it("the former value of a limit that it put back", async () => {
    const place = workshop();
    const it = await anyResident(place, RateLimit);
    const session = place.session();
    await expectAlive(session, it);
    await end(session, RateLimit, it.saved);
    const seen = await expectAlive(session, it);
    expect(seen.live.maxRequestsPer1Minute).toBe(10_000);
  });

  it("an object made after the collection was listed", async () => {
    const place = workshop();
    const projectId = await newProject(place);
    const first = await resident(place, Account, { projectId, name: "first" });
    const session = place.session();
    await expectAlive(session, first);
    const args = { projectId, name: "second" };
    const saved = await create(session, Account, args);
    await expectAlive(session, { declaration: Account, args, saved });
  });

  it("objects made after the second witness had spoken of others", async () => {
    const place = workshop();
    const projectId = await newProject(place);
    const lost: Resident[] = [];
    for (const name of ["a", "b", "c"]) lost.push(await resident(place, Account, { projectId, name }));
    for (const it of lost) await removeByHand(place, it);
    const session = place.session();
    await Promise.all(lost.map((it) => look(session, it)));
    const args = { projectId, name: "new" };
    const saved = await create(session, Account, args);
    await expectAlive(session, { declaration: Account, args, saved });
  });

  it("a webhook endpoint made after the listing, although one answer says 404", async () => {
    const place = workshop();
    const lost = await anyResident(place, Webhook);
    await removeByHand(place, lost);
    const session = place.session();
    expect(await look(session, lost)).toBeUndefined();
    const args = { name: "b", url: "https://hooks.example.com/b", eventTypes: ["batch.failed"] };
    const saved = await create(session, Webhook, args);
    await place.clock.sleep(130_000);
    place.emulator.fault({
      match: { method: "GET", route: itemOf(Webhook) },
      action: { type: "status", status: 404 },
    });
    await expectAlive(session, { declaration: Webhook, args, saved });
  });
});
