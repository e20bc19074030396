import { Hono } from "hono";
import { AssignmentSources } from "./behaviour/assignment-sources";
import { type Clock, systemClock } from "./behaviour/clock";
import { Deliveries, type DeliveryTargets } from "./behaviour/deliveries";
import { Faults } from "./behaviour/faults";
import { Journal } from "./behaviour/journal";
import { Lag } from "./behaviour/lag";
import { Limits } from "./behaviour/limits";
import { type Sunset, Sunsets } from "./behaviour/sunsets";
import { Transitions } from "./behaviour/transitions";
import { seededState } from "./objects/seed";
import { routes, tables } from "./routes/catalog";
import type { Incoming } from "./server/answer";
import { receivedBody } from "./server/body";
import { controlApp } from "./server/control-app";
import { type Controls, controlsOf } from "./server/controls";
import { exchange, type Machine, unknownRoute } from "./server/exchange";
import { listen } from "./server/listen";
import { sha256 } from "./state/ids";
import { Store } from "./state/store";

export type { AssignmentSourceForm } from "./behaviour/assignment-sources";
export type { Clock } from "./behaviour/clock";
export type { DeliveryTargets } from "./behaviour/deliveries";
export type { Fault, FaultAction } from "./behaviour/faults";
export type { JournalEntry } from "./behaviour/journal";
export type { LagRule } from "./behaviour/lag";
export type { LimitRule } from "./behaviour/limits";
export type { Sunset } from "./behaviour/sunsets";
export type { TransitionRule } from "./behaviour/transitions";
export { seedKeys } from "./objects/seed";
export type { State } from "./routes/catalog";
export type { Controls } from "./server/controls";

export interface EmulatorOptions {
  /** Where time comes from; the system's clock unless given. */
  clock?: Clock;
  /** Decides the ids and keys that will be made; 1 unless given. */
  seed?: number;
  /** What OpenAI has ended already; nothing unless given. */
  sunsets?: readonly Sunset[];
  /**
   * Receivers on this machine for the tests of webhook endpoints, by the endpoint's URL. Without it nothing
   * leaves the process. Throws a TypeError for a receiver on another machine.
   */
  deliver?: DeliveryTargets;
}

export interface Listening {
  /** Ends in /v1, fit for `baseURL` and OPENAI_BASE_URL. */
  url: string;
  close(): Promise<void>;
}

export interface Emulator extends Controls {
  /**
   * The whole server in-process, `/v1` and `/_emulator`; the host of the URL does not matter. Rejects with an
   * error whose `code` is ECONNRESET where a server would cut the connection, and when the request's signal
   * aborts: the work on the server then still goes on.
   */
  fetch(request: Request): Promise<Response>;
  /** The same over a socket on 127.0.0.1; port 0, the default, takes a free one. */
  listen(port?: number): Promise<Listening>;
}

async function unlessAborted(signal: AbortSignal, work: Promise<Response>): Promise<Response> {
  signal.throwIfAborted();
  let stop: () => void = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

export function createEmulator({
  clock: given = systemClock,
  seed = 1,
  sunsets: passed = [],
  deliver = {},
}: EmulatorOptions = {}): Emulator {
  const store = new Store(tables, seededState(tables, seed));
  const journal = new Journal();
  const faults = new Faults(new Set(routes.map((route) => route.route)));
  const clock: Clock = {
    now: () => given.now() + store.bookkeeping.clockOffsetMs,
    sleep: (ms) => given.sleep(ms),
  };
  const transitions = new Transitions(clock);
  const lag = new Lag(store, clock);
  const sunsets = new Sunsets(passed);
  // Outside the state: reading must not change it.
  let requestCount = 0;
  const machine: Machine = {
    world: {
      store,
      now: () => Math.floor(clock.now() / 1000),
      transitions,
      lag,
      sunsets,
      assignmentSources: new AssignmentSources(),
      deliveries: new Deliveries(deliver),
    },
    clock,
    faults,
    journal,
    limits: new Limits(clock),
    newRequestId() {
      requestCount += 1;
      return `req_${sha256(`${seed}:${requestCount}`).slice(0, 32)}`;
    },
  };
  const controls = controlsOf(machine, seed);

  const app = new Hono();
  app.route("/_emulator", controlApp(controls));
  for (const route of routes) {
    app.on(route.method, `/v1${route.route.replaceAll(/\{(\w+)\}/g, ":$1")}`, async (c) => {
      const { raw } = c.req;
      const incoming: Incoming = {
        url: new URL(raw.url),
        headers: raw.headers,
        params: c.req.param(),
        body: await receivedBody(raw),
      };
      return exchange(machine, route, route.method, incoming);
    });
  }
  app.notFound((c) => unknownRoute(machine, c.req.raw));
  app.onError((error) => {
    throw error;
  });

  const serve = async (request: Request): Promise<Response> => app.fetch(request);
  return {
    ...controls,
    fetch: (request) => unlessAborted(request.signal, serve(request)),
    listen: (port = 0) => listen(serve, port),
  };
}
