import { once } from "node:events";
import { Client } from "../../provider/api/client";
import { type Credential, parseSettings } from "../../provider/api/settings";
import { causeOf, socketWire, surelyNotSent } from "../../provider/api/wire";
import { admin, adminKey, createCall, deleteCall, errorOf, project, read, updateCall } from "./conversation";
import { closedPort, closeServers, type LocalServer, serve, serveSockets } from "./local-server";
import { SkippingClock } from "./skipping-clock";

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

/** A client on real sockets. */
function clientTo(origin: string, clock = new SkippingClock()) {
  const settings = parseSettings({ baseUrl: `${origin}/v1` });
  const client = new Client(settings, { wire: clock.watch(socketWire()), clock, say: () => {} });
  return { client, clock };
}

/** How one bare exchange fails. */
async function failureOf(url: string, method = "POST"): Promise<unknown> {
  const wire = socketWire();
  const headers = { authorization: `Bearer ${adminKey}` };
  try {
    const { body } = await wire(
      { method, url, headers, body: method === "POST" ? "{}" : undefined },
      new AbortController().signal,
    );
    for await (const _ of body);
  } catch (error) {
    return error;
  }
  throw new Error(`${url} answered`);
}

describe("over a socket", () => {
  test("a call arrives as it was meant, and its answer comes back", async () => {
    const server = await serve();
    const { client } = clientTo(server.origin);
    const { body, details } = await client.call(admin, createCall);
    expect(body).toEqual({ id: "obj_1" });
    expect(details).toMatchObject({ status: 200, requestId: "req_local" });
    expect(server.received).toMatchObject([
      {
        method: "POST",
        url: "/v1/organization/projects",
        headers: {
          authorization: `Bearer ${adminKey}`,
          "content-type": "application/json",
          "content-length": "17",
          accept: "application/json",
        },
        body: '{"name":"search"}',
      },
    ]);
  });

  test("an update without a body sends none", async () => {
    const server = await serve();
    await clientTo(server.origin).client.call(admin, { ...updateCall, body: undefined });
    expect(server.received[0]).toMatchObject({ method: "POST", body: "" });
    expect(server.received[0]?.headers).not.toHaveProperty("content-type");
  });

  test("many calls at once all arrive, on a bounded number of connections", async () => {
    const sockets = new Set<unknown>();
    const server = await serve((_, response, socket) => {
      sockets.add(socket);
      setImmediate(() => response.end('{"id":"obj_1"}'));
    });
    const { client } = clientTo(server.origin);
    await Promise.all(Array.from({ length: 200 }, () => client.call(admin, read)));
    expect(server.received).toHaveLength(200);
    expect(sockets.size).toBeLessThanOrEqual(32);
  });

  test("a redirect is not followed: the other server hears nothing", async () => {
    const other = await serve();
    const server = await serve((_, response) => {
      response.writeHead(307, { location: `${other.origin}/v1/organization/projects` });
      response.end();
    });
    const error = await errorOf(clientTo(server.origin).client.call(admin, createCall));
    expect(error.message).toContain("was redirected (307)");
    expect(server.received).toHaveLength(1);
    expect(other.received).toEqual([]);
  });

  test("an attempt that is given up lets its connection go", async () => {
    const controller = new AbortController();
    const sockets: Promise<unknown>[] = [];
    const { origin } = await serve((_, _response, socket) => {
      sockets.push(once(socket, "close"));
      controller.abort();
    });
    const request = { method: "GET", url: `${origin}/v1/x`, headers: {} };
    await expect(socketWire()(request, controller.signal)).rejects.toThrow();
    expect(sockets).toHaveLength(1);
    await Promise.all(sockets);
  });
});

describe("a connection", () => {
  test("that is refused was surely not used, so that even a create is tried again", async () => {
    const url = `http://127.0.0.1:${await closedPort()}/v1/x`;
    const error = await failureOf(url);
    expect(causeOf(error)).toBe("ECONNREFUSED");
    expect(surelyNotSent(error)).toBe(true);

    const { client, clock } = clientTo(new URL(url).origin);
    expect((await errorOf(client.call(admin, createCall))).code).toBe("unreachable");
    expect(clock.jumps.length).toBeGreaterThan(0);
  });

  test("to a name that has two addresses and is refused at both was surely not used", async () => {
    const error = await failureOf(`http://localhost:${await closedPort()}/v1/x`);
    expect(causeOf(error)).toBe("ECONNREFUSED");
    expect(surelyNotSent(error)).toBe(true);
  });

  test("to a name that does not exist was surely not used", async () => {
    const error = await failureOf("http://nobody.invalid/v1/x");
    expect(["ENOTFOUND", "EAI_AGAIN"]).toContain(causeOf(error));
    expect(surelyNotSent(error)).toBe(true);
  });

  test("whose encryption cannot be agreed on was surely not used", async () => {
    const { port } = await serve();
    expect(surelyNotSent(await failureOf(`https://127.0.0.1:${port}/v1/x`))).toBe(true);
  });

  test("that is reset after the request may have been used: a create is sent once", async () => {
    const server = await serve((_, _response, socket) => socket.resetAndDestroy());
    const error = await failureOf(`${server.origin}/v1/x`);
    expect(["ECONNRESET", "UND_ERR_SOCKET"]).toContain(causeOf(error));
    expect(surelyNotSent(error)).toBe(false);

    server.received.length = 0;
    const { client, clock } = clientTo(server.origin);
    expect((await errorOf(client.call(admin, createCall))).code).toBe("ambiguous");
    expect(server.received).toHaveLength(1);
    expect(clock.jumps).toEqual([]);
  });

  test("that is closed without an answer may have been used", async () => {
    const { origin } = await serve((_, _response, socket) => socket.end());
    expect(surelyNotSent(await failureOf(`${origin}/v1/x`))).toBe(false);
  });

  test("that is closed as soon as it is there counts as used, for the request was on its way", async () => {
    const { origin } = await serveSockets((socket) => socket.end());
    expect(surelyNotSent(await failureOf(`${origin}/v1/x`))).toBe(false);
  });

  test("that answers something else than HTTP may have been used", async () => {
    const { origin } = await serveSockets((socket) => socket.end("SSH-2.0-OpenSSH_9.9\r\n"));
    const error = await errorOf(clientTo(origin).client.call(admin, createCall));
    expect(error.code).toBe("ambiguous");
  });

  test.each([
    ["an announced length that does not come", "content-length: 100\r\n\r\n"],
    ["a chunk that never ends", "transfer-encoding: chunked\r\n\r\n64\r\n"],
  ])("that breaks off within a 200 (%s) may have been used", async (_, head) => {
    const bare = await serveSockets((socket) => {
      socket.once("data", () => socket.end(`HTTP/1.1 200 OK\r\n${head}{"id":"proj_1"`));
    });
    expect(surelyNotSent(await failureOf(`${bare.origin}/v1/x`))).toBe(false);
    const error = await errorOf(clientTo(bare.origin).client.call(admin, createCall));
    expect(error.code).toBe("ambiguous");
  });

  test.each([
    ["a read", read],
    ["an update", updateCall],
    ["a deletion", deleteCall],
  ])("that is reset twice costs %s two attempts more", async (_, call) => {
    const server: LocalServer = await serve((_request, response, socket) => {
      if (server.received.length <= 2) socket.resetAndDestroy();
      else response.end('{"id":"obj_1"}');
    });
    const { client } = clientTo(server.origin);
    await expect(client.call(admin, call)).resolves.toMatchObject({ body: { id: "obj_1" } });
    expect(server.received).toHaveLength(3);
  });
});

describe("a proxy", () => {
  /** One that answers by itself what it is asked to pass on. */
  const proxyServer = () =>
    serve((_, response) => {
      response.end('{"id":"through the proxy"}');
    });

  async function callThrough(target: LocalServer, credential: Credential = admin): Promise<unknown> {
    const { client } = clientTo(target.origin);
    return (await client.call(credential, read)).body.id;
  }

  test.each(["HTTP_PROXY", "http_proxy"])("from %s is used", async (variable) => {
    const [target, proxy] = [await serve(), await proxyServer()];
    setProxies({ [variable]: proxy.origin });
    expect(await callThrough(target)).toBe("through the proxy");
    expect(target.received).toEqual([]);
    expect(proxy.received.map(({ method, url }) => `${method} ${url}`)).toEqual([
      `GET ${target.origin}/v1/organization/projects/proj_1`,
    ]);
  });

  test("is not used without the variable", async () => {
    const [target, proxy] = [await serve(), await proxyServer()];
    expect(await callThrough(target)).toBe("obj_1");
    expect(proxy.received).toEqual([]);
  });

  test.each(["127.0.0.1", "*", "example.com, 127.0.0.1"])(
    "is not used for a host in NO_PROXY (%s)",
    async (excepted) => {
      const [target, proxy] = [await serve(), await proxyServer()];
      setProxies({ HTTP_PROXY: proxy.origin, NO_PROXY: excepted });
      expect(await callThrough(target)).toBe("obj_1");
      expect(proxy.received).toEqual([]);
    },
  );

  test("is used for a host that NO_PROXY does not name", async () => {
    const [target, proxy] = [await serve(), await proxyServer()];
    setProxies({ HTTP_PROXY: proxy.origin, NO_PROXY: "example.com" });
    expect(await callThrough(target)).toBe("through the proxy");
  });

  test("for https is asked for a tunnel, and does not see the key", async () => {
    const proxy = await proxyServer();
    setProxies({ HTTPS_PROXY: proxy.origin });
    await failureOf("https://api.openai.com/v1/models", "GET");
    expect(proxy.received.map(({ method, url }) => `${method} ${url}`)).toEqual([
      "CONNECT api.openai.com:443",
    ]);
    expect(JSON.stringify(proxy.received)).not.toContain(adminKey);
  });

  test("that refuses the tunnel has passed nothing on: a create was surely not sent", async () => {
    const proxy = await proxyServer();
    setProxies({ HTTPS_PROXY: proxy.origin });
    const error = await failureOf("https://api.openai.com/v1/organization/projects");
    expect(proxy.received.map(({ method }) => method)).toEqual(["CONNECT"]);
    expect(surelyNotSent(error)).toBe(true);
  });

  test("that is down has passed nothing on", async () => {
    const target = await serve();
    setProxies({ HTTP_PROXY: `http://127.0.0.1:${await closedPort()}` });
    const error = await errorOf(clientTo(target.origin).client.call(project, createCall));
    expect(error.code).toBe("unreachable");
    expect(target.received).toEqual([]);
  });
});

test("where an error says nothing about its cause its name has to do", () => {
  expect(causeOf(new TypeError("x"))).toBe("TypeError");
  expect(causeOf("thrown text")).toBe("unknown");
});

test("the cause of an error is found however deep it lies", () => {
  const root = Object.assign(new Error("refused"), { code: "ECONNREFUSED" });
  const nested = new TypeError("fetch failed", { cause: new AggregateError([root, new Error("other")]) });
  expect(causeOf(nested)).toBe("ECONNREFUSED");
  expect(surelyNotSent(nested)).toBe(true);
});

test.each([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EPROTO",
  "UND_ERR_CONNECT_TIMEOUT",
  "CERT_HAS_EXPIRED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "ERR_TLS_CERT_ALTNAME_INVALID",
])("%s comes before a byte of the request has left", (code) => {
  expect(surelyNotSent(Object.assign(new Error("failed"), { code }))).toBe(true);
});

test.each(["ECONNRESET", "EPIPE", "ETIMEDOUT", "UND_ERR_SOCKET", "UND_ERR_BODY_TIMEOUT", "UND_ERR_ABORTED"])(
  "%s may come after the request has arrived",
  (code) => {
    expect(surelyNotSent(Object.assign(new Error("failed"), { code }))).toBe(false);
  },
);
