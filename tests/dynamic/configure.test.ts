import { createEmulator, seedKeys } from "../../emulator";
import type { Handler } from "../../provider/dynamic/handler";
import { thrownBy } from "../support/thrown";

type Config = Record<string, string>;
const request = (config: Config) => ({ config: { get: (name: string) => config[name] } });

const saved = { ...process.env };

/** The handlers of a process of their own. */
function freshHandlers(): Record<string, Handler> {
  let loaded: { handlers: Record<string, Handler> } | undefined;
  jest.isolateModules(() => {
    loaded = require("../../provider/dynamic");
  });
  if (!loaded) throw new Error("not loaded");
  return loaded.handlers;
}

function handler(handlers: Record<string, Handler>, token: string): Handler {
  const found = handlers[token];
  if (!found) throw new Error(`no handler ${token}`);
  return found;
}

beforeEach(() => {
  for (const name of Object.keys(process.env)) if (name.startsWith("OPENAI_")) delete process.env[name];
});
afterEach(() => {
  process.env = { ...saved };
});

const good = { "openai:adminApiKey": seedKeys.admin, "openai:apiKey": seedKeys.project };

describe("configure", () => {
  it("is over when it returns: there is nothing to wait for", () => {
    expect(handler(freshHandlers(), "Project").configure(request(good))).toBeUndefined();
  });

  it.each([
    ["no settings", {}],
    ["a base URL that is none", { "openai:baseUrl": "::" }],
    ["a base URL over plain http", { "openai:baseUrl": "http://example.com/v1" }],
    ["a base URL with a password", { "openai:baseUrl": "https://user:canary@example.com" }],
    ["a timeout that is no number", { "openai:requestTimeoutSeconds": "soon" }],
    ["a key of the wrong kind", { "openai:adminApiKey": "sk-proj-canary" }],
    ["a key with a line break inside", { "openai:adminApiKey": "sk-admin-\ncanary" }],
  ])("never throws; what is wrong is said by the first call that needs it: %s", async (_, config: Config) => {
    const project = handler(freshHandlers(), "Project");
    project.configure(request(config));
    for (let call = 0; call < 2; call++) {
      const error = await thrownBy(project.create({ name: "x" }));
      expect(error.message).toContain("Nothing was sent.");
      expect(error.message).toMatch(/openai:\w+/);
      expect(error.message).not.toContain("canary");
      expect(error.stack).toBe("");
    }
  });

  it("with a bad setting does not keep Check and Diff from answering", async () => {
    const project = handler(freshHandlers(), "Project");
    project.configure(request({ "openai:baseUrl": "::" }));
    expect((await project.check({}, { name: "x" })).failures).toEqual([]);
    const outputs = { name: "x", __openai: { v: 1, set: ["name"] }, __provider: "line" };
    expect((await project.diff("proj_1", outputs, { name: "x" })).changes).toBe(false);
  });

  it("asks only for the key that a call needs", async () => {
    const handlers = freshHandlers();
    handler(handlers, "Project").configure(request({ "openai:adminApiKey": seedKeys.admin }));
    const error = await thrownBy(handler(handlers, "VectorStore").create({ name: "x" }));
    expect(error.message).toContain("openai:apiKey");
    expect(error.message).toContain("OPENAI_API_KEY");
  });

  it("serves every kind of resource, whichever was configured", async () => {
    const handlers = freshHandlers();
    handler(handlers, "VectorStore").configure(request({ "openai:baseUrl": "ftp://example.com" }));
    const error = await thrownBy(handler(handlers, "Project").create({ name: "x" }));
    expect(error.message).toContain("ftp://example.com");
  });

  it("with better settings replaces the bad ones", async () => {
    const project = handler(freshHandlers(), "Project");
    project.configure(request({ "openai:baseUrl": "::" }));
    await thrownBy(project.create({ name: "x" }));
    project.configure(request({}));
    expect((await thrownBy(project.create({ name: "x" }))).message).toContain("openai:adminApiKey");
  });
});

describe("settings", () => {
  it("come from the stack's configuration before the environment", async () => {
    process.env.OPENAI_BASE_URL = "ftp://from-the-environment";
    const project = handler(freshHandlers(), "Project");
    project.configure(request({ "openai:baseUrl": "ftp://from-the-stack" }));
    expect((await thrownBy(project.create({ name: "x" }))).message).toContain("ftp://from-the-stack");
    const other = handler(freshHandlers(), "Project");
    other.configure(request({}));
    expect((await thrownBy(other.create({ name: "x" }))).message).toContain("ftp://from-the-environment");
  });

  it("come from the environment where nobody configured anything", async () => {
    process.env.OPENAI_BASE_URL = "ftp://from-the-environment";
    const project = handler(freshHandlers(), "Project");
    expect((await thrownBy(project.create({ name: "x" }))).message).toContain("ftp://from-the-environment");
  });
});

describe("over a socket", () => {
  it("a handler configured for the emulator makes, sees and archives a project", async () => {
    const emulator = createEmulator();
    const { url, close } = await emulator.listen();
    const said = jest.spyOn(console, "log").mockImplementation(() => {});
    try {
      const project = handler(freshHandlers(), "Project");
      const config = { ...good, "openai:baseUrl": url };
      project.configure(request(config));
      const { id, outs } = await project.create({ name: "x" });
      // The engine configures once for each kind; the session and what it learned stay.
      project.configure(request(config));
      expect((await project.read(id, outs)).id).toBe(id);
      await project.delete(id, outs);
      expect(emulator.requests().map(({ method, route }) => `${method} ${route}`)).toEqual(
        expect.arrayContaining([
          "POST /organization/projects",
          "GET /organization/projects",
          "POST /organization/projects/{project_id}/archive",
        ]),
      );
    } finally {
      said.mockRestore();
      await close();
    }
  });

  it("configuring the same settings again keeps the run, and other settings begin another", async () => {
    const emulator = createEmulator();
    const { url, close } = await emulator.listen();
    try {
      const project = handler(freshHandlers(), "Project");
      const config = { ...good, "openai:baseUrl": url };
      project.configure(request(config));
      const { id, outs } = await project.create({ name: "x" });
      emulator.clearRequests();
      await project.read(id, outs);
      project.configure(request(config));
      await project.read(id, outs);
      expect(emulator.requests()).toHaveLength(1);
      project.configure(request({ ...config, "openai:requestTimeoutSeconds": "30" }));
      await project.read(id, outs);
      expect(emulator.requests()).toHaveLength(2);
    } finally {
      await close();
    }
  });
});
