import type { LimitRule } from "../../emulator";
import type { Asker } from "../../provider/api/asker";
import type { Call } from "../../provider/api/call";
import type { Clock } from "../../provider/api/clock";
import { Limiter } from "../../provider/api/limiter/limiter";
import type { Reply } from "../../provider/api/reply";
import { parseSettings, type RawSettings } from "../../provider/api/settings";
import { Session } from "../../provider/lifecycle/session/session";
import { kindOf } from "../kernel/facts";
import { type Workshop, workshop } from "./workshop";

/** A run of the provider whose calls queue as in a shell. `clock`: the machine's, where that is not the emulator's. */
export function limitedSession(
  place: Workshop,
  settings: RawSettings = {},
  clock: Clock = place.clock,
): Session {
  const { raw, surroundings } = place.session(settings);
  const { say } = surroundings;
  const wallClock = () => place.clock.now();
  const gate = new Limiter({ clock, say, wallClock, settings: () => parseSettings(raw) });
  return new Session(raw, { ...surroundings, clock, gate });
}

/** Such a run, and what became of each call. */
export interface LimitedRun {
  place: Workshop;
  session: Session;
  /** In the order in which they were answered; times are milliseconds since the run began. */
  answers: { call: string; at: number; leftAt: number; status: number }[];
  elapsed(): number;
  /** All at once, with the admin key. */
  ask(calls: readonly Call[], asker?: Asker): Promise<Reply[]>;
  /** When calls were let through. */
  passed(): number[];
  /** When they were refused. */
  refused(): number[];
}

export function limitedRun(place: Workshop, settings: RawSettings = {}, clock?: Clock): LimitedRun {
  const { raw, surroundings } = limitedSession(place, settings, clock);
  const began = place.clock.now();
  const elapsed = () => place.clock.now() - began;
  const answers: LimitedRun["answers"] = [];
  const session = new Session(raw, {
    ...surroundings,
    async wire(request, signal) {
      const leftAt = elapsed();
      const response = await surroundings.wire(request, signal);
      const call = `${request.method} ${new URL(request.url).pathname.replace("/v1/organization/", "")}`;
      answers.push({ call, at: elapsed(), leftAt, status: response.status });
      return response;
    },
  });
  const at = (is: (status: number) => boolean) =>
    answers.filter(({ status }) => is(status)).map((answer) => answer.at);
  const ask = async (call: Call, asker?: Asker) =>
    session.client.call(session.credential(kindOf("Project")), call, asker);
  return {
    place,
    session,
    answers,
    elapsed,
    ask: (calls, asker) => Promise.all(calls.map((call) => ask(call, asker))),
    passed: () => at((status) => status === 200),
    refused: () => at((status) => status === 429),
  };
}

/** The same at a server with this limit. */
export function runAt(rule: LimitRule, settings: RawSettings = {}): LimitedRun {
  const place = workshop();
  place.emulator.limits(rule);
  return limitedRun(place, settings);
}

/** A read that costs nothing but itself. `route`: below the organization. */
export function readOf(route: string, about?: string): Call {
  const path = `/organization/${route}`;
  return { method: "GET", path, template: path, repeat: "free", about };
}

export function reads(count: number, route = "projects"): Call[] {
  return Array.from({ length: count }, () => readOf(route));
}
