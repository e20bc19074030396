import { everyKind } from "../kernel/facts";
import { create } from "../support/entries";
import { type Workshop, workshop } from "../support/workshop";
import { denies, empties, listsInstead, pageOfOthers } from "./false-answers";
import {
  Account,
  accounts,
  anyResident,
  byHand,
  type Declaration,
  expectAlive,
  itemOf,
  listOf,
  look,
  newProject,
  noted,
  Project,
  pathOf,
  RateLimit,
  type Resident,
  removeByHand,
  resident,
  VectorStore,
  Webhook,
} from "./house";

/** The calls that it takes to call one object gone. */
function witnesses(declaration: Declaration): string[] {
  const list = `GET ${listOf(declaration)}`;
  const item = `GET ${itemOf(declaration)}`;
  if (declaration.read === "listed") return [list, list];
  if (declaration.big) return [item, item];
  return declaration.credential === "admin" ? [list, item] : [item, list];
}

describe.each(everyKind)("a %s that somebody removed by hand", (_, declaration) => {
  it("is gone after two witnesses and no more calls", async () => {
    const place = workshop();
    const it = await anyResident(place, declaration);
    await removeByHand(place, it);
    place.calls();
    expect(await look(place.session(), it)).toBeUndefined();
    expect(place.calls()).toEqual(witnesses(declaration));
  });

  it("is alive as long as only the first witness misses it", async () => {
    const place = workshop();
    const it = await anyResident(place, declaration);
    const [first = ""] = witnesses(declaration);
    if (first.endsWith("}")) denies(place, declaration);
    else listsInstead(place, declaration, pageOfOthers(declaration), { times: 1 });
    await expectAlive(place.session(), it);
    expect(place.calls()).toEqual(witnesses(declaration));
  });
});

describe("the second witness", () => {
  const pause = 10_000;

  it("of a vector store is the same question, asked at least ten seconds later", async () => {
    const place = workshop();
    const it = await anyResident(place, VectorStore);
    await removeByHand(place, it);
    const { session, sent } = noted(place);
    expect(await look(session, it)).toBeUndefined();
    expect(sent).toHaveLength(2);
    expect((sent[1]?.at ?? 0) - (sent[0]?.at ?? 0)).toBeGreaterThanOrEqual(pause);
  });

  it("of many missing vector stores is waited for once, not once for each", async () => {
    const place = workshop();
    const all: Resident[] = [];
    for (let n = 0; n < 5; n++) all.push(await resident(place, VectorStore, { name: `store-${n}` }));
    for (const it of all) await removeByHand(place, it);
    const started = place.clock.now();
    const session = place.session();
    expect(await Promise.all(all.map((it) => look(session, it)))).toEqual(all.map(() => undefined));
    expect(place.clock.now() - started).toBeLessThan(2 * pause);
  });

  it("of a rate-limit row is another listing, made at least ten seconds later", async () => {
    const place = workshop();
    const it = await anyResident(place, RateLimit);
    await removeByHand(place, it);
    const { session, sent } = noted(place);
    expect(await look(session, it)).toBeUndefined();
    expect(sent).toHaveLength(2);
    expect((sent[1]?.at ?? 0) - (sent[0]?.at ?? 0)).toBeGreaterThanOrEqual(pause);
  });

  it("of an object with a GET is its own, however many are missing", async () => {
    const place = workshop();
    const all = await accounts(place, 5);
    for (const it of all) await removeByHand(place, it);
    const session = place.session();
    expect(await Promise.all(all.map((it) => look(session, it)))).toEqual(all.map(() => undefined));
    const item = `GET ${itemOf(Account)}`;
    expect(place.calls().sort()).toEqual([`GET ${listOf(Account)}`, item, item, item, item, item]);
  });

  it("of objects that only their listing misses brings back every one, however often it does", async () => {
    const place = workshop();
    const all = await accounts(place, 5);
    empties(place, Account);
    const session = place.session();
    const seen = await Promise.all(all.map((it) => look(session, it)));
    expect(seen.map((one) => one?.id)).toEqual(all.map(({ saved }) => saved.id));
  });

  it("that fails is an error, and the next look asks it again", async () => {
    const place = workshop();
    const it = await anyResident(place, RateLimit);
    await removeByHand(place, it);
    place.emulator.fault({
      match: { method: "GET", route: listOf(RateLimit), nth: 2 },
      action: { type: "status", status: 403 },
    });
    const session = place.session();
    await expect(look(session, it)).rejects.toThrow("403");
    expect(await look(session, it)).toBeUndefined();
  });
});

describe("an object younger than two minutes", () => {
  async function newborn(place: Workshop, declaration: Declaration, args: object): Promise<Resident> {
    const saved = await create(place.session(), declaration, { ...args });
    place.calls();
    return { declaration, args: { ...args }, saved };
  }

  /** Neither listed nor found by id until then, as on a server that has not heard of it yet. */
  function unknownFor(place: Workshop, declaration: Declaration, seconds: number): void {
    listsInstead(place, declaration, pageOfOthers(declaration));
    denies(place, declaration, { times: 10_000 });
    place.clock.after(seconds * 1000, () => place.emulator.clearFaults());
  }

  it.each([
    ["vector store", VectorStore, { name: "docs" }],
    [
      "webhook endpoint",
      Webhook,
      { name: "a", url: "https://hooks.example.com", eventTypes: ["batch.completed"] },
    ],
    ["project", Project, { name: "new" }],
  ])("is waited for: a %s that is not known everywhere yet", async (_what, declaration, args) => {
    const place = workshop();
    const it = await newborn(place, declaration, args);
    unknownFor(place, declaration, 100);
    await expectAlive(place.session(), it);
    expect(place.clock.now() / 1000 - Number(it.saved.live.createdAt)).toBeLessThan(120 + 30);
  });

  it("is gone once it is two minutes old and still not there", async () => {
    const place = workshop();
    const it = await newborn(place, Project, { name: "new" });
    await removeByHand(place, it);
    expect(await look(place.session(), it)).toBeUndefined();
    expect(place.clock.now() / 1000 - Number(it.saved.live.createdAt)).toBeGreaterThanOrEqual(120);
  });

  it("is waited for also where the second witness is a listing", async () => {
    const place = workshop();
    const projectId = await newProject(place);
    const young: Resident[] = [];
    for (let n = 0; n < 3; n++) young.push(await newborn(place, Account, { projectId, name: `bot-${n}` }));
    unknownFor(place, Account, 100);
    const session = place.session();
    const seen = await Promise.all(young.map((it) => look(session, it)));
    expect(seen.map((one) => one?.id)).toEqual(young.map(({ saved }) => saved.id));
  });

  it("is not waited for without end: clocks that disagree cost at most ten minutes", async () => {
    const place = workshop();
    const it = await newborn(place, VectorStore, { name: "docs" });
    await byHand(place, "DELETE", pathOf(it), undefined, "sk-proj-test");
    const future = { ...it.saved.live, createdAt: Math.floor(place.clock.now() / 1000) + 3600 };
    const started = place.clock.now();
    await look(place.session(), { ...it, saved: { ...it.saved, live: future } }).catch(() => undefined);
    expect(place.clock.now() - started).toBeLessThanOrEqual(10 * 60_000 + 10_000);
  });
});
