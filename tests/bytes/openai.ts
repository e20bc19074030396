import nock from "nock";
import type { RawSettings } from "../../provider/api/settings";
import { socketWire } from "../../provider/api/wire";
import { Session } from "../../provider/lifecycle/session/session";
import { SkippingClock } from "../api/skipping-clock";
import { inOrder, type Part, partsOf } from "./form";

const adminKey = "sk-admin-bytes";
const projectKey = "sk-proj-bytes";

/** One request as the API reference writes it, and what the API answers. */
export interface Exchange {
  /** Method, and path below /v1 with its query. */
  call: string;
  key: "admin" | "project";
  /** Absent: no body at all. */
  body?: object;
  /** Instead of a body: the parts of a form. */
  form?: Part[];
  beta?: "assistants=v2";
  /** Beyond those that every call has. */
  headers?: Record<string, string>;
  status?: number;
  reply: object;
  /** What the server's clock shows, where that matters. */
  date?: string;
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

/** All objects of these tests are older. */
const today = "Wed, 25 Nov 2026 12:00:00 GMT";
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
  #pauses: number[] = [];
  #clock = new SkippingClock();

  open(): void {
    for (const name of proxies) delete process.env[name];
    nock.disableNetConnect();
    nock.emitter.on("no match", this.#noteUnforeseen);
    this.#foreseen = [];
    this.#seen = [];
    this.#unforeseen = [];
    this.#pauses = [];
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
          const date = exchange.date ?? today;
          return [exchange.status ?? 200, exchange.reply, { "openai-organization": "org-acme", date }];
        });
    }
  }

  /** The pauses between the calls, in milliseconds; without them nothing may be waited for. */
  foreseePauses(...milliseconds: number[]): void {
    this.#pauses.push(...milliseconds);
  }

  /** A run of the provider on real sockets. */
  session(settings: RawSettings = {}): Session {
    const clock = this.#clock;
    const raw = { adminApiKey: adminKey, apiKey: projectKey, ...settings };
    return new Session(raw, { wire: clock.watch(socketWire()), clock, say: () => {} });
  }

  /** Exactly what was foreseen was sent, in that order, with no other pauses and without an attempt more. */
  verify(): void {
    expect(this.#seen).toStrictEqual(this.#foreseen);
    expect(this.#unforeseen).toEqual([]);
    expect(nock.pendingMocks()).toEqual([]);
    expect(this.#clock.jumps).toEqual(this.#pauses);
  }

  close(): void {
    nock.emitter.off("no match", this.#noteUnforeseen);
    nock.abortPendingRequests();
    nock.cleanAll();
  }
}

function asRequest({ call, key, body, form, beta, headers }: Exchange): Request {
  const [method = "", path = ""] = call.split(" ");
  return {
    call: `${method} ${normal(`/v1${path}`)}`,
    headers: sorted({
      accept: "application/json",
      authorization: `Bearer ${key === "admin" ? adminKey : projectKey}`,
      ...(body ? { "content-type": "application/json" } : {}),
      ...(form ? { "content-type": "multipart/form-data" } : {}),
      ...(beta ? { "openai-beta": beta } : {}),
      ...headers,
    }),
    body: form ? inOrder(form) : body,
  };
}

async function received(request: globalThis.Request): Promise<Request> {
  const headers = Object.fromEntries([...request.headers].filter(([name]) => acting.test(name)));
  const call = `${request.method} ${normal(request.url.slice(origin.length))}`;
  const announced = Number(request.headers.get("content-length") ?? 0);
  const bytes = Buffer.from(await request.arrayBuffer());
  const [type = "", boundary] = (headers["content-type"] ?? "").split(";");
  if (boundary !== undefined) {
    const parts = partsOf(headers["content-type"] ?? "", bytes);
    return { call, headers: sorted({ ...headers, "content-type": type }), body: parts };
  }
  const body: unknown = bytes.length === 0 ? undefined : JSON.parse(bytes.toString("utf8"));
  return {
    call,
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
