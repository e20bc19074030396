import { createHmac } from "node:crypto";
import { Agent, request } from "node:http";
import { sha256 } from "../state/ids";

/** An endpoint's URL and the receiver on this machine that stands in for it. */
export type DeliveryTargets = Readonly<Record<string, string>>;

export interface Message {
  /** Of this attempt, so that a receiver can tell repetitions. */
  id: string;
  body: string;
  /** One signature for each: after a rotation the old secret may sign for a while. */
  secrets: readonly string[];
}

const patienceMs = 10_000;
const mostSecrets = 10_000;

function absolute(text: string, what: string): URL {
  if (URL.canParse(text)) return new URL(text);
  throw new TypeError(`${what} is not a URL.`);
}

/** Never another machine: a test that merely names a host must not reach it. */
function receiverFrom(text: string): URL {
  const url = absolute(text, `The receiver '${text}'`);
  const isLoopback = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(url.hostname);
  if (url.protocol === "http:" && isLoopback) return url;
  throw new TypeError(
    `The receiver '${text}' is not on this machine: webhooks are delivered to http://127.0.0.1:<port> only.`,
  );
}

/** The pair that `<endpoint's url>=<receiver>` means; the endpoint's URL may have a `=` in its query. */
export function targetFrom(text: string): [endpoint: string, receiver: string] {
  const cut = text.lastIndexOf("=http");
  if (cut > 0) return [text.slice(0, cut), text.slice(cut + 1)];
  throw new TypeError(
    `'${text}' does not say what is delivered where: write <endpoint's url>=http://127.0.0.1:<port>.`,
  );
}

function signature(secret: string, content: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  return `v1,${createHmac("sha256", key).update(content).digest("base64")}`;
}

/** What leaves the process: nothing, unless somebody has said where to. */
export class Deliveries {
  readonly #receivers: ReadonlyMap<string, URL>;
  /** The secrets by their hash. Only here: neither the state nor the journal may have them. */
  readonly #secrets = new Map<string, string>();

  constructor(targets: DeliveryTargets) {
    const pairs = Object.entries(targets).map(([endpoint, receiver]): [string, URL] => [
      absolute(endpoint, `The endpoint '${endpoint}'`).href,
      receiverFrom(receiver),
    ]);
    this.#receivers = new Map(pairs);
  }

  /** Secrets that will never sign are not kept at all. */
  remember(secret: string): void {
    if (this.#receivers.size === 0) return;
    this.#secrets.set(sha256(secret), secret);
    if (this.#secrets.size <= mostSecrets) return;
    const oldest = this.#secrets.keys().next();
    if (!oldest.done) this.#secrets.delete(oldest.value);
  }

  secretOf(hash: string): string | null {
    return this.#secrets.get(hash) ?? null;
  }

  /** Where calls to an endpoint go, or null. A receiver without a path of its own gets the endpoint's. */
  receiverFor(endpoint: string): URL | null {
    if (!URL.canParse(endpoint)) return null;
    const { href, pathname, search } = new URL(endpoint);
    const receiver = this.#receivers.get(href);
    if (receiver === undefined) return null;
    return receiver.pathname === "/" && receiver.search === ""
      ? new URL(`${pathname}${search}`, receiver)
      : receiver;
  }

  /** The status that the receiver answered. Redirects are not followed, and no proxy is asked. */
  send(receiver: URL, { id, body, secrets }: Message): Promise<number> {
    // The machine's own time: the receiver checks the age of a message by it, whatever the emulator's clock says.
    const timestamp = String(Math.floor(Date.now() / 1000));
    const headers = {
      "content-type": "application/json",
      "content-length": String(Buffer.byteLength(body)),
      "user-agent": "OpenAI/1.0 (+https://platform.openai.com/docs/webhooks)",
      "webhook-id": id,
      "webhook-timestamp": timestamp,
      "webhook-signature": secrets.map((secret) => signature(secret, `${id}.${timestamp}.${body}`)).join(" "),
    };
    const hostname =
      receiver.hostname === "localhost" ? "127.0.0.1" : receiver.hostname.replace(/[[\]]/g, "");
    return new Promise((resolve, reject) => {
      const call = request(
        {
          hostname,
          port: receiver.port,
          path: `${receiver.pathname}${receiver.search}`,
          method: "POST",
          headers,
          // A new one, because the global one may be set to go through a proxy.
          agent: new Agent(),
          timeout: patienceMs,
        },
        (answer) => {
          answer.resume();
          resolve(answer.statusCode ?? 0);
        },
      );
      call.on("timeout", () => call.destroy(new Error(`no answer within ${patienceMs / 1000} seconds`)));
      call.on("error", reject);
      call.end(body);
    });
  }
}
