import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LimitRule, seedKeys } from "../../emulator";
import { LearnedFile } from "../../provider/api/limiter/learned-file";
import { fingerprint } from "../../provider/api/settings";
import { limitedRun, readOf, reads } from "../support/limited";
import { type Workshop, workshop } from "../support/workshop";

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const ours = fingerprint(seedKeys.admin);

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "limits-"));
  path = join(folder, "limits.json");
});
afterEach(() => rmSync(folder, { recursive: true }));

function placeAt(rule: LimitRule): Workshop {
  const place = workshop();
  place.emulator.limits(rule);
  return place;
}

/** One command of a pipeline: a run that keeps what it learns. */
const command = (place: Workshop) => limitedRun(place, { learnedLimitsFile: path });

interface Entry {
  fingerprint: string;
  method: string;
  route: string;
  limit: number;
  shape: string;
  calls: number[];
}

const entries = (): Entry[] => JSON.parse(readFileSync(path, "utf8")).limits;
const write = (limits: Partial<Entry>[]) => writeFileSync(path, JSON.stringify({ openaiLimits: 1, limits }));

const forms = (["bucket", "window"] as const).flatMap((shape) =>
  [false, true].map((refusedCount) => ({ shape, refusedCount })),
);

describe.each(forms)(
  "a limit that the command before has learned ($shape, refused calls count: $refusedCount)",
  (form) => {
    const rule: LimitRule = { requestsPerMinute: 7, ...form };

    test("is known to the next one, with what is left of it: hardly a call is refused", async () => {
      const place = placeAt(rule);
      await command(place).ask(reads(40));
      await place.clock.sleep(second);
      const next = command(place);
      await next.ask(reads(60));
      expect(next.refused().length / next.answers.length).toBeLessThanOrEqual(0.05);
      const least = form.shape === "bucket" ? (60 * minute) / 7 : 9 * minute;
      expect(next.elapsed()).toBeLessThanOrEqual(1.1 * least);
    });

    test("is whole again after a pause: the first seven leave at once", async () => {
      const place = placeAt(rule);
      await command(place).ask(reads(20));
      await place.clock.sleep(10 * minute);
      const next = command(place);
      await next.ask(reads(7));
      expect([next.elapsed(), next.refused()]).toEqual([0, []]);
    });
  },
);

describe("the file", () => {
  test("holds the fingerprint, method, route, limit, shape and the last minute's calls, and no key", async () => {
    const place = placeAt({ requestsPerMinute: 7 });
    await command(place).ask(reads(16));
    await place.clock.sleep(5 * second);
    expect(entries()).toEqual([
      {
        fingerprint: ours,
        method: "GET",
        route: "/organization/projects",
        limit: 7,
        shape: "bucket",
        calls: expect.any(Array),
      },
    ]);
    const now = place.clock.now();
    const [entry] = entries();
    expect(entry?.calls.length).toBeGreaterThanOrEqual(7);
    expect(entry?.calls.every((at) => at <= now && at > now - 2 * minute)).toBe(true);
    const text = readFileSync(path, "utf8");
    for (const key of Object.values(seedKeys)) expect(text).not.toContain(key);
    expect(statSync(path).mode & 0o077).toBe(0);
    expect(readdirSync(folder)).toEqual(["limits.json"]);
  });

  test("is not made where nothing was learned", async () => {
    await command(workshop()).ask(reads(20));
    expect(existsSync(path)).toBe(false);
  });

  test("keeps what other commands, keys and routes have left in it", async () => {
    const place = placeAt({ requestsPerMinute: 7 });
    const now = place.clock.now();
    const theirs = {
      fingerprint: "0123456789ab",
      method: "GET",
      route: "/x",
      limit: 3,
      shape: "window",
      calls: [now - hour],
    };
    write([theirs]);
    await command(place).ask(reads(12));
    await command(place).ask(reads(12, "groups"));
    await place.clock.sleep(5 * second);
    expect(entries().map(({ route }) => route)).toEqual([
      "/x",
      "/organization/projects",
      "/organization/groups",
    ]);
    expect(entries()[0]).toEqual(theirs);
  });

  test("adds up the calls of commands that run side by side", () => {
    const file = new LearnedFile(
      path,
      () => 1_000_000,
      () => {},
    );
    const entry = { fingerprint: ours, method: "GET", route: "/x", limit: 7, shape: "bucket" } as const;
    file.keep([{ ...entry, calls: [990_000, 995_000, 995_000] }]);
    file.keep([{ ...entry, limit: 8, calls: [992_000, 995_000] }]);
    expect(file.read()).toEqual([{ ...entry, limit: 8, calls: [990_000, 992_000, 995_000, 995_000] }]);
  });

  test("knows budgets that all routes share", async () => {
    const place = placeAt({ requestsPerMinute: 7, scope: "organization" });
    const routes = ["projects", "groups", "roles", "users", "admin_api_keys"];
    const calls = () => routes.flatMap((route) => reads(8, route));
    await command(place).ask(calls());
    await place.clock.sleep(second);
    const next = command(place);
    await next.ask(calls());
    expect(next.refused().length / next.answers.length).toBeLessThanOrEqual(0.05);
    expect(entries().map(({ method, route }) => [method, route])).toContainEqual(["*", "*"]);
  });
});

describe("what cannot be used counts as unknown", () => {
  const usable = (now: number): Entry => ({
    fingerprint: ours,
    method: "GET",
    route: "/organization/projects",
    limit: 2,
    shape: "window",
    calls: [now - 1_000],
  });

  /** Whether a run that finds this keeps to the limit of two calls a minute that it tells. */
  async function isBelieved(make: (now: number) => string): Promise<boolean> {
    const place = workshop();
    writeFileSync(path, make(place.clock.now()));
    const run = command(place);
    await run.ask(reads(4));
    return run.elapsed() > 0;
  }
  const file = (...limits: unknown[]) => JSON.stringify({ openaiLimits: 1, limits });

  test("an entry that is in order is believed", async () => {
    expect(await isBelieved((now) => file(usable(now)))).toBe(true);
  });

  test.each<[string, (entry: Entry, now: number) => string]>([
    ["a torn file", (entry) => file(entry).slice(0, -10)],
    ["an empty file", () => ""],
    ["another file", () => "[1, 2]"],
    ["an entry older than a day", (entry, now) => file({ ...entry, calls: [now - 25 * hour] })],
    ["an entry of the future", (entry, now) => file({ ...entry, calls: [now + hour] })],
    ["an entry without calls", (entry) => file({ ...entry, calls: [] })],
    ["a limit that is none", (entry) => file({ ...entry, limit: 0 })],
    ["a limit in words", (entry) => file({ ...entry, limit: "two" })],
    ["an unknown shape", (entry) => file({ ...entry, shape: "sieve" })],
    ["a whole key instead of a fingerprint", (entry) => file({ ...entry, fingerprint: seedKeys.admin })],
    ["another key's", (entry) => file({ ...entry, fingerprint: "0123456789ab" })],
    ["another method's", (entry) => file({ ...entry, method: "POST" })],
    ["no object", () => file(null, 7, "x")],
  ])("%s", async (_, make) => {
    expect(await isBelieved((now) => make(usable(now), now))).toBe(false);
  });

  test("a call of the future is ignored, and the others count", async () => {
    expect(await isBelieved((now) => file({ ...usable(now), calls: [now - 1_000, now + hour] }))).toBe(true);
  });

  test.each(["{", '{"openaiLimits":1,"limits":[{"finger', ""])(
    "a torn file is written anew: %j",
    async (torn) => {
      writeFileSync(path, torn);
      const place = placeAt({ requestsPerMinute: 7 });
      await command(place).ask(reads(12));
      expect(entries()).toHaveLength(1);
      expect(place.said.join("\n")).not.toContain("is not kept");
    },
  );
});

describe("a file that cannot be written", () => {
  test.each([
    ["somebody else's", '{"name":"my-program"}'],
    ["no JSON", "export OPENAI_ADMIN_KEY=..."],
  ])("because it is there and %s: it stays as it is, and one line says so", async (_, content) => {
    writeFileSync(path, content);
    const place = placeAt({ requestsPerMinute: 7 });
    await command(place).ask(reads(20));
    expect(readFileSync(path, "utf8")).toBe(content);
    const lines = place.said.filter((line) => line.includes("is not kept"));
    expect(lines).toEqual([
      `What is learned of the API's limits is not kept: ${path}, named by openai:learnedLimitsFile (or the environment variable ` +
        "OPENAI_LEARNED_LIMITS_FILE): the file is there already and holds something else",
    ]);
  });

  test("because its folder is not there: the run goes on, and one line says so", async () => {
    const place = placeAt({ requestsPerMinute: 7 });
    const run = limitedRun(place, { learnedLimitsFile: join(folder, "none", "limits.json") });
    await run.ask(reads(20));
    expect(run.passed()).toHaveLength(20);
    expect(place.said.filter((line) => line.includes("cannot be written (ENOENT)"))).toHaveLength(1);
  });
});

test("a command that is cut off has kept what it knew a moment before", async () => {
  const place = placeAt({ requestsPerMinute: 7 });
  const controller = new AbortController();
  const work = command(place).ask(reads(60), { signal: controller.signal });
  await place.clock.sleep(30 * second);
  const kept = entries();
  controller.abort();
  await expect(work).rejects.toThrow("cancelled");
  expect(kept).toMatchObject([{ limit: 7 }]);
  expect(kept[0]?.calls.length).toBeGreaterThanOrEqual(10);
  const next = command(place);
  await next.ask([readOf("projects")]);
  expect(next.refused()).toEqual([]);
});
