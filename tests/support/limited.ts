import type { Call } from "../../provider/api/call";
import { Limiter } from "../../provider/api/limiter/limiter";
import { parseSettings, type RawSettings } from "../../provider/api/settings";
import { Session } from "../../provider/lifecycle/session/session";
import { kindOf } from "../kernel/facts";
import type { Workshop } from "./workshop";

/** A run of the provider whose calls queue as in a shell. */
export function limitedSession(place: Workshop, settings: RawSettings = {}): Session {
  const { raw, surroundings } = place.session(settings);
  const { clock, say } = surroundings;
  const gate = new Limiter({ clock, say, wallClock: () => clock.now(), settings: () => parseSettings(raw) });
  return new Session(raw, { ...surroundings, gate });
}

/** A read that costs nothing but itself. `route`: below the organization. */
export function readOf(route: string, about?: string): Call {
  const path = `/organization/${route}`;
  return { method: "GET", path, template: path, repeat: "free", about };
}

/** Calls with the admin key, all at once. */
export function ask(session: Session, calls: readonly Call[]): Promise<unknown[]> {
  const credential = session.credential(kindOf("Project"));
  return Promise.all(calls.map((call) => session.client.call(credential, call)));
}

export const repeated = (count: number, call: () => Call): Call[] => Array.from({ length: count }, call);
