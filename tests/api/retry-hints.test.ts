import { requestedWait, spanOf } from "../../provider/api/retry-hints";

const now = Date.UTC(2026, 10, 23, 12);
const wait = (headers: Record<string, string>, message?: string) =>
  requestedWait((name) => headers[name], message, now);

test.each<[string, number | undefined]>([
  ["120ms", 120],
  ["8.572s", 8_572],
  ["1m30s", 90_000],
  ["6m0s", 360_000],
  ["1h40m0s", 6_000_000],
  ["2d", 172_800_000],
  ["20 seconds", 20_000],
  ["1 minute 5 seconds", 65_000],
  ["250 milliseconds", 250],
  ["soon", undefined],
  ["1.2.3s", undefined],
  ["5 parsecs", undefined],
  ["", undefined],
])("the time %j is %p milliseconds long", (text, milliseconds) => expect(spanOf(text)).toBe(milliseconds));

test.each<[string, number]>([
  ["Please try again in 20s. Visit https://example.org/limits to learn more.", 20_000],
  ["You've exceeded the rate limit, please slow down and try again after 6.937 seconds.", 6_937],
  ["Rate limit reached. Please try again in 6m0s.", 360_000],
  ["Retry after 120ms", 120],
  ["TRY AGAIN IN 2 MINUTES", 120_000],
])("the message %j is taken at its word", (message, milliseconds) =>
  expect(wait({}, message)).toBe(milliseconds),
);

test.each([
  "Please try again later.",
  "Try again in a moment.",
  "Limit 3, used 3, requested 1.",
  "Do not retry.",
  "",
])("the message %j says no time", (message) => expect(wait({}, message)).toBeUndefined());

test.each<[string, Record<string, string>, number | undefined]>([
  ["milliseconds come first", { "retry-after-ms": "40", "retry-after": "9", "x-ratelimit-reset": "3s" }, 40],
  ["then seconds", { "retry-after": "9", "x-ratelimit-reset": "3s" }, 9_000],
  ["a date counts from the server's time", { "retry-after": new Date(now + 12_000).toUTCString() }, 12_000],
  ["a date that is past asks for nothing", { "retry-after": new Date(now - 12_000).toUTCString() }, 0],
  [
    "of two limits the longer one counts",
    { "x-ratelimit-reset-requests": "3s", "x-ratelimit-reset-tokens": "7s" },
    7_000,
  ],
  [
    "a limit that is not used up does not",
    {
      "x-ratelimit-reset-requests": "3s",
      "x-ratelimit-remaining-requests": "0",
      "x-ratelimit-reset-tokens": "7s",
      "x-ratelimit-remaining-tokens": "900",
    },
    3_000,
  ],
  ["a bare number is seconds", { "x-ratelimit-reset": "30" }, 30_000],
  ["a large one is a moment", { "x-ratelimit-reset": String(now / 1000 + 45) }, 45_000],
  ["a word is nothing", { "retry-after": "later" }, undefined],
  ["a negative number is nothing", { "retry-after": "-5" }, undefined],
  ["eternity is nothing", { "retry-after": "Infinity" }, undefined],
  ["an empty header is nothing", { "retry-after": "", "retry-after-ms": " " }, undefined],
])("of headers: %s", (_, headers, milliseconds) => expect(wait(headers)).toBe(milliseconds));

test("headers count more than the message", () =>
  expect(wait({ "retry-after": "5" }, "try again in 9s")).toBe(5_000));

test("the message counts more than when a limit is whole again", () =>
  expect(wait({ "x-ratelimit-reset-requests": "1m0s" }, "try again in 9s")).toBe(9_000));
