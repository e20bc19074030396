import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { seedKeys } from "../../emulator";
import { user } from "../../provider/resources/user";
import { kindOf } from "../kernel/facts";
import { create, find, list } from "../support/entries";
import { type Workshop, workshop } from "../support/workshop";
import { Account, accounts, byHand, errorOf, listOf, newProject, Project, RateLimit, Role } from "./house";

const Group = kindOf("Group");
const pageOfUsers = `GET ${listOf(user)}`;

async function all<T>(source: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const one of source) found.push(one);
  return found;
}

/** An organization with this many people more than the seed has. */
function crowd(count: number): Workshop {
  const place = workshop();
  const state = place.emulator.state();
  const [one] = state.tables.users;
  if (!one) throw new Error("the seed has no people");
  for (let n = 0; n < count; n++) {
    const id = `user-${String(n).padStart(5, "0")}`;
    state.tables.users.push({ ...one, seq: 1_000_000 + n, id, email: `${id}@example.com` });
  }
  place.emulator.restore(state);
  return place;
}

const ofOrganization = (place: Workshop) =>
  place.emulator.state().tables.users.filter(({ organization_id }) => organization_id === "org-emulator")
    .length;

describe("a collection of 10,000 objects", () => {
  it("is told to its end, each object once, a page at a time", async () => {
    const place = crowd(10_000);
    const ids = (await all(list(place.session(), user))).map(({ id }) => id);
    expect(ids.length).toBe(ofOrganization(place));
    expect(new Set(ids).size).toBe(ids.length);
    expect(place.calls()).toEqual(Array(Math.ceil(ids.length / 100)).fill(pageOfUsers));
  });

  it("asks for the next page when its first object is wanted, and for no more once nobody wants more", async () => {
    const place = crowd(10_000);
    let seen = 0;
    for await (const _ of list(place.session(), user)) {
      seen++;
      if (seen === 100) expect(place.calls()).toEqual([pageOfUsers]);
      if (seen === 101) expect(place.calls()).toEqual([pageOfUsers]);
      if (seen === 150) break;
    }
    expect(place.calls()).toEqual([]);
  });

  it("takes the memory of a page", async () => {
    setFlagsFromString("--expose-gc");
    const collect: () => void = runInNewContext("gc");
    const place = crowd(500);
    const told: WeakRef<object>[] = [];
    let alive = 0;
    for await (const { live } of list(place.session(), user)) {
      told.push(new WeakRef(live));
      if (told.length !== 500) continue;
      await new Promise((resolve) => setImmediate(resolve));
      collect();
      alive = told.filter((one) => one.deref() !== undefined).length;
    }
    expect(told.length).toBeGreaterThan(500);
    expect(alive).toBeLessThan(200);
  });
});

describe("listing", () => {
  it("tells of a thing that no program makes, and finds one of them by its id", async () => {
    const place = workshop();
    const people = await all(list(place.session(), user));
    expect(people).toContainEqual({ id: "user-bob", live: { userId: "user-bob" } });
    expect(await find(place.session(), user, "user-bob")).toMatchObject({ id: "user-bob", args: {} });
    expect(await find(place.session(), user, "user-nobody")).toBeUndefined();
  });

  it("shows what lives below a project with the project's id", async () => {
    const place = workshop();
    const [first] = await accounts(place, 2);
    const { projectId } = first?.args ?? {};
    const found = await all(list(place.session(), Account, { projectId }));
    expect(found.map(({ live }) => live.name).sort()).toEqual(["bot-0", "bot-1"]);
    expect(found.find(({ id }) => id === first?.saved.id)?.live).toEqual(first?.saved.live);
  });

  it("shows the rows that are there without anybody having made them", async () => {
    const place = workshop();
    const projectId = await newProject(place);
    const rows = await all(list(place.session(), RateLimit, { projectId }));
    expect(rows.map(({ id }) => id)).toContain(`${projectId}/rl-gpt-4o`);
    expect(rows.every(({ live }) => live.projectId === projectId)).toBe(true);
  });

  it("leaves out what counts as gone: an archived project", async () => {
    const place = workshop();
    const [kept, archived] = [await newProject(place, "kept"), await newProject(place, "archived")];
    await byHand(place, "POST", `/organization/projects/${archived}/archive`);
    const ids = (await all(list(place.session(), Project))).map(({ id }) => id);
    expect(ids).toContain(kept);
    expect(ids).not.toContain(archived);
  });

  it("says of what is not for a program to manage why", async () => {
    const place = workshop();
    const elsewhere = { adminApiKey: seedKeys.otherAdmin };
    await create(place.session(elsewhere), Group, { name: "own" });
    const groups = await all(list(place.session(elsewhere), Group));
    expect(groups.map(({ live, foreign }) => [live.name, foreign]).sort()).toEqual([
      ["Directory group", "an identity provider manages the group by SCIM"],
      ["own", undefined],
    ]);
  });

  it("without the parent's id asks nobody", async () => {
    const place = workshop();
    const error = await errorOf(all(list(place.session(), Role)));
    expect([error.code, error.message]).toEqual(["usage", expect.stringContaining("projectId is needed")]);
    expect(place.calls()).toEqual([]);
  });

  it("that breaks off is an error, never an end", async () => {
    const place = crowd(300);
    place.emulator.fault({
      match: { method: "GET", route: listOf(user), nth: 2, times: 1000 },
      action: { type: "status", status: 403 },
    });
    const seen: string[] = [];
    const reading = async () => {
      for await (const { id } of list(place.session(), user)) seen.push(id);
    };
    expect((await errorOf(reading())).code).toBe("refused");
    expect(seen.length).toBe(100);
  });
});

describe("whoever lists and has enough of it", () => {
  it("by Cancel is asked for no further page", async () => {
    const place = crowd(1_000);
    const cancel = new AbortController();
    const reading = async () => {
      let seen = 0;
      for await (const _ of list(place.session(), user, {}, { signal: cancel.signal })) {
        if (++seen === 100) cancel.abort();
      }
    };
    const error = await errorOf(reading());
    expect([error.code, error.message]).toEqual(["stopped", "The command was cancelled."]);
    expect(place.calls()).toEqual([pageOfUsers]);
  });

  it("by Cancel is not kept waiting by a page that is on its way", async () => {
    const place = crowd(1_000);
    slow(place, 60);
    const cancel = new AbortController();
    place.clock.after(1_000, () => cancel.abort());
    const began = place.clock.now();
    const error = await errorOf(all(list(place.session(), user, {}, { signal: cancel.signal })));
    expect(error.code).toBe("stopped");
    expect(place.clock.now() - began).toBeLessThan(2_000);
  });

  it("because time is up gets no further page, and no answer that comes later", async () => {
    const place = crowd(1_000);
    slow(place, 10);
    const deadline = place.clock.now() + 25_000;
    const seen: string[] = [];
    const reading = async () => {
      for await (const { id } of list(place.session(), user, {}, { deadline })) seen.push(id);
    };
    const error = await errorOf(reading());
    expect([error.code, error.message]).toEqual(["stopped", "The time that it was given was up."]);
    expect([seen.length, place.clock.now()]).toEqual([200, deadline]);
  });
});

/** From now on a page of people takes this many seconds. */
function slow(place: Workshop, seconds: number): void {
  place.emulator.fault({
    match: { method: "GET", route: listOf(user), times: 1000 },
    action: { type: "delay", ms: seconds * 1000 },
  });
}
