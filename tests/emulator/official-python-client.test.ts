import { createEmulator, type Emulator, type Listening, seedKeys } from "../../emulator/index";
import { crowdedState, listed } from "./crowd";
import { installPythonClient, python, runPython } from "./python-client";
import { receiver } from "./receiver";

// A second reading of the API that is not ours, in another language.
const minutes = 60_000;
const missing = "skipped, because there is no Python on this machine: python3 --version does not run";
if (python === null) console.warn(`The tests with the official Python client are ${missing}.`);
const withPython = python === null ? describe.skip : describe;

withPython(`the official Python client${python === null ? `, ${missing}` : ""}`, () => {
  let emulator: Emulator;
  let server: Listening;
  let hooks: Awaited<ReturnType<typeof receiver>>;
  const run = (task: string, input?: unknown) =>
    runPython(task, {
      url: server.url,
      project: seedKeys.project,
      admin: seedKeys.admin,
      ...(input === undefined ? {} : { input: JSON.stringify(input) }),
    });

  beforeAll(async () => {
    installPythonClient();
    hooks = await receiver();
    emulator = createEmulator({ deliver: { "https://example.com/py": hooks.url } });
    server = await emulator.listen();
  }, 10 * minutes);
  afterAll(() => Promise.all([server?.close(), hooks?.close()]));
  beforeEach(() => emulator.reset());

  test.each(["pages", "pages by 25"])(
    "comes to the end of every listing of more than 200 objects: %s",
    async (task) => {
      emulator.restore(crowdedState());
      const expected = listed();
      const seen = (await run(task, Object.keys(expected))) as Record<string, string[]>;
      expect(Object.keys(seen).sort()).toEqual(Object.keys(expected).sort());
      for (const [name, ids] of Object.entries(expected)) {
        expect([name, [...(seen[name] ?? [])].sort()]).toEqual([name, [...ids].sort()]);
      }
      expect(emulator.requests().every((request) => request.status === 200)).toBe(true);
    },
    2 * minutes,
  );

  test(
    "administers projects, groups, roles and keys",
    async () => {
      const models = createEmulator()
        .state()
        .tables.rate_limits.filter((row) => row.project_id === "proj_default");
      expect(await run("administration")).toEqual({
        key: true,
        limits: models.length,
        limit: 7,
        sources: ["group"],
        viewer: ["viewer"],
        gone: [404, "not_found", "org-emulator"],
        archived: "archived",
      });
    },
    2 * minutes,
  );

  test(
    "uploads, attaches, searches and trains",
    async () => {
      const text = "The quick brown fox jumps over the lazy dog.";
      expect(await run("data plane")).toEqual({
        bytes: Buffer.from(text).toString("base64"),
        upload: "completed",
        batch: ["completed", 2, 2],
        found: ["fox.txt", "parts.txt"],
        content: [text],
        job: "succeeded",
        events: 9,
        checkpoints: [30, 20, 10],
        deleted: true,
      });
    },
    2 * minutes,
  );

  test(
    "accepts the signature of a delivered webhook, and no other",
    async () => {
      const made = (await run("webhooks")) as { id: string; secret: string; status: number };
      expect(made.status).toBe(204);
      const [call] = hooks.calls;
      const delivered = { body: call?.body, headers: call?.headers, secret: made.secret };
      expect(await run("unwrap", delivered)).toEqual({
        type: "batch.completed",
        id: expect.stringMatching(/^batch_/),
      });
      await expect(run("unwrap", { ...delivered, body: `${delivered.body} ` })).rejects.toThrow(
        "InvalidWebhookSignatureError",
      );
    },
    2 * minutes,
  );
});
