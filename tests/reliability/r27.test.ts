import { socketWire } from "../../provider/api/wire";
import { Session } from "../../provider/lifecycle/session/session";
import { adminKey, projectKey } from "../api/conversation";
import { closedPort, closeServers, type LocalServer, serve } from "../api/local-server";
import { SkippingClock } from "../api/skipping-clock";
import { Shell, type State } from "../dynamic/shell";
import { errorOf } from "../lifecycle/house";
import { workshop } from "../support/workshop";
import { bentSession, inPieces } from "./bent";

const proxyVariables = ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "no_proxy", "NO_PROXY"];
const environment = Object.entries(process.env).filter(([name]) => proxyVariables.includes(name));

function setProxies(values: NodeJS.ProcessEnv = {}): void {
  for (const name of proxyVariables) delete process.env[name];
  Object.assign(process.env, values);
}

beforeEach(() => setProxies());

afterEach(async () => {
  setProxies(Object.fromEntries(environment));
  await closeServers();
});

/** A run on real sockets. */
function runAt(baseUrl: string): (token: string) => Shell {
  const clock = new SkippingClock();
  const raw = { baseUrl, adminApiKey: adminKey, apiKey: projectKey };
  const session = new Session(raw, { wire: clock.watch(socketWire()), clock, say: () => {} });
  return (token) => new Shell(token, () => session);
}

/** What is done to a resource of each of the two credentials. */
const works: [string, (shell: (token: string) => Shell) => Promise<unknown>][] = [
  ["a creation with the admin key", (shell) => shell("Project").create({ name: "p" })],
  ["a creation with a project's key", (shell) => shell("VectorStore").create({ name: "s" })],
  [
    "an upload",
    (shell) => shell("File").create({ source: { text: "x" }, filename: "x.md", purpose: "user_data" }),
  ],
  ["a listing", (shell) => shell("Project").refresh(stateOf("projectId", "proj_1"))],
  ["a read", (shell) => shell("VectorStore").refresh(stateOf("vectorStoreId", "vs_1"))],
  ["a change", (shell) => shell("Project").update(stateOf("projectId", "proj_1"), { name: "q" })],
  ["a deletion", (shell) => shell("VectorStore").delete(stateOf("vectorStoreId", "vs_1"))],
];

const stateOf = (name: string, id: string): State => ({
  id,
  inputs: { name: "p" },
  outputs: { [name]: id, name: "p", __openai: { v: 1, set: ["name"], seenWith: "000000000000" } },
});

function expectNoKey(...things: unknown[]): void {
  const text = things.map((thing) =>
    thing instanceof Error ? `${thing.message} ${thing.stack}` : JSON.stringify(thing),
  );
  for (const key of [adminKey, projectKey]) expect(text.join("\n")).not.toContain(key);
}

describe.each(works)("R27: %s that is redirected", (_, work) => {
  it.each([301, 302, 303, 307, 308])(
    "to another host (%i) fails, and that host hears nothing",
    async (status) => {
      const other = await serve();
      const server = await serve((request, response) => {
        response.writeHead(status, { location: `${other.origin}${request.url}` });
        response.end();
      });
      const error = await errorOf(work(runAt(`${server.origin}/v1`)));
      expect(error.code).toBe("refused");
      expect(error.message).toContain(`was redirected (${status})`);
      expect(other.received).toEqual([]);
      expect(server.received).toHaveLength(1);
      expectNoKey(error);
    },
  );

  it("from https to http fails, and nothing is sent again", async () => {
    const place = workshop();
    const sent: string[] = [];
    const session = bentSession(
      place.session({ baseUrl: "https://api.openai.com/v1" }),
      (_response, { url }) => {
        sent.push(url);
        const location = url.replace("https:", "http:");
        return { status: 307, headers: { location }, body: inPieces("") };
      },
    );
    const error = await errorOf(work((token) => new Shell(token, () => session)));
    expect(error.message).toContain("was redirected (307)");
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatch(/^https:/);
  });
});

describe("R27: an address without encryption", () => {
  it.each([
    "http://api.openai.com/v1",
    "http://10.0.0.1/v1",
    "http://localhost.example.com/v1",
    "http://127.0.0.1.nip.io/v1",
  ])("is refused before anything is sent (%s)", async (baseUrl) => {
    const error = await errorOf(runAt(baseUrl)("Project").create({ name: "p" }));
    expect(error.message).toMatch(/Keys are only sent over https/);
  });
});

describe.each(works)("R27: %s through a proxy", (_, work) => {
  it("that refuses the tunnel was not sent, and the proxy never sees a key", async () => {
    const proxy = await serve();
    setProxies({ HTTPS_PROXY: proxy.origin });
    const error = await errorOf(work(runAt("https://api.openai.com/v1")));
    expect(error.code).toBe("unreachable");
    expect(error.message).toContain("Nothing was changed");
    expect(new Set(proxy.received.map(({ method }) => method))).toEqual(new Set(["CONNECT"]));
    expectNoKey(proxy.received, error);
  });

  it("that is down was not sent, and is not sent around it", async () => {
    const target: LocalServer = await serve();
    setProxies({ HTTP_PROXY: `http://127.0.0.1:${await closedPort()}` });
    const error = await errorOf(work(runAt(`${target.origin}/v1`)));
    expect(error.code).toBe("unreachable");
    expect(target.received).toEqual([]);
    expectNoKey(error);
  });
});
