import { randomUUID } from "node:crypto";
import { isOpenAIError, OpenAIError } from "../kernel/errors";
import type { Call } from "./call";
import { type Clock, sleep } from "./clock";
import { largestMegabytes, orAborted, readText } from "./receive";
import { encoded, judge, nameOf, type Outcome, oversized, type Reply, unanswered } from "./reply";
import { backoff } from "./retry";
import { type Credential, type Settings, settingName } from "./settings";
import type { Wire, WireRequest } from "./wire";

export interface Surroundings {
  wire: Wire;
  clock: Clock;
  /** A line for people while something takes long. */
  say(line: string): void;
  /** Whether somebody still waits for the outcome, and will remember what is made. Absent: always. */
  isAwaited?(): Promise<boolean>;
  random?: () => number;
}

const minute = 60_000;
const deadlines = { GET: 10 * minute, POST: 20 * minute, DELETE: 10 * minute };
/** Attempts that reached a server which then failed; being turned away unread is no attempt. */
const mostAttempts = 6;
/** A wait that is not longer needs no words. */
const longWait = 10_000;
const slowestBytesPerMillisecond = 100;
/** A key made a moment ago may not be known everywhere yet. */
const newKeyPatience = 5 * minute;
const mostBornKeys = 10_000;

/** Sends calls: credentials, time limits, retries of what may be retried, errors that say what happened. */
export class Client {
  readonly #born = new Map<string, number>();
  #heard?: { time: number; at: number };

  constructor(
    readonly settings: Settings,
    readonly surroundings: Surroundings,
  ) {}

  /**
   * The server's time as far as it is known, in Unix seconds: from the last reply, and what has passed since by a clock that
   * may stand still while the machine sleeps. So it is never later than the truth.
   */
  serverTime(): number | undefined {
    const heard = this.#heard;
    return heard && heard.time + Math.floor((this.surroundings.clock.now() - heard.at) / 1000);
  }

  /** Remembers a key made by this process: a 401 with it is waited for. */
  keyWasBorn(fingerprint: string): void {
    if (this.#born.size < mostBornKeys) this.#born.set(fingerprint, this.surroundings.clock.now());
  }

  async call(credential: Credential, call: Call): Promise<Reply> {
    if (this.settings.readOnly && call.method !== "GET") {
      throw new OpenAIError(
        "setting",
        `${nameOf(call)} was not sent: the setting ${settingName("readOnly")} refuses every change.`,
      );
    }
    const { clock, say } = this.surroundings;
    let why = "the server has not answered yet";
    let announced = false;
    const name = call.about ? `${call.about}: ${nameOf(call)}` : nameOf(call);
    const announce = clock.after(longWait, () => {
      announced = true;
      say(`${name}: waiting, for up to ${deadlines[call.method] / minute} minutes (${why})`);
    });
    try {
      return await this.#until(credential, call, (error) => {
        why = error.message.split(". ")[0] ?? why;
      });
    } finally {
      announce();
      if (announced) say(`${name}: done waiting`);
    }
  }

  async #until(credential: Credential, call: Call, waiting: (error: OpenAIError) => void): Promise<Reply> {
    const { clock } = this.surroundings;
    const started = clock.now();
    let mayBeDone = false;
    for (let turn = 0, failures = 0; ; turn++) {
      const outcome = await this.#attempt(credential, call);
      if ("reply" in outcome) return outcome.reply;
      const { error } = outcome;
      if (error.details.status !== 429 && !this.#isWaitedFor(credential, error)) failures++;
      const wait = this.#wait(credential, call, outcome, turn, failures);
      if (wait === undefined || clock.now() + wait - started > deadlines[call.method]) {
        if (outcome.verdict.again !== "no") error.details.isLasting = true;
        if (mayBeDone) error.details.mayBeDone = true;
        throw error;
      }
      if (outcome.verdict.open) mayBeDone = true;
      waiting(error);
      await sleep(clock, wait);
    }
  }

  /** How long to wait before the next attempt; undefined where there must be none. */
  #wait(
    credential: Credential,
    call: Call,
    { error, verdict }: Exclude<Outcome, { reply: Reply }>,
    turn: number,
    failures: number,
  ): number | undefined {
    const { random } = this.surroundings;
    if (this.#isWaitedFor(credential, error)) return backoff(turn, 15_000, random);
    if (verdict.again === "no" || (verdict.again === "free" && call.repeat === "never")) return undefined;
    if (failures >= mostAttempts) return undefined;
    const throttled = error.details.status === 429;
    return Math.max(
      verdict.wait ?? 0,
      backoff(throttled ? turn : failures - 1, throttled ? 30_000 : 8_000, random),
    );
  }

  /** A 401 with a key that this process made a moment ago. */
  #isWaitedFor(credential: Credential, error: OpenAIError): boolean {
    const born = this.#born.get(credential.fingerprint);
    return (
      error.details.status === 401 &&
      born !== undefined &&
      this.surroundings.clock.now() - born < newKeyPatience
    );
  }

  async #attempt(credential: Credential, call: Call): Promise<Outcome> {
    const { wire, clock } = this.surroundings;
    const controller = new AbortController();
    const stop = clock.after(this.#patienceFor(call), () => controller.abort());
    try {
      const request = { method: call.method, url: this.#address(call), ...this.#payload(credential, call) };
      const response = await orAborted(wire(request, controller.signal), controller.signal);
      const text = await orAborted(readText(response), controller.signal);
      if (text === undefined) return oversized(call, largestMegabytes);
      const encoding = response.headers["content-encoding"];
      if (encoding !== undefined && encoding !== "identity") return encoded(call, String(encoding));
      const date = Date.parse(String(response.headers.date));
      if (!Number.isNaN(date)) this.#heard = { time: Math.floor(date / 1000), at: clock.now() };
      return judge(call, credential, response, text, clock.now());
    } catch (error) {
      if (isOpenAIError(error)) return { error, verdict: { again: "no", open: false } };
      return unanswered(call, this.settings, error, controller.signal.aborted);
    } finally {
      stop();
    }
  }

  /** Time for an answer, and for the upload before it at a slow line's pace. */
  #patienceFor({ form }: Call): number {
    return this.settings.requestTimeout + (form?.bytes.length ?? 0) / slowestBytesPerMillisecond;
  }

  #address(call: Call): string {
    const url = new URL(call.path.replace(/^\//, ""), this.settings.baseUrl);
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
      return { headers, body: call.form.bytes };
    }
    if (!call.body) return { headers };
    headers["content-type"] = "application/json";
    return { headers, body: JSON.stringify(call.body) };
  }
}
