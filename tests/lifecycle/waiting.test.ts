import { sleep } from "../../provider/api/clock";
import { duration } from "../../provider/api/duration";
import { objectName } from "../../provider/lifecycle/session/object-name";
import { Operation } from "../../provider/lifecycle/session/operation";
import { pause, saying } from "../../provider/lifecycle/session/waiting";
import { create } from "../support/entries";
import { type Workshop, workshop } from "../support/workshop";
import {
  Account,
  byHand,
  look,
  newProject,
  noted,
  Project,
  pathOf,
  type Resident,
  VectorStore,
} from "./house";

const waited = (place: Workshop) => ({
  operation: new Operation(place.session(), Project),
  ids: { projectId: "proj_1", name: "search" },
});
const wait = { why: "until it is quiet", atMost: 90_000 };

describe("whatever waits longer than ten seconds", () => {
  it("says once for what, why and for how long at most, and once that it is over", async () => {
    const place = workshop();
    const at: number[] = [];
    const started = place.clock.now();
    const work = saying(waited(place), wait, () => sleep(place.clock, 40_000));
    place.clock.after(10_001, () => at.push(place.said.length));
    await work;
    expect(at).toEqual([1]);
    expect(place.said).toEqual([
      'Project "search" (proj_1): waiting until it is quiet, for up to 90 seconds',
      'Project "search" (proj_1): done waiting',
    ]);
    expect(place.clock.now() - started).toBe(40_000);
  });

  it("says that it is over also where it fails", async () => {
    const place = workshop();
    const work = saying(waited(place), wait, async () => {
      await sleep(place.clock, 40_000);
      throw new Error("in vain");
    });
    await expect(work).rejects.toThrow("in vain");
    expect(place.said).toHaveLength(2);
  });

  it("is silent up to then", async () => {
    const place = workshop();
    await saying(waited(place), wait, () => sleep(place.clock, 9_000));
    await pause(waited(place), "for a moment", 10_000);
    expect(place.said).toEqual([]);
  });

  it("says so of a single pause too", async () => {
    const place = workshop();
    await pause(waited(place), "for the others", 30_000);
    expect(place.said[0]).toBe('Project "search" (proj_1): waiting for the others, for up to 30 seconds');
  });
});

describe("an object is called", () => {
  it.each([
    [
      "by kind, name and id",
      { declaration: Project, id: "proj_1", live: { name: "search" } },
      'Project "search" (proj_1)',
    ],
    [
      "by its id alone where it has no name",
      { declaration: VectorStore, live: { vectorStoreId: "vs_1" } },
      "VectorStore vs_1",
    ],
    [
      "by its name alone before it is made",
      { declaration: Project, live: { name: "search" } },
      'Project "search"',
    ],
    ["by its kind where nothing else is known", { declaration: Project }, "Project"],
  ])("%s", (_, named, text) => expect(objectName(named)).toBe(text));
});

it("how long is said in seconds up to two minutes, then in minutes", () => {
  expect([9_001, 118_000, 120_000, 121_000, 1_200_000].map(duration)).toEqual([
    "10 seconds",
    "118 seconds",
    "120 seconds",
    "3 minutes",
    "20 minutes",
  ]);
});

describe("young objects that somebody has deleted by hand", () => {
  async function ten(place: ReturnType<typeof workshop>): Promise<Resident[]> {
    const projectId = await newProject(place);
    const all: Resident[] = [];
    for (let n = 0; n < 10; n++) {
      const args = { projectId, name: `bot-${n}` };
      all.push({ declaration: Account, args, saved: await create(place.session(), Account, args) });
    }
    for (const it of all) await byHand(place, "DELETE", pathOf(it));
    return all;
  }

  it("share one wait of at most two minutes, also where the run has listed them a while ago", async () => {
    const place = workshop();
    const all = await ten(place);
    const session = place.session();
    const [it] = all;
    if (!it) throw new Error("an account");
    await session.collections.all(new Operation(session, Account), it.saved.live);
    await sleep(place.clock, 60_000);
    const started = place.clock.now();
    const seen = await Promise.all(all.map((one) => look(session, one)));
    expect(seen).toEqual(all.map(() => undefined));
    expect(place.clock.now() - started).toBeLessThanOrEqual(60_000);
  });

  it("are asked for together at most six times a minute while they are waited for", async () => {
    const place = workshop();
    const all = await ten(place);
    const { session, sent } = noted(place);
    const started = place.clock.now();
    await Promise.all(all.map((it) => look(session, it)));
    const during = sent.filter(({ at }) => at > started && at < started + 120_000);
    expect(during.length).toBeLessThanOrEqual(12);
    // Each asks for itself at first and in the end.
    expect(sent.length - during.length).toBeLessThanOrEqual(2 * all.length + 2);
  });

  it("in a big collection take turns", async () => {
    const place = workshop();
    const all: Resident[] = [];
    for (let n = 0; n < 10; n++) {
      const args = { name: `store-${n}` };
      all.push({ declaration: VectorStore, args, saved: await create(place.session(), VectorStore, args) });
    }
    for (const it of all) await byHand(place, "DELETE", pathOf(it), undefined, "sk-proj-test");
    place.calls();
    const session = place.session();
    const started = place.clock.now();
    expect(await Promise.all(all.map((it) => look(session, it)))).toEqual(all.map(() => undefined));
    expect(place.clock.now() - started).toBeLessThanOrEqual(135_000);
    expect(place.calls().length).toBeLessThanOrEqual(3 * all.length + 12);
  });

  it("are said to be waited for, each by its name", async () => {
    const place = workshop();
    const all = await ten(place);
    const session = place.session();
    await Promise.all(all.map((it) => look(session, it)));
    expect(place.said.filter((line) => line.includes("waiting until every server"))).toHaveLength(10);
    expect(place.said.join()).toContain('ProjectServiceAccount "bot-3"');
  });
});
