import { createEmulator, type Emulator, seedKeys } from "../../emulator";
import type { RawSettings } from "../../provider/api/settings";
import type { Wire } from "../../provider/api/wire";
import { Session } from "../../provider/lifecycle/session/session";
import { FakeClock } from "./fake-clock";

/** An emulator in this process and sessions that talk to it, all under one clock. */
export interface Workshop {
  emulator: Emulator;
  clock: FakeClock;
  said: string[];
  /** A new run of the provider: new caches, the same server. */
  session(settings?: RawSettings): Session;
  /** The calls since the last look, as `METHOD /route`. */
  calls(): string[];
}

const keys: RawSettings = { adminApiKey: seedKeys.admin, apiKey: seedKeys.project };

/** How the server describes an assignment: the tests about assignments run once with each form (`tools/test.mjs`). */
const forms = ["null", "empty", "principal"] as const;
const sources = forms.find((form) => form === process.env.ASSIGNMENT_SOURCES) ?? "null";

export function workshop(): Workshop {
  const clock = new FakeClock();
  const emulator = createEmulator({ clock });
  emulator.assignmentSources(sources);
  const said: string[] = [];
  const settings = { baseUrl: "http://localhost:1/v1", ...keys };
  return {
    emulator,
    clock,
    said,
    session: (own = {}) =>
      new Session(
        { ...settings, ...own },
        { wire: wireTo(emulator), clock, say: (line) => said.push(line), random: () => 0.5 },
      ),
    calls() {
      const made = emulator.requests().map(({ method, route, path }) => `${method} ${route ?? path}`);
      emulator.clearRequests();
      return made;
    },
  };
}

/** Requests go straight into the emulator's app. */
function wireTo(emulator: Emulator): Wire {
  return async ({ method, url, headers, body }, signal) => {
    const sent = typeof body === "object" ? ReadableStream.from(body) : body;
    const request = new Request(url, { method, headers, body: sent, signal, duplex: "half" });
    const response = await emulator.fetch(request);
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: response.body ?? emptyBody(),
    };
  };
}

async function* emptyBody(): AsyncGenerator<Uint8Array> {}
