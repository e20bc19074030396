import { type ErrorDetails, OpenAIError } from "../kernel/errors";
import { isObject, type Properties } from "../kernel/values";
import type { Call } from "./call";
import { isWrongHost, readErrorBody } from "./errors";
import { type Verdict, verdictOn } from "./retry";
import { type Scrub, scrubDetails, withoutSent } from "./scrub";
import { type Credential, hostSourceOf, settingName, settingsOfTheLastUp } from "./settings";
import { causeOf, surelyNotSent, type WireResponse } from "./wire";

export interface Reply {
  body: Properties;
  details: ErrorDetails;
}

/** One attempt's end: a reply, or an error with what it allows. */
export type Outcome = { reply: Reply } | { error: OpenAIError; verdict: Verdict };

/** A call on its way: with which key, and without what its answer may be quoted. */
export interface Exchange {
  call: Call;
  credential: Credential;
  scrub: Scrub;
}

/** What a server's answer means. */
export function judge(exchange: Exchange, response: WireResponse, text: string, now: number): Outcome {
  const { call, scrub } = exchange;
  const header = (name: string) => {
    const value = response.headers[name];
    return Array.isArray(value) ? value[0] : value;
  };
  const date = Date.parse(header("date") ?? "");
  // Only the server knows its own time: this machine's clock never stands in for it.
  const serverTime = Number.isNaN(date) ? undefined : Math.floor(date / 1000);
  const details = scrubDetails(
    {
      status: response.status,
      requestId: header("x-request-id"),
      organization: header("openai-organization"),
      serverTime,
    },
    scrub,
  );
  const body = parseJson(text);
  if (response.status >= 200 && response.status < 300) {
    const lack = isObject(body) ? call.lacks?.(body) : undefined;
    if (lack) return incomplete(call, details, lack);
    if (isObject(body)) return { reply: { body, details } };
    const mayBeEmpty = call.method === "DELETE" || call.expects === "nothing";
    return mayBeEmpty && text.trim() === "" ? { reply: { body: {}, details } } : damaged(call, details);
  }
  if (response.status >= 300 && response.status < 400) return redirected(exchange, details);
  return refused(exchange, details, body, header, Number.isNaN(date) ? now : date);
}

function damaged(call: Call, details: ErrorDetails): Outcome {
  const reading = call.method === "GET";
  const message =
    `${nameOf(call)} was answered with ${details.status} and a body that is not the JSON it should be${idOf(details)}. ` +
    (reading ? "Nothing was changed." : "The change was probably made.");
  return {
    error: new OpenAIError(reading ? "broken-reply" : "ambiguous", message, details),
    verdict: { again: "free", open: true, wait: undefined },
  };
}

/** A change was made, and what came of it is not in the answer. */
function incomplete(call: Call, details: ErrorDetails, lack: string): Outcome {
  const message = `${nameOf(call)} was answered with ${details.status} but without ${lack}.`;
  return { error: new OpenAIError("ambiguous", message, details), verdict: { again: "no", open: true } };
}

/** What is longer than any answer of the API was not read to its end. */
export function oversized(call: Call, megabytes: number): Outcome {
  const reading = call.method === "GET";
  const message =
    `${nameOf(call)} was answered with more than ${megabytes} MiB; the rest was not read. ` +
    (reading ? "Nothing was changed." : "Whether it was carried out is not known.");
  return {
    error: new OpenAIError(reading ? "broken-reply" : "ambiguous", message),
    verdict: { again: "no", open: true },
  };
}

/** A body in an encoding that nobody has asked for: something in between packs answers, and will pack the next one too. */
export function encoded(call: Call, encoding: string): Outcome {
  const reading = call.method === "GET";
  const message =
    `${nameOf(call)} was answered in the encoding ${encoding}, which was not asked for. Something between here and the API packs ` +
    `answers: let it pass them on as they are. ${reading ? "Nothing was changed." : "Whether it was carried out is not known."}`;
  return {
    error: new OpenAIError(reading ? "broken-reply" : "ambiguous", message, {
      isPacked: true,
      isLasting: true,
    }),
    verdict: { again: "no", open: true },
  };
}

function redirected({ call, credential }: Exchange, details: ErrorDetails): Outcome {
  const message =
    `${nameOf(call)} was redirected (${details.status})${idOf(details)}. Redirects are never followed, so that the key stays ` +
    `with its host; set ${hostSourceOf(credential)} to the final address.`;
  return { error: new OpenAIError("refused", message, details), verdict: { again: "no", open: false } };
}

function refused(
  { call, credential, scrub }: Exchange,
  found: ErrorDetails,
  body: unknown,
  header: (name: string) => string | undefined,
  now: number,
): Outcome {
  const error = readErrorBody(body);
  const details = scrubDetails({ ...found, ...error }, scrub);
  const verdict = verdictOn(details.status ?? 0, header, error, now);
  const open = verdict.open && call.method !== "GET";
  const { apiMessage, apiCode, apiType, apiParam } = details;
  const said = apiMessage
    ? `: ${withoutSent(apiMessage, call).replace(/\.$/, "")}`
    : " without an error message of the API";
  const marks = [apiCode ?? apiType, apiParam && `param ${apiParam}`].filter(Boolean).join(", ");
  const message =
    `${nameOf(call)} was answered with ${details.status}${marks && ` (${marks})`}${said}${idOf(details)}. ` +
    (open ? "Whether it was carried out is not known." : "Nothing was changed.") +
    advice(details, credential);
  return { error: new OpenAIError(open ? "ambiguous" : "refused", message, details), verdict };
}

/** What it means that no whole answer came. `source`: where the host was given. `late`: the time limit that passed. */
export function unanswered(
  call: Call,
  { host, source }: { host: string; source: string },
  error: unknown,
  late: number | undefined,
): Outcome {
  const cause = causeOf(error);
  if (late === undefined && surelyNotSent(error)) {
    const message =
      `${nameOf(call)} was not sent: ${host} cannot be reached (${cause}). Nothing was changed. ` +
      `Check the network and ${source}.`;
    return {
      error: new OpenAIError("unreachable", message),
      verdict: { again: "any", open: false, wait: undefined },
    };
  }
  const open = call.method !== "GET";
  const how = late === undefined ? `the connection broke (${cause})` : `no answer within ${late / 1000} s`;
  const message =
    `${nameOf(call)} to ${host} ended without an answer: ${how}. ` +
    (open ? "Whether it was carried out is not known." : "Nothing was changed.");
  return {
    error: new OpenAIError(open ? "ambiguous" : "unreachable", message),
    verdict: { again: "free", open: true, wait: undefined },
  };
}

export function nameOf(call: Call): string {
  return `${call.method} ${call.template}`;
}

function advice(details: ErrorDetails, credential: Credential): string {
  if (isWrongHost(details)) {
    return (
      " Projects with data residency have a host of their own: give the resource the argument baseUrl, " +
      `such as https://eu.api.openai.com/v1, or set ${settingName("baseUrl")} where all projects have it.`
    );
  }
  if (details.status === 401) {
    return ` The key from ${credential.source} (fingerprint ${credential.fingerprint}) is wrong, expired or revoked. ${settingsOfTheLastUp}`;
  }
  if (details.status === 403) return ` The key from ${credential.source} lacks the permission for this.`;
  return "";
}

function idOf(details: ErrorDetails): string {
  return details.requestId ? ` [request ${details.requestId}]` : "";
}

function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return isDeeper(value, deepest) ? undefined : value;
  } catch {
    return undefined;
  }
}

/** No object of the API comes near; and what walks through a reply must not run out of stack. */
const deepest = 100;

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((entry) => isDeeper(entry, levels - 1));
}
