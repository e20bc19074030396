import { seedKeys } from "../../emulator";
import { everyKind, kindOf, namesOf, unwaited } from "../kernel/facts";
import { sampleArgs } from "../support/fixtures";
import { thrownBy } from "../support/thrown";
import { initFailedOf, stage } from "./shell";

const account = "/organization/projects/{project_id}/service_accounts/{service_account_id}";
const nothing = { changes: false, replaces: [], deleteBeforeReplace: false };

describe("an object that exists but is not finished", () => {
  async function half() {
    const { place, shell } = stage();
    const { projectId } = await sampleArgs(place, kindOf("ProjectServiceAccount"));
    const args = { projectId, name: "bot", role: "owner" };
    const bot = shell("ProjectServiceAccount", place.session());
    place.emulator.fault({
      match: { method: "POST", route: account, times: 9 },
      action: { type: "status", status: 403 },
    });
    const inputs = await bot.inputs(args);
    const failed = await initFailedOf(bot.handler.create(inputs), inputs);
    place.emulator.clearFaults();
    place.calls();
    return { place, args, failed, run: () => shell("ProjectServiceAccount", place.session()) };
  }

  it("reaches the engine with its id, the reason and everything it needs to go on", async () => {
    const { place, args, failed } = await half();
    const [row] = place.emulator.state().tables.service_accounts;
    expect(failed.state.id).toBe(`${String(args.projectId)}/${row?.id}`);
    expect(failed.reasons).toEqual([failed.message]);
    expect(failed.message).toContain("its role was not set");
    expect(failed.stack).toBe("");
    expect(failed.state.outputs).toMatchObject({
      projectId: args.projectId,
      name: "bot",
      serviceAccountId: row?.id,
      __provider: failed.state.inputs.__provider,
      __openai: {
        v: 1,
        set: ["name", "projectId"],
        seenWith: expect.stringMatching(/^[0-9a-f]{12}@org-emulator$/),
      },
    });
    expect(failed.state.outputs).not.toHaveProperty("role");
  });

  it("is repaired by the next diff and update, in one call", async () => {
    const { place, args, failed, run } = await half();
    expect(await run().diff(failed.state, args)).toEqual({ ...nothing, changes: true });
    const next = await run().update(failed.state, args);
    expect(place.calls()).toEqual([`POST ${account}`]);
    expect(next.outputs).toMatchObject({ role: "owner", __openai: { set: ["name", "projectId", "role"] } });
    expect(await run().diff(next, args)).toEqual(nothing);
  });

  it("can be refreshed and then repaired", async () => {
    const { args, failed, run } = await half();
    const seen = await run().refresh(failed.state);
    if (!seen) throw new Error("gone");
    expect(await run().diff(seen, args)).toEqual({ ...nothing, changes: true });
    const next = await run().update(seen, args);
    expect(next.outputs.role).toBe("owner");
  });

  it("can be destroyed", async () => {
    const { place, failed, run } = await half();
    await run().delete(failed.state);
    expect(place.emulator.state().tables.service_accounts).toEqual([]);
  });

  it("fails again in the same form when its repair fails", async () => {
    const { place, args, failed, run } = await half();
    place.emulator.fault({
      match: { method: "POST", route: account, times: 9 },
      action: { type: "status", status: 403 },
    });
    const error = await thrownBy(run().update(failed.state, args));
    expect(error.message).toContain("403");
    expect(error.stack).toBe("");
  });
});

describe("a rotation that fails after the rest of an update", () => {
  const rotate = "/webhook_endpoints/{webhook_endpoint_id}/rotate_secret";
  const args = {
    name: "w",
    url: "https://hooks.example.com",
    eventTypes: ["batch.failed"],
    rotationTrigger: "1",
  };
  const news = { ...args, name: "b", rotationTrigger: "2", apiKey: seedKeys.project };

  it("is saved with what was done, and made up for by the next update alone", async () => {
    const { place, shell } = stage();
    const hook = shell("WebhookEndpoint");
    const state = await hook.create(args);
    place.emulator.fault({
      match: { method: "POST", route: rotate },
      action: { type: "status", status: 403 },
    });
    const inputs = await hook.inputs(news);
    const failed = await initFailedOf(hook.handler.update(state.id, state.outputs, inputs), inputs);
    expect(failed.state.id).toBe(state.id);
    expect(failed.state.outputs).toMatchObject({
      name: "b",
      rotationTrigger: "1",
      signingSecret: state.outputs.signingSecret,
      apiKey: seedKeys.project,
      __provider: inputs.__provider,
    });
    place.calls();
    expect(await hook.diff(failed.state, news)).toEqual({ ...nothing, changes: true });
    const next = await hook.update(failed.state, news);
    expect(place.calls()).toEqual([`POST ${rotate}`]);
    expect(next.outputs.signingSecret).not.toBe(state.outputs.signingSecret);
    expect(await hook.diff(next, news)).toEqual(nothing);
  });
});

describe("a vector store that is not completed in time", () => {
  const row = {
    id: "vs_slow",
    object: "vector_store",
    created_at: 1_795_000_000,
    name: "docs",
    usage_bytes: 0,
    file_counts: { in_progress: 1, completed: 0, failed: 0, cancelled: 0, total: 1 },
    status: "in_progress",
    expires_at: null,
    last_active_at: 1_795_000_000,
    metadata: {},
  };

  it("is waited for by the update that the engine makes next", async () => {
    const { place, shell } = stage();
    const answers = (method: "POST" | "GET", route: string) =>
      place.emulator.fault({
        match: { method, route, times: 10_000 },
        action: { type: "status", status: 200, body: row },
      });
    answers("POST", "/vector_stores");
    answers("GET", "/vector_stores/{vector_store_id}");
    const store = shell("VectorStore");
    const args = { name: "docs" };
    const inputs = await store.inputs(args);
    const failed = await initFailedOf(store.handler.create(inputs), inputs);
    expect(failed.state).toMatchObject({
      id: "vs_slow",
      outputs: { status: "in_progress", __openai: { v: 1, set: ["name"] } },
    });
    place.emulator.clearFaults();
    place.emulator.fault({
      match: { method: "GET", route: "/vector_stores/{vector_store_id}", times: 99 },
      action: { type: "status", status: 200, body: { ...row, status: "completed" } },
    });
    const next = await store.update(failed.state, args);
    expect(next.outputs.status).toBe("completed");
  });
});

describe("an error has an empty stack, for the shell prints it after the message:", () => {
  it.each(everyKind)("a create of a %s that is refused", async (token, declaration) => {
    const { place, shell } = stage();
    const one = shell(token);
    const inputs = await one.inputs(await sampleArgs(place, declaration));
    place.emulator.fault({ match: { times: 99 }, action: { type: "status", status: 403 } });
    const error = await thrownBy(one.handler.create(inputs));
    expect(error.stack).toBe("");
    expect(error.message).toContain("403");
  });

  it.each(everyKind)("a read and a deletion of a %s that are refused", async (token, declaration) => {
    const { place, shell } = stage();
    const args = { ...(await sampleArgs(place, declaration)), ...unwaited(declaration) };
    const state = await shell(token).create(args);
    const one = shell(token, place.session());
    place.emulator.fault({ match: { times: 999 }, action: { type: "status", status: 403 } });
    for (const work of [() => one.refresh(state), () => one.delete(state)]) {
      const error = await thrownBy(work());
      expect(error.stack).toBe("");
      expect(error.message).toContain("403");
    }
  });

  it.each(everyKind)("an id of a %s that nobody can use", async (token, declaration) => {
    const { place, shell } = stage();
    const one = shell(token, place.session());
    const restoreTo = Object.fromEntries(namesOf(declaration, "mutable").map((name) => [name, 1]));
    for (const work of [
      () => one.handler.read("a/b/c/d/e", { __openai: { v: 1, set: [] } }),
      () => one.handler.delete("a/b/c/d/e", { restoreTo }),
      () => one.handler.update("a/b/c/d/e", {}, { name: "b" }),
    ]) {
      const error = await thrownBy(work());
      expect(error.stack).toBe("");
      expect(error.message).toMatch(
        /^"a\/b\/c\/d\/e" is not an id of a \w+\. Its form is .*, for example .*\.$/,
      );
    }
  });
});

describe("golden messages:", () => {
  it("a create that is refused", async () => {
    const { place, shell } = stage();
    place.emulator.fault({
      match: { method: "POST", route: "/organization/projects" },
      action: {
        type: "status",
        status: 400,
        headers: { "x-request-id": "req_1" },
        body: {
          error: { message: "Bad name.", type: "invalid_request_error", param: "name", code: "invalid" },
        },
      },
    });
    const error = await thrownBy(shell("Project").create({ name: "x" }));
    expect(error.message).toBe(
      "POST /organization/projects was answered with 400 (invalid, param name): Bad name [request req_1]. " +
        "Nothing was changed.",
    );
  });

  it("a create whose answers are all lost", async () => {
    const { place, shell } = stage();
    place.emulator.fault({
      match: { method: "POST", route: "/organization/projects", times: 9 },
      action: { type: "reset-before" },
    });
    const error = await thrownBy(shell("Project").create({ name: "x" }));
    expect(error.message).toBe(
      "POST /organization/projects to localhost:1 ended without an answer: the connection broke (ECONNRESET). " +
        "Whether it was carried out is not known. A Project may exist now. It was sent twice, and was " +
        "not in the listings that followed. Nothing more was sent. Look for it: if it is there, give its id to the " +
        "resource as `adopt`, or remove it; then run `pulumi up` again.",
    );
  });

  it("a key that is missing", async () => {
    const { place, shell } = stage();
    const bare = place.session({ adminApiKey: undefined });
    const error = await thrownBy(shell("Project", bare).create({ name: "x" }));
    expect(error.message).toContain(
      "This needs an admin key (sk-admin-...), and none is set. Nothing was sent. " +
        "Run `pulumi config set --secret openai:adminApiKey` or set OPENAI_ADMIN_KEY.",
    );
  });

  it("a read that is refused", async () => {
    const { place, shell } = stage();
    const state = await shell("Project").create({ name: "x" });
    place.emulator.fault({
      match: { method: "GET" },
      action: {
        type: "status",
        status: 403,
        headers: { "x-request-id": "req_2" },
        body: {
          error: { message: "No.", type: "invalid_request_error", param: null, code: "missing_scope" },
        },
      },
    });
    const error = await thrownBy(shell("Project", place.session()).refresh(state));
    expect(error.message).toBe(
      "GET /organization/projects was answered with 403 (missing_scope): No [request req_2]. Nothing was changed. " +
        "The key from openai:adminApiKey (or the environment variable OPENAI_ADMIN_KEY) lacks the permission for this.",
    );
  });

  it("a deletion with a revoked key", async () => {
    const { place, shell } = stage();
    const state = await shell("VectorStore").create({ name: "x" });
    const revoked = place.session({ apiKey: "sk-proj-revoked" });
    const error = await thrownBy(shell("VectorStore", revoked).delete(state));
    const { message } = error;
    expect(message).toMatch(
      /^DELETE \/vector_stores\/\{vectorStoreId\} was answered with 401 \(invalid_api_key\): .* \[request req_\w+\]\. Nothing was changed\. The key from openai:apiKey \(or the environment variable OPENAI_API_KEY\) \(fingerprint [0-9a-f]{12}\) is wrong, expired or revoked\./,
    );
    expect(message).toContain(
      "Set openai:apiKey (or the environment variable OPENAI_API_KEY) to a key that works.",
    );
    expect(message).toContain("With the argument projectId, an archived project would be recognised.");
  });
});
