import { systemClock } from "../api/clock";
import { Limiter } from "../api/limiter/limiter";
import { gatherSettings, parseSettings, type RawSettings, type SettingName } from "../api/settings";
import { socketWire } from "../api/wire";
import { Session } from "../lifecycle/session/session";
import { engineIsThere, sayToEngine } from "./engine";

/** The part of Pulumi's configure request that is used here. */
export interface ConfigureRequest {
  config: { get(key: string): string | undefined };
}

let settings: RawSettings | undefined;
let session: Session | undefined;

/**
 * Stores the stack's settings for every kind of resource. Synchronous and never failing: the engine calls it once
 * for each kind and lets other calls begin before it has ended. What is wrong is said by the first call that needs it.
 */
export function configure({ config }: ConfigureRequest): void {
  const gathered = gatherSettings((name: SettingName) => config.get(`openai:${name}`));
  if (JSON.stringify(gathered) === JSON.stringify(settings)) return;
  settings = gathered;
  session = undefined;
}

/** The one session of this process. */
export function runningSession(): Session {
  settings ??= gatherSettings(() => undefined);
  session ??= sessionWith(settings);
  return session;
}

function sessionWith(raw: RawSettings): Session {
  const [clock, say] = [systemClock, sayToEngine];
  return new Session(raw, {
    wire: socketWire(),
    clock,
    say,
    gate: new Limiter({ clock, say, settings: () => parseSettings(raw) }),
    isAwaited: () => engineIsThere(),
  });
}
