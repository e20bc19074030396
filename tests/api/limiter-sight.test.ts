import { limitedRun, readOf, reads, runAt } from "../support/limited";
import { workshop } from "../support/workshop";

const second = 1000;
const minute = 60 * second;

/** What is said, and when: each line with the seconds since the run began. */
function heard(rule: Parameters<typeof runAt>[0]) {
  const run = runAt(rule);
  const lines: [seconds: number, line: string][] = [];
  const said = run.place.said;
  said.push = (...texts: string[]) => {
    for (const text of texts) lines.push([Math.round(run.elapsed() / second), text]);
    return lines.length;
  };
  return { run, lines };
}

describe("calls that wait for limits", () => {
  test("are seen after ten seconds, then every thirty, with one line for all of them, and one at the end", async () => {
    const { run, lines } = heard({ requestsPerMinute: 7 });
    const calls = Array.from({ length: 20 }, (_, index) => readOf("projects", `Project "p${index}"`));
    await run.ask(calls);
    expect(lines).toEqual([
      [
        10,
        'Project "p8": GET /organization/projects: waiting for its limit (about 7 calls a minute); 12 calls wait for limits, for about 102 seconds',
      ],
      [
        40,
        'Project "p11": GET /organization/projects: waiting for its limit (about 7 calls a minute); 9 calls wait for limits, for about 72 seconds',
      ],
      [
        70,
        'Project "p15": GET /organization/projects: waiting for its limit (about 7 calls a minute); 5 calls wait for limits, for about 42 seconds',
      ],
      [
        100,
        'Project "p18": GET /organization/projects: waiting for its limit (about 7 calls a minute); 2 calls wait for limits, for about 12 seconds',
      ],
      [111, "done waiting for limits: 18 calls waited, for 112 seconds"],
      [
        111,
        "The API's limits, as calls a minute: 7 for GET /organization/projects; openai:learnedLimitsFile (or the environment variable " +
          "OPENAI_LEARNED_LIMITS_FILE) keeps this for the next command",
      ],
    ]);
  });

  test("of several routes and keys are counted together, and the longest wait is told", async () => {
    const { run, lines } = heard({ requestsPerMinute: 7 });
    await Promise.all([run.ask(reads(14)), run.ask(reads(21, "groups"))]);
    expect(lines[0]?.[1]).toMatch(
      /waiting for its limit \(about 7 calls a minute\); 19 calls wait for limits, for about 111 seconds$/,
    );
    const ends = lines.filter(([, line]) => line.startsWith("done waiting"));
    expect(ends).toHaveLength(1);
    expect(lines.filter(([, line]) => line.includes("waiting for its limit")).length).toBeLessThanOrEqual(5);
  });

  test("are silent up to ten seconds", async () => {
    const { run, lines } = heard({ requestsPerMinute: 7 });
    await run.ask(reads(8));
    expect(lines.map(([, line]) => line)).toEqual([expect.stringMatching(/^The API's limits/)]);
  });

  test("speak beside the one that waits longest, where whoever asks has a place for that", async () => {
    const { run, lines } = heard({ requestsPerMinute: 7 });
    const own: string[] = [];
    await run.ask(reads(12), { say: (line) => own.push(line) });
    expect(own.length).toBeGreaterThan(1);
    expect(own.at(-1)).toMatch(/^done waiting for limits/);
    expect(lines.map(([, line]) => line)).toEqual([expect.stringMatching(/^The API's limits/)]);
  });

  test("say so again at most every thirty seconds, also where waits end and begin", async () => {
    const { run, lines } = heard({ requestsPerMinute: 7 });
    for (let n = 0; n < 10; n++) await run.ask(reads(3));
    const progress = lines.filter(([, line]) => line.includes("waiting for its limit")).map(([at]) => at);
    const gaps = progress.slice(1).map((at, index) => at - (progress[index] ?? 0));
    expect(gaps.every((gap) => gap >= 30)).toBe(true);
  });

  test("that fail or are cancelled are not waited for any more", async () => {
    const { run, lines } = heard({ requestsPerMinute: 1, shape: "window" });
    const controller = new AbortController();
    const work = run.ask(reads(5), { signal: controller.signal }).catch(() => undefined);
    await run.place.clock.sleep(25 * second);
    controller.abort();
    await work;
    await run.place.clock.sleep(5 * minute);
    expect(lines.map(([at]) => at)).toEqual([10, 25]);
    expect(lines[1]?.[1]).toBe("done waiting for limits: 4 calls waited, for 25 seconds");
  });
});

describe("what was learned", () => {
  test("is told once in one line, and later only what is new", async () => {
    const { run, lines } = heard({ requestsPerMinute: 7 });
    const learned = () => lines.map(([, line]) => line).filter((line) => line.startsWith("The API's limits"));
    await Promise.all([run.ask(reads(9)), run.ask(reads(9, "groups"))]);
    expect(learned()).toEqual([
      expect.stringContaining("7 for GET /organization/projects, 7 for GET /organization/groups;"),
    ]);
    await run.ask(reads(9));
    expect(learned()).toHaveLength(1);
    await run.ask(reads(9, "roles"));
    expect(learned()[1]).toContain("calls a minute: 7 for GET /organization/roles;");
  });

  test("is one limit for all where they share it", async () => {
    const { run, lines } = heard({ requestsPerMinute: 7, scope: "organization" });
    const routes = ["projects", "groups", "roles", "users", "admin_api_keys"];
    await run.ask(routes.flatMap((route) => reads(8, route)));
    expect(lines.at(-1)?.[1]).toContain("calls a minute: 7 for all calls together;");
  });

  test("is nothing where nothing was refused", async () => {
    const run = limitedRun(workshop());
    await run.ask(reads(50));
    expect(run.place.said).toEqual([]);
  });
});
