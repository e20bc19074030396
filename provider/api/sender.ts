import { randomUUID } from "node:crypto";
import { isOpenAIError } from "../kernel/errors";
import type { Call } from "./call";
import type { Clock } from "./clock";
import { largestMegabytes, orAborted, readText } from "./receive";
import { type Exchange, encoded, judge, type Outcome, oversized, unanswered } from "./reply";
import { scrubOf } from "./scrub";
import { ServerClock } from "./server-clock";
import { type Credential, hostSourceOf, type Settings } from "./settings";
import { givenUp, lastMoments } from "./stopped";
import type { Wire, WireRequest, WireResponse } from "./wire";

/** One attempt: when it left, the head of its answer, and what its end means. */
export interface Attempt {
  outcome: Outcome;
  sentAt: number;
  since: number | undefined;
  head?: Pick<WireResponse, "status" | "headers">;
}

/** Own keys of resources. */
const mostKeys = 10_000;
const slowestBytesPerMillisecond = 100;

/** Sends one attempt of a call: its address, its headers, its time limit. */
export class Sender {
  readonly serverClock: ServerClock;
  /** Every key that this process has: none of them is quoted, whoever repeats it. */
  readonly #keys = new Set<string>();

  constructor(
    private readonly settings: Settings,
    private readonly wire: Wire,
    private readonly clock: Clock,
  ) {
    this.serverClock = new ServerClock(clock);
    for (const key of [settings.raw.adminApiKey, settings.raw.apiKey]) if (key) this.#keys.add(key);
  }

  async attempt(credential: Credential, call: Call, signal?: AbortSignal): Promise<Attempt> {
    if (this.#keys.size < mostKeys) this.#keys.add(credential.key);
    const scrub = scrubOf([...this.#keys, credential.key, ...(call.secrets ?? [])]);
    const made: Omit<Attempt, "outcome"> = { sentAt: this.clock.now(), since: this.serverClock.now() };
    const controller = new AbortController();
    const end = (why: "late" | "cancelled") => controller.abort(why);
    const timers = [this.clock.after(this.#patienceFor(call), () => end("late"))];
    const cancel = () => {
      if (call.method === "GET") end("cancelled");
      else timers.push(this.clock.after(lastMoments, () => end("cancelled")));
    };
    signal?.addEventListener("abort", cancel);
    try {
      const request = {
        method: call.method,
        url: this.#address(credential, call),
        ...this.#payload(credential, call),
      };
      const response = await orAborted(this.wire(request, controller.signal), controller.signal);
      made.head = { status: response.status, headers: response.headers };
      const text = await orAborted(readText(response), controller.signal);
      return { ...made, outcome: this.#read({ credential, call, scrub }, response, text) };
    } catch (error) {
      return { ...made, outcome: this.#failed(credential, call, error, controller.signal) };
    } finally {
      for (const stop of timers) stop();
      signal?.removeEventListener("abort", cancel);
    }
  }

  #read(exchange: Exchange, response: WireResponse, text: string | undefined): Outcome {
    const { call, scrub } = exchange;
    if (text === undefined) return oversized(call, largestMegabytes);
    const encoding = response.headers["content-encoding"];
    if (encoding !== undefined && encoding !== "identity") return encoded(call, scrub(String(encoding)));
    this.serverClock.hear(String(response.headers.date));
    return judge(exchange, response, text, this.clock.now());
  }

  #failed(credential: Credential, call: Call, error: unknown, { aborted, reason }: AbortSignal): Outcome {
    if (isOpenAIError(error)) return { error, verdict: { again: "no", open: false } };
    const { host } = credential.baseUrl ?? this.settings.baseUrl;
    if (reason === "cancelled") return givenUp(call, host);
    const source = hostSourceOf(credential);
    return unanswered(call, { host, source }, error, aborted ? this.settings.requestTimeout : undefined);
  }

  /** Time for an answer, and for the upload before it at a slow line's pace. */
  #patienceFor({ form }: Call): number {
    return this.settings.requestTimeout + (form?.length ?? 0) / slowestBytesPerMillisecond;
  }

  #address({ baseUrl = this.settings.baseUrl }: Credential, call: Call): string {
    const url = new URL(call.path.replace(/^\//, ""), baseUrl);
    for (const [name, value] of Object.entries(call.query ?? {})) url.searchParams.set(name, value);
    return url.href;
  }

  #payload(credential: Credential, call: Call): Pick<WireRequest, "headers" | "body"> {
    const { organization, project } = this.settings.raw;
    const headers: Record<string, string> = {
      authorization: `Bearer ${credential.key}`,
      accept: "application/json",
      "accept-encoding": "identity",
      "user-agent": "pulumi-openai",
      "x-client-request-id": randomUUID(),
    };
    if (organization) headers["openai-organization"] = organization;
    if (project && credential.kind === "project") headers["openai-project"] = project;
    if (call.beta) headers["openai-beta"] = call.beta;
    if (call.form) {
      headers["content-type"] = call.form.contentType;
      headers["content-length"] = String(call.form.length);
      return { headers, body: call.form.body() };
    }
    if (!call.body) return { headers };
    headers["content-type"] = "application/json";
    return { headers, body: JSON.stringify(call.body) };
  }
}
