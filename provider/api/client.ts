import { randomUUID } from "node:crypto";
import { isObject, type Properties } from "../kernel/values";
import { type Clock, sleep } from "./clock";
import { type ApiErrorDetails, OpenAIError, readErrorBody } from "./errors";
import { backoff, type Repeat, type Verdict, verdictOn } from "./retry";
import { type Credential, type Settings, settingName, settingsOfTheLastUp } from "./settings";
import { causeOf, surelyNotSent, type Wire, type WireResponse } from "./wire";

export interface Call {
  method: "GET" | "POST" | "DELETE";
  /** Below the base URL, with ids in place. */
  path: string;
  /** The same with placeholders, for messages: ids of people do not belong in logs. */
  template: string;
  query?: Record<string, string>;
  body?: Properties;
  beta?: string;
  repeat: Repeat;
}

export interface Reply {
  body: Properties;
  details: ApiErrorDetails;
}

export interface Surroundings {
  wire: Wire;
  clock: Clock;
  /** A line for people while something takes long. */
  say(line: string): void;
  random?: () => number;
}

const minute = 60_000;
const deadlines = { GET: 10 * minute, POST: 20 * minute, DELETE: 10 * minute };
const largestBody = 32 * 1024 * 1024;
const mostAttempts = 6;
const longWait = 30_000;
/** A key made a moment ago may not be known everywhere yet. */
const newKeyPatience = 5 * minute;

/** One attempt's end: a reply, or an error with what it allows. */
type Outcome = { reply: Reply } | { error: OpenAIError; verdict: Verdict };

/** Sends calls: credentials, time limits, retries of what may be retried, errors that say what happened. */
export class Client {
  readonly #born = new Map<string, number>();

  constructor(
    readonly settings: Settings,
    readonly surroundings: Surroundings,
  ) {}

  /** Remembers a key made by this process: a 401 with it is waited for. */
  keyWasBorn(fingerprint: string): void {
    this.#born.set(fingerprint, this.surroundings.clock.now());
  }

  async call(credential: Credential, call: Call): Promise<Reply> {
    if (this.settings.readOnly && call.method !== "GET") {
      throw new OpenAIError(
        "setting",
        `${call.method} ${call.template} was not sent: the setting ${settingName("readOnly")} refuses every change.`,
      );
    }
    const { clock } = this.surroundings;
    const started = clock.now();
    let announced = false;
    for (let attempt = 0; ; attempt++) {
      const outcome = await this.#attempt(credential, call);
      if ("reply" in outcome) {
        if (announced) this.surroundings.say(`${call.method} ${call.template}: done waiting`);
        return outcome.reply;
      }
      const wait = this.#wait(credential, call, outcome, attempt, clock.now() - started);
      if (wait === undefined) throw outcome.error;
      if (!announced && clock.now() + wait - started > longWait) {
        announced = true;
        this.surroundings.say(
          `${call.method} ${call.template}: waiting (${outcome.error.message.split(". ")[0]})`,
        );
      }
      await sleep(clock, wait);
    }
  }

  /** How long to wait before the next attempt; undefined where there must be none. */
  #wait(
    credential: Credential,
    call: Call,
    { error, verdict }: { error: OpenAIError; verdict: Verdict },
    attempt: number,
    spent: number,
  ): number | undefined {
    const born = this.#born.get(credential.fingerprint);
    if (error.details.status === 401 && born !== undefined) {
      const young = this.surroundings.clock.now() - born < newKeyPatience;
      return young ? backoff(attempt, 15_000, this.surroundings.random) : undefined;
    }
    if (verdict.again === "no" || (verdict.again === "free" && call.repeat === "never")) return undefined;
    if (error.details.status !== 429 && attempt + 1 >= mostAttempts) return undefined;
    const most = error.details.status === 429 ? 30_000 : 8_000;
    const wait = Math.max(verdict.wait ?? 0, backoff(attempt, most, this.surroundings.random));
    return spent + wait > deadlines[call.method] ? undefined : wait;
  }

  async #attempt(credential: Credential, call: Call): Promise<Outcome> {
    const what = `${call.method} ${call.template}`;
    const controller = new AbortController();
    const stop = this.surroundings.clock.after(this.settings.requestTimeout, () => controller.abort());
    try {
      const request = { ...this.#address(call), ...this.#payload(credential, call), method: call.method };
      const exchange = this.surroundings.wire(request, controller.signal);
      const response = await orAborted(exchange, controller.signal);
      const text = await orAborted(readText(response), controller.signal);
      return this.#judge(what, credential, call, response, text);
    } catch (error) {
      if (error instanceof OpenAIError) return { error, verdict: { again: "no" } };
      return this.#unanswered(what, call, controller.signal.aborted ? "timeout" : causeOf(error), error);
    } finally {
      stop();
    }
  }

  #address(call: Call): { url: string } {
    const url = new URL(call.path.replace(/^\//, ""), this.settings.baseUrl);
    for (const [name, value] of Object.entries(call.query ?? {})) url.searchParams.set(name, value);
    return { url: url.href };
  }

  #payload(credential: Credential, call: Call): { headers: Record<string, string>; body?: string } {
    const { organization, project } = this.settings.raw;
    const headers: Record<string, string> = {
      authorization: `Bearer ${credential.key}`,
      accept: "application/json",
      "user-agent": "pulumi-openai",
      "x-client-request-id": randomUUID(),
    };
    if (organization) headers["openai-organization"] = organization;
    if (project && credential.kind === "project") headers["openai-project"] = project;
    if (call.beta) headers["openai-beta"] = call.beta;
    if (!call.body) return { headers };
    headers["content-type"] = "application/json";
    return { headers, body: JSON.stringify(call.body) };
  }

  #judge(what: string, credential: Credential, call: Call, response: WireResponse, text: string): Outcome {
    const header = (name: string) => {
      const value = response.headers[name];
      return Array.isArray(value) ? value[0] : value;
    };
    const now = this.surroundings.clock.now();
    const date = Date.parse(header("date") ?? "");
    const details: ApiErrorDetails = {
      status: response.status,
      requestId: header("x-request-id"),
      organization: header("openai-organization"),
      serverTime: Number.isNaN(date) ? Math.floor(now / 1000) : Math.floor(date / 1000),
    };
    const body = parseJson(text);
    if (response.status >= 200 && response.status < 300) {
      if (isObject(body)) return { reply: { body, details } };
      return {
        error: new OpenAIError(
          call.repeat === "never" ? "ambiguous" : "broken-reply",
          `${what} was answered with ${response.status} and a body that is not the JSON it should be${idOf(details)}. ` +
            (call.method === "GET" ? "Nothing was changed." : "The change was probably made."),
          details,
        ),
        verdict: { again: "free", wait: undefined },
      };
    }
    if (response.status >= 300 && response.status < 400) {
      return {
        error: new OpenAIError(
          "refused",
          `${what} was redirected (${response.status})${idOf(details)}. Redirects are never followed, so that the key stays with its ` +
            `host; set ${settingName("baseUrl")} to the final address.`,
          details,
        ),
        verdict: { again: "no" },
      };
    }
    return this.#refused(what, credential, call, details, readErrorBody(body), header);
  }

  #refused(
    what: string,
    credential: Credential,
    call: Call,
    found: ApiErrorDetails,
    error: ReturnType<typeof readErrorBody>,
    header: (name: string) => string | undefined,
  ): Outcome {
    const apiMessage = error?.apiMessage?.replaceAll(credential.key, "[secret]");
    const details = { ...found, ...error, apiMessage };
    const verdict = verdictOn(details.status ?? 0, header, error, this.surroundings.clock.now());
    const open = verdict.again === "free" && call.method !== "GET";
    const said = apiMessage ? `: ${apiMessage.replace(/\.$/, "")}` : " without an error message of the API";
    const code = [details.apiCode ?? details.apiType, details.apiParam && `param ${details.apiParam}`].filter(
      Boolean,
    );
    const extra = code.length > 0 ? ` (${code.join(", ")})` : "";
    const message =
      `${what} was answered with ${details.status}${extra}${said}${idOf(details)}. ` +
      (open ? "Whether it was carried out is not known." : "Nothing was changed.") +
      advice(details, credential);
    return { error: new OpenAIError(open ? "ambiguous" : "refused", message, details), verdict };
  }

  #unanswered(what: string, call: Call, cause: string, error: unknown): Outcome {
    const { host } = this.settings.baseUrl;
    if (surelyNotSent(error)) {
      return {
        error: new OpenAIError(
          "unreachable",
          `${what} was not sent: ${host} cannot be reached (${cause}). Nothing was changed. Check the network and ${settingName("baseUrl")}.`,
        ),
        verdict: { again: "any", wait: undefined },
      };
    }
    const how =
      cause === "timeout"
        ? `no answer within ${this.settings.requestTimeout / 1000} s`
        : `the connection broke (${cause})`;
    const open = call.method !== "GET";
    return {
      error: new OpenAIError(
        open ? "ambiguous" : "unreachable",
        `${what} to ${host} ended without an answer: ${how}. ` +
          (open ? "Whether it was carried out is not known." : "Nothing was changed."),
      ),
      verdict: { again: "free", wait: undefined },
    };
  }
}

function advice(details: ApiErrorDetails, credential: Credential): string {
  if (details.status === 401) {
    return ` The key from ${credential.source} (fingerprint ${credential.fingerprint}) is wrong, expired or revoked. ${settingsOfTheLastUp}`;
  }
  if (details.status === 403) return ` The key from ${credential.source} lacks the permission for this.`;
  return "";
}

function idOf(details: ApiErrorDetails): string {
  return details.requestId ? ` [request ${details.requestId}]` : "";
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function readText(response: WireResponse): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.length;
    if (size > largestBody) {
      throw new OpenAIError(
        "broken-reply",
        `The server answered with more than ${largestBody / 1024 / 1024} MiB; the rest was not read.`,
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** Ends when the signal does, even where the exchange itself does not listen to it. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = () => reject(new Error("timeout"));
    if (signal.aborted) end();
    signal.addEventListener("abort", end, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", end));
  });
}
