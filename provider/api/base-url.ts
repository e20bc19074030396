import { OpenAIError } from "../kernel/errors";

export const defaultBaseUrl = "https://api.openai.com/v1";

const overWhat = "Keys are only sent over https, or over http to this machine (localhost).";

/** What is wrong with an address of the API, without naming it; undefined where nothing is. */
export function problemOfBaseUrl(text: string): string | undefined {
  const checked = checkBaseUrl(text);
  return "problem" in checked ? checked.problem : undefined;
}

/** The address, ending in a slash, so that paths go below it. `source`: where it was given, for the message. */
export function parseBaseUrl(text: string, source: string): URL {
  const checked = checkBaseUrl(text);
  if ("url" in checked) return checked.url;
  throw new OpenAIError("setting", `${source} ${checked.shown ?? checked.problem} Nothing was sent.`);
}

function checkBaseUrl(text: string): { url: URL } | { problem: string; shown?: string } {
  let url: URL;
  try {
    url = new URL(text);
    if (!url.pathname.endsWith("/")) url.pathname += "/";
  } catch {
    return { problem: `is not a URL. Write it like ${defaultBaseUrl}.` };
  }
  if (url.username || url.password) return { problem: "must not hold a user name or password." };
  if (url.search || url.hash)
    return { problem: "has a part behind its path (? or #), where no call can be put." };
  const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  if (url.protocol === "https:" || (url.protocol === "http:" && loopback)) return { url };
  return { problem: `is not safe. ${overWhat}`, shown: `is ${url.protocol}//${url.host}. ${overWhat}` };
}
