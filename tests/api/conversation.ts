import type { Call } from "../../provider/api/call";
import { Client } from "../../provider/api/client";

import type { Gate } from "../../provider/api/gate";
import { type Credential, credentialFor, parseSettings, type RawSettings } from "../../provider/api/settings";
import type { Wire, WireResponse } from "../../provider/api/wire";
import { isOpenAIError, type OpenAIError } from "../../provider/kernel/errors";
import { FakeClock } from "../support/fake-clock";

export const adminKey = "sk-admin-4f1a9c0b7d6e5f";
export const projectKey = "sk-proj-8e2d7c6b5a4f3e";

export const admin: Credential = credentialFor({ adminApiKey: adminKey }, "admin");
export const project: Credential = credentialFor({ apiKey: projectKey }, "project");

/** How the server of a test answers one request. */
export type Answer =
  /** An object is sent as JSON, a text as it is. */
  | { status: number; headers?: WireResponse["headers"]; body?: object | string }
  /** The exchange fails with this code of the system. */
  | { fails: string }
  /** The answer begins, then the connection breaks. */
  | { status: number; breaksAfter: string }
  /** The answer comes after a while, in milliseconds. */
  | { takes: number; answer: Answer }
  | "never answers"
  /** The head comes, the body does not. */
  | "never ends";

/** A request as it left, at virtual milliseconds since the conversation began. */
export type Sent = Parameters<Wire>[0] & { at: number };

/** A client and a server that answers by a script, under one clock in which hours pass in milliseconds. */
export interface Conversation {
  client: Client;
  clock: FakeClock;
  sent: Sent[];
  said: string[];
  elapsed(): number;
}

export const ok: Answer = { status: 200, body: { id: "obj_1" } };

/** The API's usual error body. */
export function refusal(
  status: number,
  error: { message?: string; type?: string; code?: string | null; param?: string | null } = {},
  headers?: WireResponse["headers"],
): Answer {
  const body = { error: { message: "No.", type: "some_error", param: null, code: null, ...error } };
  return { status, headers, body };
}

export const throttled = (headers?: WireResponse["headers"]): Answer =>
  refusal(429, { message: "Slow down.", code: "rate_limit_exceeded" }, headers);

const aDay = 24 * 60 * 60_000;

/** `answers` in order, one a request; a function is asked for each. */
export function converse(
  answers: Answer[] | ((request: Sent, index: number) => Answer),
  settings: RawSettings = {},
  random: () => number = () => 0.5,
  gate?: Gate,
): Conversation {
  const clock = new FakeClock();
  const began = clock.now();
  const sent: Sent[] = [];
  const said: string[] = [];
  const wire: Wire = async (request) => {
    // A client without an end of its own must fail a test, not hang it.
    if (clock.now() - began > aDay) throw new Error("a whole day has passed");
    const noted = { ...request, at: clock.now() - began };
    const index = sent.push(noted) - 1;
    const answer = typeof answers === "function" ? answers(noted, index) : answers[index];
    if (!answer) throw new Error(`request ${index + 1} was not foreseen: ${request.method} ${request.url}`);
    return respond(answer, clock);
  };
  const surroundings = { wire, clock, random, gate, say: (line: string) => void said.push(line) };
  const client = new Client(parseSettings(settings), surroundings);
  return { client, clock, sent, said, elapsed: () => clock.now() - began };
}

async function respond(answer: Answer, clock: FakeClock): Promise<WireResponse> {
  if (typeof answer === "object" && "takes" in answer) {
    await clock.sleep(answer.takes);
    return respond(answer.answer, clock);
  }
  if (answer === "never answers") return new Promise(() => {});
  if (answer === "never ends") {
    const body = (async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from('{"id":');
      await new Promise(() => {});
    })();
    return Promise.resolve({ status: 200, headers: {}, body });
  }
  if ("fails" in answer) return Promise.reject(broken(answer.fails));
  if ("breaksAfter" in answer) {
    const body = (async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from(answer.breaksAfter);
      throw broken("ECONNRESET");
    })();
    return Promise.resolve({ status: answer.status, headers: {}, body });
  }
  const { status, headers = {}, body = "" } = answer;
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return Promise.resolve({ status, headers, body: once(Buffer.from(text)) });
}

async function* once(chunk: Uint8Array): AsyncGenerator<Uint8Array> {
  yield chunk;
}

function broken(code: string): Error {
  return Object.assign(new Error(`failed with ${code}`), { code });
}

/** The kinds of calls that the rules tell apart. */
export const read: Call = {
  method: "GET",
  path: "/organization/projects/proj_1",
  template: "/organization/projects/{projectId}",
  repeat: "free",
};
export const createCall: Call = {
  method: "POST",
  path: "/organization/projects",
  template: "/organization/projects",
  body: { name: "search" },
  repeat: "never",
};
export const updateCall: Call = { ...read, method: "POST", body: { name: "search" } };
export const deleteCall: Call = { ...read, method: "DELETE" };

/** The error that a call ends in; that it ends well is a failure of the test. */
export async function errorOf(work: Promise<unknown>): Promise<OpenAIError> {
  const outcome = await work.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ("value" in outcome) throw new Error(`expected an error, got ${JSON.stringify(outcome.value)}`);
  if (!isOpenAIError(outcome.error)) throw outcome.error;
  return outcome.error;
}
