import { errorForStatus, unknownUrl } from "../api/errors";
import type { Route, World } from "../api/route";
import type { Clock } from "../behaviour/clock";
import { ConnectionCut, type FaultAction, type Faults } from "../behaviour/faults";
import type { Journal } from "../behaviour/journal";
import type { Limits } from "../behaviour/limits";
import { answer, type Incoming } from "./answer";
import { organizationOf } from "./auth";
import { bent, jsonReply, type Reply, toResponse } from "./reply";

export interface Machine {
  world: World;
  /** Time as the emulator tells it, with what /_emulator/clock added. */
  clock: Clock;
  faults: Faults;
  journal: Journal;
  limits: Limits;
  newRequestId(): string;
}

/** On every reply, whatever it says. A fault's own headers win. */
function stamped(machine: Machine, reply: Reply, started: number, organization: string | null): Reply {
  const now = machine.clock.now();
  const always = {
    "x-request-id": machine.newRequestId(),
    "openai-version": "2020-10-01",
    "openai-processing-ms": String(Math.max(0, Math.round(now - started))),
    date: new Date(now).toUTCString(),
    ...(organization === null ? {} : { "openai-organization": organization }),
  };
  return { ...reply, headers: { ...always, ...reply.headers } };
}

const whenOf = (action: FaultAction): "before" | "after" => {
  switch (action.type) {
    case "reset-before":
      return "before";
    case "status":
    case "delay":
      return action.when ?? "before";
    case "garbage":
      return action.when ?? "after";
    default:
      return "after";
  }
};

/** The true answer, or that there were too many calls. */
function answerWithinLimits(
  { limits, world }: Machine,
  organization: string | null,
  route: Route,
  incoming: Incoming,
): Reply | Promise<Reply> {
  const { allowed, headers } = limits.admit({ organization, method: route.method, route: route.route });
  const withHeaders = (reply: Reply): Reply => ({ ...reply, headers: { ...reply.headers, ...headers } });
  if (!allowed) return withHeaders(jsonReply(429, errorForStatus(429).body()));
  const given = answer(world, route, incoming);
  return given instanceof Promise ? given.then(withHeaders) : withHeaders(given);
}

/** One request through its faults and, unless one of them comes before it, the true answer. */
export async function exchange(
  machine: Machine,
  route: Route,
  method: string,
  incoming: Incoming,
): Promise<Response> {
  const started = machine.clock.now();
  const actions = machine.faults.due(method, route.route);
  const finish = (status: number) => {
    const ms = Math.max(0, Math.round(machine.clock.now() - started));
    machine.journal.add({ method, path: incoming.url.pathname, route: route.route, status, ms });
  };
  const delays = async (when: "before" | "after") => {
    for (const action of actions) {
      if (action.type === "delay" && whenOf(action) === when) await machine.clock.sleep(action.ms);
    }
  };
  // Delays add up; of the other faults the first one installed wins.
  const fault = actions.find((action) => action.type !== "delay");

  await delays("before");
  // Before the handler runs: some calls end the key that they were made with.
  const organization = organizationOf(machine.world, incoming.headers);
  let reply: Reply;
  if (fault !== undefined && whenOf(fault) === "before") {
    if (fault.type === "reset-before") {
      finish(0);
      throw new ConnectionCut();
    }
    reply = bent(jsonReply(200, {}), fault);
  } else {
    const given = answerWithinLimits(machine, organization, route, incoming);
    // Only what is delivered elsewhere takes time; all else has happened here and now, and is told at once.
    const truth = given instanceof Promise ? await given : given;
    await delays("after");
    if (fault?.type === "reset-after") {
      finish(0);
      throw new ConnectionCut();
    }
    reply = fault === undefined ? truth : bent(truth, fault);
  }
  finish(reply.status);
  return toResponse(
    // A foreign page names nobody.
    stamped(machine, reply, started, fault?.type === "garbage" ? null : organization),
    machine.clock,
    fault?.type === "slow" ? fault.ms : null,
  );
}

/** A URL that does not exist is said loudly, and journalled. */
export function unknownRoute(machine: Machine, request: Request): Response {
  const { method } = request;
  const path = new URL(request.url).pathname;
  machine.journal.add({ method, path, route: null, status: 404, ms: 0 });
  const reply = jsonReply(404, unknownUrl(method, path).body());
  const organization = organizationOf(machine.world, request.headers);
  return toResponse(stamped(machine, reply, machine.clock.now(), organization), machine.clock, null);
}
