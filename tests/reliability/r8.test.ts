import { sleep } from "../../provider/api/clock";
import { Shell } from "../dynamic/shell";
import { Account, newProject, noted, route } from "../lifecycle/house";
import { limitedSession } from "../support/limited";
import { type Workshop, workshop } from "../support/workshop";

const second = 1_000;
const slack = 250;

interface Hint {
  wait: number;
  headers?: Record<string, string>;
  message?: string;
}

/** The ways in which a refusal may say when to come back; `now` by the server's clock. */
const hints: Record<string, (now: number) => Hint> = {
  "Retry-After in seconds": () => ({ wait: 75 * second, headers: { "retry-after": "75" } }),
  "Retry-After as a date": (now) => ({
    wait: 75 * second,
    headers: { "retry-after": new Date(now + 75 * second).toUTCString() },
  }),
  "retry-after-ms": () => ({ wait: 75_500, headers: { "retry-after-ms": "75500", "retry-after": "76" } }),
  "x-ratelimit-reset-requests": () => ({
    wait: 90 * second,
    headers: { "x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "1m30s" },
  }),
  "its words": () => ({ wait: 75 * second, message: "Rate limit reached. Please try again in 1m15s." }),
};

/** What is asked of service accounts, four at a time. */
const works = {
  "are made": {
    call: { method: "POST", route: route(Account.at.create) },
    begin: async (place: Workshop) => {
      const projectId = await newProject(place);
      return (shell: Shell) => [1, 2, 3, 4].map((nth) => shell.create({ projectId, name: `bot-${nth}` }));
    },
  },
  "are renamed": {
    call: { method: "POST", route: route(Account.at.item) },
    begin: async (place: Workshop) => {
      const { states } = await four(place);
      return (shell: Shell) =>
        states.map((state) => shell.update(state, { ...state.inputs, name: "renamed" }));
    },
  },
  "are destroyed": {
    call: { method: "DELETE", route: route(Account.at.item) },
    begin: async (place: Workshop) => {
      const { states } = await four(place);
      return (shell: Shell) => states.map((state) => shell.delete(state));
    },
  },
} as const;

async function four(place: Workshop) {
  const projectId = await newProject(place);
  const shell = new Shell(Account.token, () => place.session());
  const states = await Promise.all(
    [1, 2, 3, 4].map((nth) => shell.create({ projectId, name: `bot-${nth}` })),
  );
  place.emulator.advance(600);
  return { states };
}

describe.each(Object.entries(hints))("R8: 429 with %s, to one of four service accounts that", (_, hintAt) => {
  it.each(Object.entries(works))(
    "%s: nobody comes back before the time, everybody at it, and other routes go on",
    async (_what, { call, begin }) => {
      const place = workshop();
      const work = await begin(place);
      const { session, sent } = noted(place, limitedSession(place));
      const began = place.clock.now();
      const {
        wait,
        headers,
        message = "Rate limit reached.",
      } = hintAt(began + place.emulator.state().bookkeeping.clockOffsetMs);
      const body = { error: { message, type: "requests", param: null, code: "rate_limit_exceeded" } };
      place.emulator.fault({ match: { ...call }, action: { type: "status", status: 429, headers, body } });
      const groups = new Shell("Group", () => session);
      const others = Array.from({ length: 9 }, async (_each, nth) => {
        await sleep(place.clock, nth * 8 * second);
        return groups.create({ name: `group-${nth}` });
      });
      await Promise.all([...work(new Shell(Account.token, () => session)), ...others]);

      const isOther = (one: { call: string }) => one.call === "POST /organization/groups";
      const times = sent.filter((one) => !isOther(one)).map(({ at }) => at - began);
      const later = times.filter((at) => at > 0);
      expect(later.length).toBeGreaterThanOrEqual(1);
      expect(Math.min(...later)).toBeGreaterThanOrEqual(wait - slack);
      expect(Math.min(...later)).toBeLessThanOrEqual(wait + slack);
      const moments = sent.filter(isOther).map(({ at }) => at - began);
      expect(moments).toEqual(Array.from({ length: 9 }, (_each, nth) => nth * 8 * second));
    },
  );
});
