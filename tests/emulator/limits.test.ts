import { type LimitRule, seedKeys } from "../../emulator/index";
import { as, type Caller, errorOf, freshEmulator, made } from "./calls";

const projects = "/organization/projects";
const groups = "/organization/groups";

/** An emulator with a limit, and how many of some calls in a row are let through. */
function limited(rule: LimitRule) {
  const fresh = freshEmulator();
  fresh.emulator.limits(rule);
  const passed = async (calls: number, path = projects, caller: Caller = fresh.admin) => {
    let count = 0;
    for (let n = 0; n < calls; n += 1) if ((await caller.get(path)).status === 200) count += 1;
    return count;
  };
  return { ...fresh, passed };
}

describe("a bucket", () => {
  test("starts full and refills evenly, to its size and not beyond", async () => {
    const { passed, clock } = limited({ requestsPerMinute: 7 });
    expect(await passed(20)).toBe(7);
    clock.advance(8_500);
    expect(await passed(5)).toBe(0);
    clock.advance(72);
    expect(await passed(5)).toBe(1);
    clock.advance(2.5 * 8_572);
    expect(await passed(5)).toBe(2);
    clock.advance(0.5 * 8_572);
    expect(await passed(5)).toBe(1);
    clock.advance(3_600_000);
    expect(await passed(20)).toBe(7);
  });

  test("of another size lets so many through at once, and as many in the long run", async () => {
    const { passed, clock } = limited({ requestsPerMinute: 60, burst: 3 });
    expect(await passed(10)).toBe(3);
    clock.advance(1_000);
    expect(await passed(10)).toBe(1);
    clock.advance(60_000);
    expect(await passed(10)).toBe(3);
  });

  test("in which refused calls count is never left by somebody who only asks again", async () => {
    const { passed, clock } = limited({ requestsPerMinute: 7, refusedCount: true });
    expect(await passed(8)).toBe(7);
    for (let n = 0; n < 20; n += 1) {
      clock.advance(5_000);
      expect(await passed(1)).toBe(0);
    }
    clock.advance(8_571);
    expect(await passed(2)).toBe(1);
  });

  test("in which they do not is left by the same", async () => {
    const { passed, clock } = limited({ requestsPerMinute: 7 });
    expect(await passed(8)).toBe(7);
    clock.advance(5_000);
    expect(await passed(1)).toBe(0);
    clock.advance(5_000);
    expect(await passed(1)).toBe(1);
  });
});

describe("a window", () => {
  test("lets so many through in any minute", async () => {
    const { passed, clock } = limited({ requestsPerMinute: 7, shape: "window" });
    expect(await passed(4)).toBe(4);
    clock.advance(30_000);
    expect(await passed(10)).toBe(3);
    clock.advance(29_999);
    expect(await passed(10)).toBe(0);
    clock.advance(1);
    expect(await passed(10)).toBe(4);
    clock.advance(30_000);
    expect(await passed(10)).toBe(3);
  });

  test("of another size is as much shorter or longer", async () => {
    const { passed, clock } = limited({ requestsPerMinute: 600, burst: 10, shape: "window" });
    expect(await passed(30)).toBe(10);
    clock.advance(999);
    expect(await passed(30)).toBe(0);
    clock.advance(1);
    expect(await passed(30)).toBe(10);
  });

  test("in which refused calls count is not left by dripping into it, but by waiting it out", async () => {
    const { passed, clock } = limited({ requestsPerMinute: 7, shape: "window", refusedCount: true });
    expect(await passed(7)).toBe(7);
    for (let n = 0; n < 30; n += 1) {
      clock.advance(8_500);
      expect(await passed(1)).toBe(0);
    }
    clock.advance(60_000);
    expect(await passed(7)).toBe(7);
  });
});

describe("the scope", () => {
  test("is each method and route, whatever ids are in the path", async () => {
    const { passed, admin } = limited({ requestsPerMinute: 2 });
    expect(await passed(3, `${projects}/proj_default`)).toBe(2);
    expect((await admin.get(`${projects}/proj_other`)).status).toBe(429);
    expect((await admin.get(groups)).status).toBe(200);
    expect((await admin.post(`${projects}/proj_default`, { name: "still" })).status).not.toBe(429);
  });

  test("is each organization", async () => {
    const { passed, otherAdmin } = limited({ requestsPerMinute: 2 });
    expect(await passed(3)).toBe(2);
    expect(await passed(3, projects, otherAdmin)).toBe(2);
  });

  test("may be all calls of an organization, with whichever key", async () => {
    const { passed, admin, project, otherAdmin } = limited({ requestsPerMinute: 3, scope: "organization" });
    expect(await passed(1)).toBe(1);
    expect((await admin.get(groups)).status).toBe(200);
    expect((await project.get("/models")).status).toBe(200);
    expect((await project.get("/vector_stores")).status).toBe(429);
    expect(await passed(1)).toBe(0);
    expect((await otherAdmin.get(groups)).status).toBe(200);
  });

  test("is not a key that nobody issued: it spends nothing", async () => {
    const { passed, emulator } = limited({ requestsPerMinute: 2, scope: "organization" });
    const stranger = as(emulator, "sk-unknown");
    for (let n = 0; n < 5; n += 1) expect((await stranger.get(projects)).status).toBe(401);
    expect(await passed(3)).toBe(2);
  });
});

describe("a refused call", () => {
  test("is answered as the API does, without a word about when to come back, and nothing happens", async () => {
    const { emulator, admin } = limited({ requestsPerMinute: 1 });
    await made(admin, projects, { name: "one" });
    const before = emulator.state().tables;
    const answer = await admin.post(projects, { name: "two" });
    expect(answer.status).toBe(429);
    expect(errorOf(answer)).toEqual({
      message: "Rate limit reached.",
      type: "requests",
      param: null,
      code: "rate_limit_exceeded",
    });
    expect([...answer.headers.keys()].filter((name) => /ratelimit|retry/.test(name))).toEqual([]);
    expect(answer.headers.get("openai-organization")).toBe("org-emulator");
    expect(emulator.state().tables).toEqual(before);
    expect(emulator.requests().map(({ status }) => status)).toEqual([200, 429]);
  });

  test("is bent by faults like any other, and what a fault answers before it spends nothing", async () => {
    const { emulator, admin, passed } = limited({ requestsPerMinute: 1 });
    emulator.fault({ action: { type: "status", status: 503 } });
    expect((await admin.get(projects)).status).toBe(503);
    expect(await passed(2)).toBe(1);
    emulator.fault({ action: { type: "reset-after" } });
    await expect(admin.post(projects, { name: "x" }).then(() => admin.post(projects, {}))).rejects.toThrow(
      "ECONNRESET",
    );
  });
});

describe("with headers", () => {
  const headersOf = async (caller: Caller) => {
    const { headers, status } = await caller.get(projects);
    const of = (name: string) => headers.get(name);
    return [
      status,
      ...["limit", "remaining", "reset"].map((name) => of(`x-ratelimit-${name}-requests`)),
      of("retry-after"),
      of("retry-after-ms"),
    ];
  };

  test("a bucket tells what is left, when it is full, and when the next call is let through", async () => {
    const { admin, clock } = limited({ requestsPerMinute: 2, headers: true });
    expect(await headersOf(admin)).toEqual([200, "2", "1", "30s", null, null]);
    expect(await headersOf(admin)).toEqual([200, "2", "0", "1m0s", null, null]);
    clock.advance(9_750);
    expect(await headersOf(admin)).toEqual([429, "2", "0", "50.25s", "21", "20250"]);
    clock.advance(20_250);
    expect(await headersOf(admin)).toEqual([200, "2", "0", "1m0s", null, null]);
  });

  test("so does a window", async () => {
    const { admin, clock } = limited({ requestsPerMinute: 2, headers: true, shape: "window" });
    expect(await headersOf(admin)).toEqual([200, "2", "1", "1m0s", null, null]);
    clock.advance(59_900);
    expect(await headersOf(admin)).toEqual([200, "2", "0", "1m0s", null, null]);
    expect(await headersOf(admin)).toEqual([429, "2", "0", "1m0s", "1", "100"]);
    clock.advance(100);
    expect(await headersOf(admin)).toEqual([200, "2", "0", "1m0s", null, null]);
  });

  test("long waits are told in hours", async () => {
    const { admin } = limited({ requestsPerMinute: 0.5, burst: 50, headers: true });
    for (let n = 0; n < 49; n += 1) await admin.get(projects);
    expect((await headersOf(admin))[3]).toBe("1h40m0s");
  });
});

describe("the rule", () => {
  test("is set and taken back over HTTP; the emulator's own calls are never limited", async () => {
    const { admin, control, emulator } = freshEmulator();
    expect((await control("POST", "/limits", { requestsPerMinute: 1 })).status).toBe(200);
    expect([(await admin.get(projects)).status, (await admin.get(projects)).status]).toEqual([200, 429]);
    for (let n = 0; n < 5; n += 1) expect((await control("GET", "/requests")).status).toBe(200);
    await control("POST", "/clock", { advanceSeconds: 60 });
    expect([(await admin.get(projects)).status, (await admin.get(projects)).status]).toEqual([200, 429]);
    expect((await control("DELETE", "/limits")).status).toBe(200);
    expect((await admin.get(projects)).status).toBe(200);
    emulator.limits({ requestsPerMinute: 1 });
    emulator.reset();
    expect([(await admin.get(projects)).status, (await admin.get(projects)).status]).toEqual([200, 200]);
  });

  test("that is new begins with budgets that are not spent yet", async () => {
    const { emulator, passed } = limited({ requestsPerMinute: 2 });
    expect(await passed(3)).toBe(2);
    emulator.limits({ requestsPerMinute: 2 });
    expect(await passed(3)).toBe(2);
  });

  test.each([
    {},
    { requestsPerMinute: 0 },
    { requestsPerMinute: "7" },
    { requestsPerMinute: 7, burst: 0 },
    { requestsPerMinute: 7, burst: 1.5 },
    { requestsPerMinute: 7, scope: "project" },
    { requestsPerMinute: 7, shape: "sieve" },
    { requestsPerMinute: 7, refusedCounts: true },
    { requestsPerMinute: 7, headers: 1 },
  ])("%j is refused", async (rule) => {
    const { emulator, control, admin } = freshEmulator();
    const answer = await control("POST", "/limits", rule);
    expect([answer.status, errorOf(answer).type]).toEqual([400, "emulator_error"]);
    expect(() => emulator.limits(rule as LimitRule)).toThrow(TypeError);
    for (let n = 0; n < 9; n += 1) expect((await admin.get(projects)).status).toBe(200);
  });

  test("survives that a state is put back, also one in which the clock was behind", async () => {
    const { emulator, passed } = limited({ requestsPerMinute: 7, shape: "window" });
    const early = emulator.state();
    emulator.advance(3_600);
    expect(await passed(8)).toBe(7);
    emulator.restore(early);
    expect(await passed(8)).toBe(7);
    expect(await passed(1, projects, as(emulator, seedKeys.admin))).toBe(0);
  });
});
