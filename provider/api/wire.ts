import { EnvHttpProxyAgent, request } from "undici";

interface WireRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body?: string;
}

export interface WireResponse {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: AsyncIterable<Uint8Array>;
}

/** Carries one request to the server and back: sockets in real life, an in-process server in tests. */
export type Wire = (request: WireRequest, signal: AbortSignal) => Promise<WireResponse>;

/** Connections are pooled; proxies come from HTTPS_PROXY, HTTP_PROXY and NO_PROXY. Redirects are never followed. */
export function socketWire(): Wire {
  const dispatcher = new EnvHttpProxyAgent({ connect: { timeout: 10_000 }, connections: 32 });
  return async ({ method, url, headers, body }, signal) => {
    const response = await request(url, { method: method as "GET", headers, body, signal, dispatcher });
    return { status: response.statusCode, headers: response.headers, body: response.body };
  };
}

const neverSent = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "CERT_HAS_EXPIRED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);

/** The system's code for a failed exchange, such as ECONNRESET, from wherever the error carries it. */
export function causeOf(error: unknown): string {
  for (let current = error; current instanceof Error; current = current.cause) {
    const { code } = current as { code?: unknown };
    if (typeof code === "string") return code;
    if (current instanceof AggregateError && current.errors.length > 0) return causeOf(current.errors[0]);
  }
  return error instanceof Error ? error.name : "unknown";
}

/** Whether the failure came before a byte of the request could reach the server. */
export function surelyNotSent(error: unknown): boolean {
  return neverSent.has(causeOf(error));
}
