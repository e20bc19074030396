import { Readable } from "node:stream";
import { EnvHttpProxyAgent, request } from "undici";

export interface WireRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  /** A stream is read once; its length stands in the headers. */
  body?: string | AsyncIterable<Uint8Array>;
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
  // The time limit of an attempt is the client's alone.
  const limits = { headersTimeout: 0, bodyTimeout: 0, connect: { timeout: 10_000 } };
  const dispatcher = new EnvHttpProxyAgent({ ...limits, connections: 32 });
  return async ({ method, url, headers, body }, signal) => {
    const sent = typeof body === "object" ? Readable.from(body, { objectMode: false }) : body;
    const response = await request(url, { method: method as "GET", headers, body: sent, signal, dispatcher });
    return { status: response.statusCode, headers: response.headers, body: response.body };
  };
}

const neverSent = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EPROTO",
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_PRX_CONN",
  "UND_ERR_PRX_TLS",
  "CERT_HAS_EXPIRED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);

interface Failure {
  code?: unknown;
  name?: unknown;
  message?: unknown;
  cause?: unknown;
  errors?: unknown[];
}

/** The system's code for a failed exchange, such as ECONNRESET, from wherever the error carries it. */
export function causeOf(error: unknown): string {
  // Not by instanceof: errors of Node's own modules may come from another realm.
  const { code, cause, errors, name } = (typeof error === "object" && error !== null ? error : {}) as Failure;
  if (typeof code === "string") return code;
  if (errors?.length) return causeOf(errors[0]);
  return cause === undefined ? (typeof name === "string" ? name : "unknown") : causeOf(cause);
}

/** Whether the failure came before a byte of the request could reach the server. */
export function surelyNotSent(error: unknown): boolean {
  const code = causeOf(error);
  const { message } = (typeof error === "object" && error !== null ? error : {}) as Failure;
  // undici gives a proxy's refusal of the tunnel no code of its own
  const tunnelRefused = code === "UND_ERR_ABORTED" && /HTTP Tunneling/.test(String(message));
  return tunnelRefused || neverSent.has(code) || code.startsWith("ERR_TLS_") || code.startsWith("ERR_SSL_");
}
