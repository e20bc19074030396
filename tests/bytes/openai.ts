import nock from "nock";
import type { RawSettings } from "../../provider/api/settings";
import { socketWire } from "../../provider/api/wire";
import { Session } from "../../provider/lifecycle/session";
import { SkippingClock } from "../api/skipping-clock";

const adminKey = "sk-admin-bytes";
const projectKey = "sk-proj-bytes";

/** One request as the API reference writes it, and what the API answers. */
export interface Exchange {
  /** Method, and path below /v1 with its query. */
  call: string;
  key: "admin" | "project";
  /** Absent: no body at all. */
  body?: object;
  beta?: "assistants=v2";
  /** Beyond those that every call has. */
  headers?: Record<string, string>;
  status?: number;
  reply: object;
}

/** The API's error body. */
export function errorBody(message: string, code: string | null = null): object {
  return { error: { message, type: "invalid_request_error", param: null, code } };
}

/** Everything about a request that the server acts upon. */
interface Request {
  call: string;
  headers: Record<string, string>;
  body: unknown;
}

const origin = "https://api.openai.com";
const acting = /^(authorization|accept|content-type|openai-.*|idempotency-key)$/;
const proxies = ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY"];

/** For a file of tests: every one of them must send exactly what it foresees. */
export function fakeOpenAI(): FakeOpenAI {
  const openai = new FakeOpenAI();
  beforeEach(() => openai.open());
  afterEach(() => {
    try {
      openai.verify();
    } finally {
      openai.close();
    }
  });
  // Interception reaches into Node's own modules, which the files of one worker share.
  afterAll(() => nock.restore());
  return openai;
}

/** The real API's address, with nothing behind it but the exchanges that a test foresees, in their order. */
class FakeOpenAI {
  #foreseen: Request[] = [];
  #seen: Request[] = [];
  #unforeseen: string[] = [];
  #clock = new SkippingClock();

  open(): void {
    for (const name of proxies) delete process.env[name];
    nock.disableNetConnect();
    nock.emitter.on("no match", this.#noteUnforeseen);
    this.#foreseen = [];
    this.#seen = [];
    this.#unforeseen = [];
    this.#clock = new SkippingClock();
  }

  readonly #noteUnforeseen = ({ method, url }: { method: string; url: string }) => {
    this.#unforeseen.push(`${method} ${url}`);
  };

  foresee(...exchanges: Exchange[]): void {
    for (const exchange of exchanges) {
      this.#foreseen.push(asRequest(exchange));
      const [method = "", path = ""] = exchange.call.split(" ");
      nock(origin)
        .intercept((uri) => normal(uri) === normal(`/v1${path}`), method)
        .reply(async (request: globalThis.Request) => {
          this.#seen.push(await received(request));
          return [exchange.status ?? 200, exchange.reply, { "openai-organization": "org-acme" }];
        });
    }
  }

  /** A run of the provider on real sockets. */
  session(settings: RawSettings = {}): Session {
    const clock = this.#clock;
    const raw = { adminApiKey: adminKey, apiKey: projectKey, ...settings };
    return new Session(raw, { wire: clock.watch(socketWire()), clock, say: () => {} });
  }

  /** Exactly what was foreseen was sent, in that order, without waiting and without an attempt more. */
  verify(): void {
    expect(this.#seen).toStrictEqual(this.#foreseen);
    expect(this.#unforeseen).toEqual([]);
    expect(nock.pendingMocks()).toEqual([]);
    expect(this.#clock.jumps).toEqual([]);
  }

  close(): void {
    nock.emitter.off("no match", this.#noteUnforeseen);
    nock.abortPendingRequests();
    nock.cleanAll();
  }
}

function asRequest({ call, key, body, beta, headers }: Exchange): Request {
  const [method = "", path = ""] = call.split(" ");
  return {
    call: `${method} ${normal(`/v1${path}`)}`,
    headers: sorted({
      accept: "application/json",
      authorization: `Bearer ${key === "admin" ? adminKey : projectKey}`,
      ...(body ? { "content-type": "application/json" } : {}),
      ...(beta ? { "openai-beta": beta } : {}),
      ...headers,
    }),
    body,
  };
}

async function received(request: globalThis.Request): Promise<Request> {
  const headers = Object.fromEntries([...request.headers].filter(([name]) => acting.test(name)));
  const announced = Number(request.headers.get("content-length") ?? 0);
  const text = await request.text();
  const body: unknown = text === "" ? undefined : JSON.parse(text);
  return {
    call: `${request.method} ${normal(request.url.slice(origin.length))}`,
    headers: sorted(headers),
    body: body ?? (announced > 0 ? `${announced} bytes` : undefined),
  };
}

/** The order of a query's parameters means nothing; the path is left as it is. */
function normal(uri: string): string {
  const [path, query = ""] = uri.split("?");
  return [path, ...query.split("&").sort()].join(" ").trim();
}

function sorted(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).sort(([a], [b]) => (a < b ? -1 : 1)));
}
