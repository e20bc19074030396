import type { Call } from "../../provider/api/call";
import type { Clock } from "../../provider/api/clock";
import { limitedRun, readOf, reads, runAt } from "../support/limited";
import { workshop } from "../support/workshop";
import { errorOf } from "./conversation";

const second = 1000;
const minute = 60 * second;

const write = (name: string): Call => ({
  method: "POST",
  path: "/organization/projects",
  template: "/organization/projects",
  body: { name },
  repeat: "never",
});

describe("whose turn it is", () => {
  test("where all calls spend one budget, writes and what something waits for go before reads that nothing waits for", async () => {
    const run = runAt({ requestsPerMinute: 7, scope: "organization" });
    const routes = ["projects", "groups", "roles", "users", "admin_api_keys"];
    const idle = routes.flatMap((route) => run.ask(reads(8, route), { yields: true }));
    await run.place.clock.sleep(30 * second);
    const before = run.answers.length;
    await Promise.all([run.ask([write("a"), write("b")]), run.ask([readOf("users")])]);
    const answered = run.answers.slice(before).filter(({ status }) => status === 200);
    expect(answered.map(({ call }) => call)).toEqual(["POST projects", "POST projects", "GET users"]);
    await Promise.all(idle);
  });

  test("is otherwise that of the one who came first, refused or not", async () => {
    const run = runAt({ requestsPerMinute: 7 });
    const order: number[] = [];
    await Promise.all(reads(20).map((call, index) => run.ask([call]).then(() => order.push(index))));
    expect(run.refused().length).toBeGreaterThan(0);
    expect(order).toEqual([...order].sort((a, b) => a - b));
  });
});

describe("requestsPerMinute", () => {
  test("is kept from the first call on: never more in a minute, and nothing is refused", async () => {
    const run = runAt({ requestsPerMinute: 7 }, { requestsPerMinute: "7" });
    await run.ask(reads(60));
    expect(run.refused()).toEqual([]);
    expect(run.elapsed()).toBeLessThanOrEqual(1.01 * ((53 * minute) / 7));
  });

  test("is kept where the server would let more through", async () => {
    const run = limitedRun(workshop(), { requestsPerMinute: "30" });
    await run.ask(reads(90));
    expect(run.elapsed()).toBeGreaterThanOrEqual(2 * minute);
    expect(run.elapsed()).toBeLessThan(2.1 * minute);
  });

  test("that is more than the server lets through costs some refusals, and no failure", async () => {
    const run = runAt({ requestsPerMinute: 7 }, { requestsPerMinute: "60" });
    await run.ask(reads(60));
    expect(run.passed()).toHaveLength(60);
    expect(run.elapsed()).toBeLessThanOrEqual(1.2 * ((53 * minute) / 7));
  });

  test("that is none is said by the first call", async () => {
    for (const requestsPerMinute of ["0", "many", "-7", "1e9"]) {
      const run = limitedRun(workshop(), { requestsPerMinute });
      const error = await errorOf(run.ask(reads(1)));
      expect(error.message).toBe(
        "The setting openai:requestsPerMinute (or the environment variable OPENAI_REQUESTS_PER_MINUTE) must be a number of calls " +
          "from 1 to 1000000. Nothing was sent.",
      );
      expect(run.answers).toEqual([]);
    }
  });
});

describe("a clock that somebody sets", () => {
  const hour = 60 * minute;

  test.each([
    ["an hour back", -hour],
    ["a day back", -24 * hour],
    ["an hour ahead", hour],
    ["a day ahead", 24 * hour],
  ])("%s while calls wait stalls nobody for more than a minute", async (_, by) => {
    const place = workshop();
    let offset = 0;
    const clock: Clock = {
      now: () => place.clock.now() + offset,
      after: (milliseconds, action) => place.clock.after(milliseconds, action),
    };
    place.emulator.limits({ requestsPerMinute: 7 });
    const run = limitedRun(place, {}, clock);
    place.clock.after(40 * second, () => {
      offset = by;
    });
    await run.ask(reads(40));
    const passed = run.passed();
    const gaps = passed.slice(1).map((at, index) => at - (passed[index] ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(minute);
    expect(run.elapsed()).toBeLessThan(1.5 * ((33 * minute) / 7));
  });
});

describe("a command that is cancelled", () => {
  test("leaves the queue at once, and those of others go on", async () => {
    const run = runAt({ requestsPerMinute: 7 });
    const controller = new AbortController();
    const others = run.ask(reads(15));
    const cancelled = Promise.all(
      reads(20).map((call) => errorOf(run.ask([call], { signal: controller.signal }))),
    );
    await run.place.clock.sleep(20 * second);
    const at = run.elapsed();
    controller.abort();
    const errors = await cancelled;
    expect(run.elapsed()).toBe(at);
    expect(new Set(errors.map(({ code }) => code))).toEqual(new Set(["stopped"]));
    await others;
    expect(run.passed()).toHaveLength(15);
    expect(run.elapsed()).toBeLessThan(1.5 * minute);
  });

  test("does not enter any more", async () => {
    const run = runAt({ requestsPerMinute: 7 });
    const error = await errorOf(run.ask(reads(1), { signal: AbortSignal.abort() }));
    expect(error.code).toBe("stopped");
    expect(run.answers).toEqual([]);
  });
});

describe("when nothing passes on any route", () => {
  test("one call tries for all, and when it passes all go on", async () => {
    const place = workshop();
    place.emulator.fault({ match: { times: 1_000_000 }, action: { type: "status", status: 429 } });
    place.clock.after(90 * second, () => place.emulator.clearFaults());
    const run = limitedRun(place);
    const routes = ["projects", "groups", "roles", "users", "admin_api_keys"];
    await run.ask(routes.flatMap((route) => reads(10, route)));
    const tries = run.refused().filter((at) => at > second);
    expect(tries.length).toBeLessThanOrEqual(3);
    expect(run.elapsed()).toBeLessThanOrEqual(135 * second);
  });

  test("a wait that the server asks for on one of them holds up no other", async () => {
    const place = workshop();
    const action = { type: "status", status: 429, headers: { "retry-after": "75" } } as const;
    for (const route of ["projects", "groups", "roles"])
      place.emulator.fault({ match: { route: `/organization/${route}` }, action });
    const run = limitedRun(place);
    const waiting = run.ask(["projects", "groups", "roles"].map((route) => readOf(route)));
    await run.ask(reads(5, "users"));
    expect(run.elapsed()).toBe(0);
    await waiting;
    expect(run.elapsed()).toBe(75 * second);
  });
});

test("calls whose answers are lost count as spent: the server may have counted them", async () => {
  const run = runAt({ requestsPerMinute: 7, shape: "window", refusedCount: true });
  await run.ask(reads(20));
  await run.place.clock.sleep(5 * minute);
  const before = run.refused().length;
  run.place.emulator.fault({ match: { nth: 1, times: 5 }, action: { type: "reset-after" } });
  await run.ask(reads(7));
  expect(run.refused().length - before).toBeLessThanOrEqual(1);
});
