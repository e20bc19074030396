import { sleep } from "../../provider/api/clock";
import { formatPath } from "../../provider/kernel/identity";
import type { Properties } from "../../provider/kernel/values";
import { Session } from "../../provider/lifecycle/session/session";
import { kindOf } from "../kernel/facts";
import { create } from "../support/entries";
import { sampleArgs } from "../support/fixtures";
import { type Workshop, workshop } from "../support/workshop";
import {
  byHand,
  type Declaration,
  errorOf,
  everyObject,
  listOf,
  newProject,
  noted,
  Project,
  Role,
  route,
  type Sent,
} from "./house";

type Action = Parameters<Workshop["emulator"]["fault"]>[0]["action"];

/** A page that says there is more, and not where. */
const brokenPage: Action = {
  type: "status",
  status: 200,
  body: { object: "list", data: [], has_more: true, first_id: null, last_id: null, next: null },
};

/** The nth create, or several from it on, meets this. */
function hit(place: Workshop, declaration: Declaration, action: Action, nth = 1, times = 1): void {
  place.emulator.fault({
    match: { method: "POST", route: route(declaration.at.create), nth, times },
    action,
  });
}

/** Virtual seconds after `from` at which calls of this method left. */
function secondsOf(sent: Sent[], method: string, from: number): number[] {
  return sent.filter(({ call }) => call.startsWith(method)).map(({ at }) => Math.round((at - from) / 1000));
}

/** Runs something in a while, as somebody does who knows nothing of the program. */
async function in_(place: Workshop, seconds: number, work: () => Promise<unknown>): Promise<void> {
  await sleep(place.clock, seconds * 1000);
  await work();
}

describe("what creates have lost is looked for", () => {
  it("5, 10, 20 and 40 seconds later, by all who have lost something in one listing each time", async () => {
    const place = workshop();
    const { session, sent } = noted(place);
    hit(place, Project, { type: "reset-before" }, 1, 8);
    const from = place.clock.now();
    const names = Array.from({ length: 8 }, (_, index) => `p${index}`);
    await Promise.all(names.map((name) => create(session, Project, { name })));
    expect(secondsOf(sent, "GET", from)).toEqual([5, 10, 20, 40]);
    expect(secondsOf(sent, "POST", from)).toEqual([...Array(8).fill(0), ...Array(8).fill(40)]);
  });

  it("no longer than until it is found", async () => {
    const place = workshop();
    const { session, sent } = noted(place);
    hit(place, Project, { type: "reset-after" }, 1, 8);
    const from = place.clock.now();
    await Promise.all(
      Array.from({ length: 8 }, (_, index) => create(session, Project, { name: `p${index}` })),
    );
    expect(secondsOf(sent, "GET", from)).toEqual([5]);
  });

  it.each([
    ["the two early ones", [1, 2], 40],
    ["the one at 20 seconds", [3], 80],
    ["the ones at 20 and 40 seconds", [3, 4], 160],
  ])(
    "again only after two complete listings from 20 seconds on: %s do not count when broken",
    async (_, broken, due) => {
      const place = workshop();
      const { session, sent } = noted(place);
      hit(place, Project, { type: "reset-before" });
      for (const nth of broken) {
        place.emulator.fault({ match: { method: "GET", route: listOf(Project), nth }, action: brokenPage });
      }
      const from = place.clock.now();
      await create(session, Project, { name: "p" });
      expect(secondsOf(sent, "POST", from)).toEqual([0, due]);
    },
  );

  it("and never sent again while no complete listing is to be had", async () => {
    const place = workshop();
    const { session, sent } = noted(place);
    hit(place, Project, { type: "reset-after" });
    place.emulator.fault({ match: { method: "GET", times: 100 }, action: brokenPage });
    const error = await errorOf(create(session, Project, { name: "p" }));
    expect(error.code).toBe("ambiguous");
    expect(error.message).toContain("A Project may exist now. No complete listing was to be had");
    expect(sent.filter(({ call }) => call.startsWith("POST"))).toHaveLength(1);
  });

  it("not at all where the listing is refused, and the error says why", async () => {
    const place = workshop();
    const { session, sent } = noted(place);
    hit(place, Project, { type: "reset-after" });
    place.emulator.fault({ match: { method: "GET", times: 100 }, action: { type: "status", status: 403 } });
    const error = await errorOf(create(session, Project, { name: "p" }));
    expect(error.message).toMatch(/may exist now.*403/);
    expect(sent.map(({ call }) => call)).toEqual([
      "POST /organization/projects",
      "GET /organization/projects",
    ]);
  });

  it.each([400, 404])("once more where one listing makes no sense (%d)", async (status) => {
    const place = workshop();
    hit(place, Project, { type: "reset-after" });
    place.emulator.fault({ match: { method: "GET" }, action: { type: "status", status } });
    const { id } = await create(place.session(), Project, { name: "a" });
    expect(place.calls()).toEqual([
      `POST ${listOf(Project)}`,
      `GET ${listOf(Project)}`,
      `GET ${listOf(Project)}`,
    ]);
    expect(await everyObject(place, Project, {})).toContain(id);
  });

  it("no further where a second one makes none either", async () => {
    const place = workshop();
    hit(place, Project, { type: "reset-after" });
    place.emulator.fault({ match: { method: "GET", times: 100 }, action: { type: "status", status: 404 } });
    const error = await errorOf(create(place.session(), Project, { name: "a" }));
    expect(error.message).toMatch(/may exist now.*404/);
    expect(place.calls()).toHaveLength(3);
  });

  it("and in an answer that breaks only now and then", async () => {
    const place = workshop();
    hit(place, Project, { type: "reset-after" });
    const get = { method: "GET", route: listOf(Project) } as const;
    place.emulator.fault({ match: { ...get, times: 3 }, action: { type: "garbage" } });
    const saved = await create(place.session(), Project, { name: "p" });
    expect((await everyObject(place, Project, {})).filter((id) => id === saved.id)).toHaveLength(1);
  });
});

describe("an object that looks like the lost one", () => {
  it("made by somebody else at the same time makes two: the error names both, and nothing more is sent", async () => {
    const place = workshop();
    const { session, sent } = noted(place);
    hit(place, Project, { type: "reset-after" });
    const theirs = in_(place, 2, () => byHand(place, "POST", "/organization/projects", { name: "twin" }));
    const [error] = await Promise.all([errorOf(create(session, Project, { name: "twin" })), theirs]);
    const ids = place.emulator
      .state()
      .tables.projects.flatMap(({ id, name }) => (name === "twin" ? [id] : []));
    expect(ids).toHaveLength(2);
    for (const id of ids) expect(error.message).toContain(id);
    expect(error.message).toContain("2 fit, more than were lost");
    expect(error.message).toContain("`adopt`");
    expect(sent.filter(({ call }) => call.startsWith("POST"))).toHaveLength(1);
  });

  it("is not taken when it is older than the create", async () => {
    const place = workshop();
    const old = await byHand(place, "POST", "/organization/projects", { name: "twin" });
    place.emulator.advance(5);
    hit(place, Project, { type: "reset-before" });
    const saved = await create(place.session(), Project, { name: "twin" });
    expect(saved.id).not.toBe(old.id);
  });

  it("is not taken when it is older than the create, even where a like one was awaited for a minute", async () => {
    const place = workshop();
    const { session } = noted(place);
    const old = await byHand(place, "POST", "/organization/projects", { name: "twin" });
    place.emulator.advance(20);
    hit(place, Project, { type: "reset-before" });
    hit(place, Project, { type: "delay", ms: 50_000, when: "after" }, 2);
    const args = { name: "twin" };
    const twins = await Promise.all([create(session, Project, args), create(session, Project, args)]);
    expect(twins.map(({ id }) => id)).not.toContain(old.id);
  });

  it("is not taken when it came while the create still queued to be sent", async () => {
    const place = workshop();
    const { raw, surroundings } = place.session();
    const enter = async (_: unknown, { method }: { method: string }) => {
      if (method === "POST") await place.clock.sleep(120_000);
      return { ended: () => {} };
    };
    const session = new Session(raw, { ...surroundings, gate: { enter } });
    const before = (await everyObject(place, Project, {})).length;
    const began = place.clock.now() / 1000;
    hit(place, Project, { type: "reset-before" }, 2);
    const theirs = in_(place, 60, () => create(place.session(), Project, { name: "twin" }));
    const ours = await create(session, Project, { name: "twin" });
    await theirs;
    expect(await everyObject(place, Project, {})).toHaveLength(before + 2);
    expect(ours.live.createdAt).toBeGreaterThanOrEqual(began + 120);
  });

  it("is not taken when another resource of this run has it", async () => {
    const place = workshop();
    const session = place.session();
    const first = await create(session, Project, { name: "twin" });
    hit(place, Project, { type: "reset-before" });
    const second = await create(session, Project, { name: "twin" });
    expect(second.id).not.toBe(first.id);
    expect(await everyObject(place, Project, {})).toEqual(expect.arrayContaining([first.id, second.id]));
  });

  it("is not taken while the answer to a create with the same arguments is awaited", async () => {
    const place = workshop();
    const { session, sent } = noted(place);
    hit(place, Project, { type: "reset-before" });
    hit(place, Project, { type: "delay", ms: 50_000, when: "after" }, 2);
    const from = place.clock.now();
    const args = { name: "twin" };
    const twins = await Promise.all([create(session, Project, args), create(session, Project, args)]);
    expect(new Set(twins.map(({ id }) => id)).size).toBe(2);
    // The first is sent again when the second has its answer, and not before.
    expect(secondsOf(sent, "POST", from)).toEqual([0, 0, expect.closeTo(50, -1)]);
  });

  it("is shared with a create whose answer is lost while the first one's listing waits for it", async () => {
    const place = workshop();
    const { session, sent } = noted(place);
    hit(place, Project, { type: "reset-after" });
    hit(place, Project, { type: "delay", ms: 30_000, when: "after" }, 2);
    hit(place, Project, { type: "reset-after" }, 2);
    const args = { name: "twin" };
    const twins = await Promise.all([create(session, Project, args), create(session, Project, args)]);
    expect(new Set(twins.map(({ id }) => id)).size).toBe(2);
    expect(sent.filter(({ call }) => call.startsWith("POST"))).toHaveLength(2);
  });

  it("is not taken while the answer is awaited to one that began after the first was lost", async () => {
    const place = workshop();
    const { session } = noted(place);
    hit(place, Project, { type: "reset-before" });
    hit(place, Project, { type: "delay", ms: 50_000, when: "after" }, 2);
    const args = { name: "twin" };
    const first = create(session, Project, args);
    await sleep(place.clock, 2_000);
    const twins = await Promise.all([first, create(session, Project, args)]);
    expect(new Set(twins.map(({ id }) => id)).size).toBe(2);
  });
});

describe("a lost role, which has no date of its own,", () => {
  it("is not confused with one that was there before", async () => {
    const place = workshop();
    const args = await sampleArgs(place, Role);
    const before = await create(place.session(), Role, args);
    hit(place, Role, { type: "reset-before" });
    const saved = await create(place.session(), Role, args);
    expect((await everyObject(place, Role, args)).filter((id) => !id.includes("role-api-")).sort()).toEqual(
      [before.id, saved.id].sort(),
    );
  });

  it("costs one listing for all roles of a collection, and none in a project that the run has made", async () => {
    const place = workshop();
    const { permissions } = await sampleArgs(place, Role);
    const projectId = await newProject(place);
    const { session, sent } = noted(place);
    const roles: Properties[] = ["a", "b", "c"].map((name) => ({ projectId, name, permissions }));
    await Promise.all(roles.map((args) => create(session, Role, args)));
    expect(sent.filter(({ call }) => call.startsWith("GET"))).toHaveLength(1);

    const own = await create(session, Project, { name: "own" });
    sent.length = 0;
    await create(session, Role, { projectId: own.id, name: "a", permissions });
    expect(sent.map(({ call }) => call)).toEqual([
      `POST ${formatPath(Role, Role.at.create, { projectId: own.id })}`,
    ]);
  });
});

describe("a lost file", () => {
  const File = kindOf("File");
  const upload = (text: string, filename = "a.md"): Properties => ({
    source: { text },
    filename,
    purpose: "user_data",
  });

  it.each([
    ["another name", upload("# One\n", "b.md")],
    ["another size", upload("# Three\n")],
    ["another purpose", { ...upload("# One\n"), purpose: "assistants" }],
  ])("is not confused with one of %s", async (_, other) => {
    const place = workshop();
    hit(place, File, { type: "reset-before" });
    const theirs = in_(place, 1, () => create(place.session(), File, other));
    const [saved] = await Promise.all([create(place.session(), File, upload("# One\n")), theirs]);
    expect(saved.live).toMatchObject({ filename: "a.md", bytes: 6, purpose: "user_data" });
    expect(place.emulator.state().tables.files).toHaveLength(2);
  });

  it("is found by its size and name, also where the source gives it its name", async () => {
    const place = workshop();
    hit(place, File, { type: "reset-after" });
    const args = { source: { path: "package.json" }, purpose: "user_data" };
    const saved = await create(place.session(), File, args);
    expect(place.emulator.state().tables.files.map(({ id }) => id)).toEqual([saved.id]);
    expect(saved.live.filename).toBe("package.json");
  });
});

describe("a lost link", () => {
  const Member = kindOf("ProjectUser");

  it("that somebody else has made meanwhile, and otherwise, is not taken", async () => {
    const place = workshop();
    const projectId = await newProject(place);
    hit(place, Member, { type: "reset-before" });
    const path = `/organization/projects/${projectId}/users`;
    const theirs = in_(place, 2, () => byHand(place, "POST", path, { user_id: "user-bob", role: "owner" }));
    const args = { projectId, userId: "user-bob", role: "member" };
    const [error] = await Promise.all([errorOf(create(place.session(), Member, args)), theirs]);
    expect(error.message).toContain(`${projectId}/user-bob`);
    expect(error.message).toContain("differs in role");
    expect(error.message).toContain("`adopt`");
  });

  it("is found by the e-mail address, where the program names nothing else", async () => {
    const place = workshop();
    const projectId = await newProject(place);
    hit(place, Member, { type: "reset-after" });
    const args = { projectId, email: "Carol@example.com", role: "member" };
    const saved = await create(place.session(), Member, args);
    expect(saved.id).toBe(`${projectId}/user-carol`);
    expect(place.emulator.state().tables.project_users).toHaveLength(1);
  });
});
