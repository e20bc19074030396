import { createEmulator, type Fault, seedKeys } from "../../emulator/index";
import { as, errorOf, freshEmulator, idsOf, listOf, made, send } from "./calls";

const projects = "/organization/projects";

describe("the control interface", () => {
  test("reset brings back the seed, the clock, and clears journal and faults", async () => {
    const { emulator, admin, control, clock } = freshEmulator();
    const seeded = emulator.state();
    await made(admin, projects, { name: "short-lived" });
    emulator.fault({ action: { type: "status", status: 500 } });
    emulator.advance(60);
    expect(emulator.state()).not.toEqual(seeded);

    expect((await control("POST", "/reset")).status).toBe(200);
    expect(emulator.state()).toEqual(seeded);
    expect(emulator.requests()).toEqual([]);
    const answer = await admin.get(projects);
    expect(answer.status).toBe(200);
    expect(Date.parse(answer.headers.get("date") ?? "")).toBe(clock.now());
  });

  test("a state that was read can be put back, keys made meanwhile included", async () => {
    const { emulator, admin, control } = freshEmulator();
    const account = await made(admin, `${projects}/proj_default/service_accounts`, { name: "ci" });
    const key = (account.api_key as { value: string }).value;
    const saved = await control("GET", "/state");

    await admin.del(`${projects}/proj_default/service_accounts/${account.id}`);
    expect((await as(emulator, key).get("/models")).status).toBe(401);

    expect((await control("PUT", "/state", saved.body)).status).toBe(200);
    expect((await control("GET", "/state")).body).toEqual(saved.body);
    expect((await as(emulator, key).get("/models")).status).toBe(200);
  });

  test("after a state is put back into another emulator, new ids do not collide with old ones", async () => {
    const first = freshEmulator();
    const { id } = await made(first.admin, projects, { name: "one" });
    const second = freshEmulator();
    const saved = first.emulator.state();
    second.emulator.restore(saved);
    expect((await made(second.admin, projects, { name: "two" })).id).not.toBe(id);
    expect(saved).toEqual(first.emulator.state());
  });

  test.each([
    ["no object", "[]"],
    ["another version", { version: 2 }],
    ["no tables", { version: 1, bookkeeping: { seed: 1, issued: 0, clockOffsetMs: 0 } }],
  ])("a state with %s is refused", async (_, body) => {
    const { control } = freshEmulator();
    const answer = await control("PUT", "/state", body);
    expect(answer.status).toBe(400);
    expect(errorOf(answer).message).toContain("Not a state");
  });

  test.each(["/state", "/faults", "/clock"])("a body of %s that is not JSON is refused", async (path) => {
    const { control } = freshEmulator();
    const answer = await control(path === "/state" ? "PUT" : "POST", path, "{");
    expect(answer.status).toBe(400);
    expect(errorOf(answer).type).toBe("emulator_error");
  });

  test("an unknown control and a clock that runs back are refused", async () => {
    const { control } = freshEmulator();
    expect((await control("GET", "/resets")).status).toBe(404);
    expect((await control("POST", "/clock", { advanceSeconds: -1 })).status).toBe(400);
    expect((await control("POST", "/clock", { seconds: 1 })).status).toBe(400);
  });

  test("the journal has method, path, route, status and milliseconds, and nothing of /_emulator", async () => {
    const { emulator, admin, control } = freshEmulator();
    emulator.fault({ action: { type: "delay", ms: 30 } });
    await admin.get(`${projects}/proj_default?x=secret`);
    await admin.get("/nowhere");
    await control("GET", "/state");
    expect((await control("GET", "/requests")).body).toEqual([
      {
        method: "GET",
        path: "/v1/organization/projects/proj_default",
        route: "/organization/projects/{project_id}",
        status: 400,
        ms: 30,
      },
      { method: "GET", path: "/v1/nowhere", route: null, status: 404, ms: 0 },
    ]);
    await control("DELETE", "/requests");
    expect(emulator.requests()).toEqual([]);
  });

  test("the clock moves created_at and the Date header", async () => {
    const { admin, control, clock } = freshEmulator();
    const moved = await control("POST", "/clock", { advanceSeconds: 3600 });
    const now = clock.now() / 1000 + 3600;
    expect(moved.body).toEqual({ now });
    const answer = await admin.post(projects, { name: "later" });
    expect(answer.body.created_at).toBe(now);
    expect(Date.parse(answer.headers.get("date") ?? "") / 1000).toBe(now);
  });

  test("equal seeds make equal ids and keys, other seeds other ones", async () => {
    const create = async (seed: number) => {
      const emulator = createEmulator({ clock: freshEmulator().clock, seed });
      return made(as(emulator, seedKeys.admin), `${projects}/proj_default/service_accounts`, { name: "a" });
    };
    expect(await create(7)).toEqual(await create(7));
    expect((await create(8)).id).not.toBe((await create(7)).id);
  });
});

describe("faults", () => {
  test("reset-before cuts the connection and nothing has happened", async () => {
    const { emulator, admin } = freshEmulator();
    const before = emulator.state();
    emulator.fault({ match: { method: "POST" }, action: { type: "reset-before" } });
    await expect(admin.post(projects, { name: "lost" })).rejects.toMatchObject({ code: "ECONNRESET" });
    expect(emulator.state()).toEqual(before);
    expect(emulator.requests()).toMatchObject([{ status: 0 }]);
  });

  test("reset-after cuts the connection when the project exists", async () => {
    const { emulator, admin } = freshEmulator();
    emulator.fault({
      match: { route: "/organization/projects", method: "POST" },
      action: { type: "reset-after" },
    });
    await expect(admin.post(projects, { name: "lost" })).rejects.toMatchObject({ code: "ECONNRESET" });
    expect(listOf(await admin.get(projects)).map((project) => project.name)).toContain("lost");
  });

  test.each([
    ["before", false],
    ["after", true],
  ] as const)("a status %s the commit answers with its headers and body", async (when, exists) => {
    const { emulator, admin } = freshEmulator();
    const body = { error: { message: "busy", type: "server_error", param: null, code: "slow_down" } };
    emulator.fault({
      match: { method: "POST" },
      action: { type: "status", status: 503, headers: { "Retry-After": "7" }, body, when },
    });
    const answer = await admin.post(projects, { name: "unsure" });
    expect(answer.status).toBe(503);
    expect(answer.headers.get("retry-after")).toBe("7");
    expect(answer.headers.get("openai-organization")).toBe("org-emulator");
    expect(answer.body).toEqual(body);
    const names = listOf(await admin.get(projects)).map((project) => project.name);
    expect(names.includes("unsure")).toBe(exists);
  });

  test("a status without a body speaks the API's error form", async () => {
    const { emulator, admin } = freshEmulator();
    emulator.fault({ action: { type: "status", status: 429 } });
    const answer = await admin.get(projects);
    expect(errorOf(answer)).toMatchObject({ code: "rate_limit_exceeded", param: null });
  });

  test("delay sleeps on the emulator's clock", async () => {
    const { emulator, admin, clock } = freshEmulator();
    emulator.fault({ action: { type: "delay", ms: 5000 } });
    expect((await admin.get(projects)).status).toBe(200);
    expect(clock.slept).toEqual([5000]);
  });

  test("truncate sends half of the JSON after the commit", async () => {
    const { emulator, admin } = freshEmulator();
    emulator.fault({ action: { type: "truncate" } });
    await expect(admin.post(projects, { name: "half" })).rejects.toMatchObject({ name: "SyntaxError" });
    expect(idsOf(await admin.get(projects))).toHaveLength(3);
  });

  test("garbage is a 200 that holds an HTML page", async () => {
    const { emulator } = freshEmulator();
    emulator.fault({ action: { type: "garbage" } });
    const request = new Request(`http://x/v1${projects}`, {
      headers: { authorization: `Bearer ${seedKeys.admin}` },
    });
    const response = await emulator.fetch(request);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toContain("text/html");
    expect(response.headers.get("openai-organization")).toBeNull();
    expect(await response.text()).toMatch(/^<!DOCTYPE html>/);
  });

  test("slow sends the whole body in pieces over the time given", async () => {
    const { emulator, admin, clock } = freshEmulator();
    emulator.fault({ action: { type: "slow", ms: 1000 } });
    expect(idsOf(await admin.get(projects))).toEqual(["proj_default", "proj_other"]);
    expect(clock.slept.reduce((sum, ms) => sum + ms, 0)).toBe(1000);
    expect(clock.slept.length).toBeGreaterThan(1);
  });

  test("nth and times choose which matching requests are hit, and DELETE ends it", async () => {
    const { emulator, admin, control } = freshEmulator();
    emulator.fault({
      match: { method: "GET", route: "/organization/projects", nth: 2, times: 2 },
      action: { type: "status", status: 500 },
    });
    const seen: number[] = [];
    for (let turn = 0; turn < 4; turn += 1) {
      await admin.get("/organization/users");
      seen.push((await admin.get(projects)).status);
    }
    expect(seen).toEqual([200, 500, 500, 200]);

    emulator.fault({ match: { times: 9 }, action: { type: "status", status: 500 } });
    await control("DELETE", "/faults");
    expect((await admin.get(projects)).status).toBe(200);
  });

  test("a fault of two kinds both delays and fails", async () => {
    const { emulator, admin, clock } = freshEmulator();
    emulator.fault({ action: { type: "delay", ms: 10 } });
    emulator.fault({ action: { type: "status", status: 502 } });
    expect((await admin.get(projects)).status).toBe(502);
    expect(clock.slept).toEqual([10]);
  });

  test.each([
    [{ action: { type: "explode" } }, "action"],
    [{ action: { type: "truncate", ms: 3 } }, "ms"],
    [{ match: { path: "/x" }, action: { type: "truncate" } }, "path"],
    [{ match: { route: "/v1/organization/projects" }, action: { type: "truncate" } }, "route"],
    [{ match: { nth: 0 }, action: { type: "truncate" } }, "nth"],
    [{ action: { type: "delay" } }, "ms"],
    [{ action: { type: "truncate" }, once: true }, "once"],
  ])("%j is refused, for it could never happen", async (fault, named) => {
    const { control, admin } = freshEmulator();
    const answer = await control("POST", "/faults", fault);
    expect(answer.status).toBe(400);
    expect(errorOf(answer).message).toContain(named);
    expect((await admin.get(projects)).status).toBe(200);
  });

  test("an aborted call is rejected while its work goes on", async () => {
    const { emulator, admin, clock } = freshEmulator();
    const abort = new AbortController();
    const sleep = clock.sleep;
    clock.sleep = async (ms) => {
      abort.abort();
      await sleep(ms);
    };
    emulator.fault({ match: { method: "POST" }, action: { type: "delay", ms: 5000 } });
    const call = emulator.fetch(
      new Request(`http://x/v1${projects}`, {
        method: "POST",
        headers: { authorization: `Bearer ${seedKeys.admin}` },
        body: JSON.stringify({ name: "late" }),
        signal: abort.signal,
      }),
    );
    await expect(call).rejects.toMatchObject({ name: "AbortError" });
    await new Promise(setImmediate);
    expect(listOf(await admin.get(projects)).map((project) => project.name)).toContain("late");
  });
});

describe("over a socket", () => {
  test("the same app answers, and a cut connection is a destroyed socket", async () => {
    const emulator = createEmulator();
    const { url, close } = await emulator.listen();
    try {
      expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1$/);
      const headers = { authorization: `Bearer ${seedKeys.admin}`, "content-type": "application/json" };
      const root = url.replace("/v1", "/_emulator");
      const install = async (fault: Fault) =>
        (await fetch(`${root}/faults`, { method: "POST", body: JSON.stringify(fault) })).json();
      const create = (name: string) =>
        fetch(`${url}${projects}`, { method: "POST", headers, body: JSON.stringify({ name }) });

      expect(await install({ action: { type: "reset-after" } })).toEqual({ id: "fault-1" });
      await expect(create("cut")).rejects.toThrow();
      emulator.advance(1_000_000);
      const listed = await fetch(`${url}${projects}`, { headers });
      expect(listed.headers.get("openai-organization")).toBe("org-emulator");
      expect(Date.parse(listed.headers.get("date") ?? "")).toBeGreaterThan(Date.now() + 900_000_000);
      const names = ((await listed.json()) as { data: { name: string }[] }).data.map(
        (project) => project.name,
      );
      expect(names).toContain("cut");

      await install({ action: { type: "truncate" } });
      await expect((await create("half")).json()).rejects.toMatchObject({ name: "SyntaxError" });
      await install({ action: { type: "slow", ms: 20 } });
      expect(await (await create("slow")).json()).toMatchObject({ name: "slow" });
      expect(emulator.requests().map((entry) => entry.status)).toEqual([0, 200, 200, 200]);
    } finally {
      await close();
    }
  });

  test("a port in use is an error", async () => {
    const first = await createEmulator().listen();
    try {
      const port = Number(new URL(first.url).port);
      await expect(createEmulator().listen(port)).rejects.toMatchObject({ code: "EADDRINUSE" });
    } finally {
      await first.close();
    }
  });
});

test("no key and no signing secret is in the state or the journal", async () => {
  const { emulator, admin, project } = freshEmulator();
  const account = await made(admin, `${projects}/proj_default/service_accounts`, { name: "ci" });
  const key = await made(admin, `${projects}/proj_default/service_accounts/${account.id}/api_keys`, {
    name: "k",
  });
  const endpoint = { name: "hook", url: "https://example.com/hook", event_types: ["batch.completed"] };
  const webhook = await made(project, "/webhook_endpoints", endpoint);
  const untouched = await made(project, "/webhook_endpoints", endpoint);
  const rotated = await made(project, `/webhook_endpoints/${webhook.id}/rotate_secret`);
  await send(emulator, "sk-proj-not-a-key-of-ours-1234567890", "GET", "/v1/models");

  const secrets = [
    (account.api_key as { value: string }).value,
    key.value,
    webhook.signing_secret,
    untouched.signing_secret,
    rotated.signing_secret,
    "sk-proj-not-a-key-of-ours-1234567890",
    ...Object.values(seedKeys),
  ].map(String);
  expect(new Set(secrets).size).toBe(10);
  const written = JSON.stringify([emulator.state(), emulator.requests()]);
  for (const secret of secrets) expect(written).not.toContain(secret);
});
