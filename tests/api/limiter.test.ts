import { type LimitRule, seedKeys } from "../../emulator";
import { credentialFor } from "../../provider/api/settings";
import { limitedRun, readOf, reads, runAt } from "../support/limited";
import { workshop } from "../support/workshop";

const second = 1000;
const minute = 60 * second;

const forms = (["bucket", "window"] as const).flatMap((shape) =>
  [false, true].map((refusedCount) => ({ shape, refusedCount })),
);

const boundOf = (shape: "bucket" | "window", calls: number) =>
  shape === "bucket" ? ((calls - 7) * minute) / 7 : Math.floor((calls - 1) / 7) * minute;

describe.each(forms)(
  "a limit of 7 calls a minute that nobody tells ($shape, refused calls count: $refusedCount)",
  (form) => {
    const rule: LimitRule = { requestsPerMinute: 7, ...form };

    test.each([9, 13, 25, 60, 84, 400])(
      "%d calls are done within a tenth of the least time, and few are refused",
      async (calls) => {
        const run = runAt(rule);
        await run.ask(reads(calls));
        const bound = boundOf(form.shape, calls);
        expect(run.passed()).toHaveLength(calls);
        expect(run.elapsed()).toBeGreaterThanOrEqual(bound - second);
        expect(run.elapsed()).toBeLessThanOrEqual(1.1 * bound);
        const share = run.refused().length / run.answers.length;
        expect(share).toBeLessThanOrEqual(calls >= 400 ? 0.1 : 0.3);
      },
    );

    test("seven calls or fewer meet no limit", async () => {
      const run = runAt(rule);
      await run.ask(reads(7));
      expect([run.elapsed(), run.refused()]).toEqual([0, []]);
    });
  },
);

describe("the first refusal", () => {
  test("sets the limit to what has passed in a minute: the next try comes after a minute divided by it", async () => {
    const run = runAt({ requestsPerMinute: 7 });
    await run.ask(reads(10));
    const inSeconds = run.passed().map((at) => Math.round(at / 100) / 10);
    expect(inSeconds).toEqual([0, 0, 0, 0, 0, 0, 0, 8.6, 17.1, 25.7]);
    expect(run.refused().every((at) => at === 0)).toBe(true);
  });

  test("is followed by one call alone, whoever else waits", async () => {
    const run = runAt({ requestsPerMinute: 7, shape: "window" });
    await run.ask(reads(100));
    expect(run.refused().filter((at) => at > 0 && at < minute)).toEqual([8_572]);
  });

  test("of the very first calls is that of somebody else: tried again after some seconds", async () => {
    const place = workshop();
    place.emulator.limits({ requestsPerMinute: 7 });
    await limitedRun(place).ask(reads(7));
    const run = limitedRun(place);
    await run.ask(reads(20));
    expect(run.passed()[0]).toBe(8_572);
    expect(run.refused().filter((at) => at < 8_000)).toHaveLength(2);
    expect(run.elapsed()).toBeLessThanOrEqual(1.1 * boundOf("bucket", 27));
  });
});

describe("a limit that changes", () => {
  test("upwards is found, a minute later at the earliest", async () => {
    const run = runAt({ requestsPerMinute: 7 });
    const { clock, emulator } = run.place;
    clock.after(2 * minute, () => emulator.limits({ requestsPerMinute: 60 }));
    await run.ask(reads(400));
    expect(run.passed().filter((at) => at < minute).length).toBeLessThanOrEqual(14);
    // 56 minutes at the old limit, 8 at the new one.
    expect(run.elapsed()).toBeLessThan(15 * minute);
  });

  test("downwards is halved until calls pass again, and none fails", async () => {
    const run = runAt({ requestsPerMinute: 60 });
    const { clock, emulator } = run.place;
    clock.after(90 * second, () => emulator.limits({ requestsPerMinute: 6 }));
    await run.ask(reads(300));
    expect(run.passed()).toHaveLength(300);
    const bound = 90 * second + ((300 - 150 - 6) * minute) / 6;
    expect(run.elapsed()).toBeLessThan(1.15 * bound);
    expect(run.refused().length).toBeLessThan(60);
  });

  test.each<LimitRule>([
    { requestsPerMinute: 6, burst: 4 },
    { requestsPerMinute: 10, burst: 4, refusedCount: true },
    { requestsPerMinute: 3, burst: 9, shape: "window", refusedCount: true },
    { requestsPerMinute: 60, burst: 1 },
    { requestsPerMinute: 600, burst: 10, shape: "window" },
    { requestsPerMinute: 0.5, burst: 1 },
  ])("is no worse than an odd one, as %j: all calls are done", async (rule) => {
    const calls = rule.requestsPerMinute < 1 ? 6 : 80;
    const run = runAt(rule);
    await run.ask(reads(calls));
    expect(run.passed()).toHaveLength(calls);
    expect(run.refused().length).toBeLessThan(2 * calls);
  });
});

describe("a budget", () => {
  test("is that of a method and route: others go on", async () => {
    const run = runAt({ requestsPerMinute: 7 });
    const projects = run.ask(reads(30));
    await run.ask(reads(7, "groups"));
    expect(run.elapsed()).toBe(0);
    await projects;
  });

  test("is that of a key: another organization's goes on", async () => {
    const run = runAt({ requestsPerMinute: 7 });
    const ours = run.ask(reads(30));
    const theirs = credentialFor({ adminApiKey: seedKeys.otherAdmin }, "admin");
    await Promise.all(reads(7).map((call) => run.session.client.call(theirs, call)));
    expect(run.elapsed()).toBe(0);
    await ours;
  });

  describe.each(forms)("for the whole organization ($shape, refused calls count: $refusedCount)", (form) => {
    const routes = ["projects", "groups", "roles", "users", "admin_api_keys", "projects/proj_default/users"];

    test("is found out: many routes together take hardly longer than they must", async () => {
      const run = runAt({ requestsPerMinute: 7, scope: "organization", ...form });
      const calls = Array.from({ length: 20 }, () => routes.map((route) => readOf(route))).flat();
      await run.ask(calls);
      expect(run.passed()).toHaveLength(120);
      expect(run.elapsed()).toBeLessThanOrEqual(1.1 * boundOf(form.shape, 120));
      expect(run.refused().length / run.answers.length).toBeLessThanOrEqual(0.3);
    });
  });

  test.each(forms)(
    "for each route is not taken for one of all, whoever has spent a part of it ($shape, refused calls count: $refusedCount)",
    async (form) => {
      const place = workshop();
      place.emulator.limits({ requestsPerMinute: 7, ...form });
      const routes = ["projects", "groups", "roles", "users", "admin_api_keys"];
      await limitedRun(place).ask(routes.flatMap((route, index) => reads(index + 2, route)));
      const run = limitedRun(place);
      await run.ask(Array.from({ length: 40 }, () => routes.map((route) => readOf(route))).flat());
      // One budget for all of them would take half an hour.
      expect(run.elapsed()).toBeLessThanOrEqual(boundOf(form.shape, 46) + 1.5 * minute);
    },
  );
});
