import type { FaultAction } from "../../emulator";
import { type LimitedRun, limitedRun, readOf, reads, runAt } from "../support/limited";
import { workshop } from "../support/workshop";
import { errorOf } from "./conversation";

const second = 1000;
const minute = 60 * second;
const projects = { method: "GET", route: "/organization/projects" } as const;

type Hint = { headers?: Record<string, string>; message?: string };

const refusal = ({ headers, message = "Slow down." }: Hint): FaultAction => ({
  type: "status",
  status: 429,
  headers,
  body: { error: { message, type: "requests", param: null, code: "rate_limit_exceeded" } },
});

/** A server that refuses the first reads of projects so. */
function refusing(hint: Hint, times = 1, settings = {}): LimitedRun {
  const place = workshop();
  place.emulator.fault({ match: { ...projects, times }, action: refusal(hint) });
  return limitedRun(place, settings);
}

const inSeconds = (seconds: number) => new Date(Date.UTC(2026, 10, 23, 12) + seconds * second).toUTCString();

describe("what the server asks for is obeyed", () => {
  test.each<[string, Hint, number]>([
    ["retry-after-ms", { headers: { "retry-after-ms": "75250" } }, 75_250],
    ["Retry-After in seconds", { headers: { "retry-after": "75" } }, 75_000],
    ["Retry-After as a date", { headers: { "retry-after": inSeconds(75) } }, 75_000],
    ["x-ratelimit-reset-requests", { headers: { "x-ratelimit-reset-requests": "1m30s" } }, 90_000],
    ["x-ratelimit-reset", { headers: { "x-ratelimit-reset": "1m30s" } }, 90_000],
    ["the message, in seconds", { message: "Please try again in 20s." }, 20_000],
    ["the message, in words", { message: "Slow down and try again after 6.937 seconds." }, 6_937],
    [
      "the message, in minutes and seconds",
      { message: "Limit 3, Used 3. Please try again in 6m12s. Visit ..." },
      372_000,
    ],
    ["ten minutes, the longest", { headers: { "retry-after": "600" } }, 600_000],
  ])("%s: nothing is sent on this route before the time, and others go on", async (_, hint, wait) => {
    const run = refusing(hint);
    const waiting = run.ask(reads(5));
    await run.ask(reads(20, "groups"));
    expect(run.elapsed()).toBe(0);
    await waiting;
    expect(run.elapsed()).toBe(wait);
    const early = run.answers.filter(
      ({ call, leftAt }) => call === "GET projects" && leftAt > 0 && leftAt < wait,
    );
    expect(early).toEqual([]);
  });

  test("also where it is longer than what was learned, each time", async () => {
    const run = refusing({ headers: { "retry-after": "30" } }, 3);
    await run.ask(reads(1));
    expect(run.answers.map(({ leftAt }) => leftAt)).toEqual([0, 30_000, 60_000, 90_000]);
  });

  test.each(["bucket", "window"] as const)(
    "a %s that tells when costs hardly a refusal more than it must",
    async (shape) => {
      const run = runAt({ requestsPerMinute: 7, headers: true, shape });
      await run.ask(reads(60));
      const bound = shape === "bucket" ? (53 * minute) / 7 : 8 * minute;
      expect(run.elapsed()).toBeLessThanOrEqual(1.1 * bound);
      expect(run.refused().length).toBeLessThanOrEqual(10);
    },
  );

  test("a limit that headers tell is kept before anything is refused", async () => {
    const run = runAt({ requestsPerMinute: 7, headers: true });
    for (const call of reads(30)) await run.ask([call]);
    expect(run.refused()).toEqual([]);
  });
});

describe("a wait of more than ten minutes", () => {
  test("is not waited for: the error names the time, and whoever waits for the same has it too", async () => {
    const run = refusing({ headers: { "retry-after": "7200" } }, 2);
    const calls = [readOf("projects"), readOf("projects"), readOf("projects")];
    const errors = await Promise.all(calls.map((call) => errorOf(run.ask([call]))));
    expect(new Set(errors.map(({ message }) => message))).toEqual(
      new Set([
        "GET /organization/projects was refused for now: the API asks to come back at 2026-11-23 14:00:00 UTC, in 120 minutes, and no " +
          "limit is waited for longer than 10 minutes. Nothing was changed; run the command again then.",
      ]),
    );
    expect(errors[0]).toMatchObject({ code: "refused", details: { status: 429 } });
    expect(run.elapsed()).toBe(0);
    expect(run.answers.length).toBeLessThanOrEqual(2);
  });

  test("ends what comes later too, without a call; others go on", async () => {
    const run = refusing({ headers: { "retry-after": "7200" } });
    await errorOf(run.ask(reads(1)));
    const error = await errorOf(run.ask(reads(1)));
    expect(error.message).toContain("2026-11-23 14:00:00 UTC");
    expect(run.answers).toHaveLength(1);
    await run.ask(reads(1, "groups"));
  });
});

describe("a budget of money that is spent", () => {
  test.each(["insufficient_quota", "organization_spend_limit_exceeded"])(
    "(%s) fails the call at once, and slows nobody down",
    async (code) => {
      const place = workshop();
      const error = { message: "Pay first.", type: "requests", param: null, code };
      const action = {
        type: "status",
        status: 429,
        headers: { "retry-after": "30" },
        body: { error },
      } as const;
      place.emulator.fault({ match: projects, action });
      const run = limitedRun(place);
      const failed = await errorOf(run.ask(reads(1)));
      expect(failed.message).toContain(`(${code}): Pay first`);
      expect(failed.message).toContain("Nothing was changed.");
      await run.ask(reads(30));
      expect(run.elapsed()).toBe(0);
    },
  );
});

describe("nothing let through for a quarter of an hour", () => {
  test("fails all that wait, with one sentence; until then nothing fails", async () => {
    const run = refusing({}, 10_000);
    const calls = reads(20);
    const errors = await Promise.all(calls.map((call) => errorOf(run.ask([call]))));
    expect(new Set(errors.map(({ message }) => message))).toEqual(
      new Set([
        "GET /organization/projects was not carried out, and nothing was changed: its limit has let no call through for 15 minutes, so " +
          "something else seems to spend it; run the command again when that has ended.",
      ]),
    );
    expect(errors[0]).toMatchObject({ code: "refused", details: { status: 429 } });
    expect(run.elapsed()).toBeGreaterThanOrEqual(15 * minute);
    expect(run.elapsed()).toBeLessThan(17 * minute);
    // Politely: about once a minute.
    expect(run.answers.length).toBeLessThan(20);
  });

  test("is not counted on where one call has passed meanwhile, however long the queue", async () => {
    const run = runAt({ requestsPerMinute: 0.1, burst: 1 });
    await run.ask(reads(4));
    expect(run.elapsed()).toBeGreaterThan(29 * minute);
  });

  test("is forgotten when the next call comes later", async () => {
    const run = refusing({}, 30);
    await Promise.all(reads(3).map((call) => errorOf(run.ask([call]))));
    run.place.emulator.clearFaults();
    await run.place.clock.sleep(minute);
    await expect(run.ask(reads(1))).resolves.toHaveLength(1);
  });
});
