import type { Surroundings } from "../api/client";
import { systemClock } from "../api/clock";
import { Limiter } from "../api/limiter/limiter";
import { parseSettings, type RawSettings } from "../api/settings";
import { socketWire } from "../api/wire";
import { parentIsThere } from "./parent";

/** What a run reaches the world with. A test has its own. */
export type World = (say: (line: string) => void, signal: AbortSignal, settings: RawSettings) => Surroundings;

export const realWorld: World = (say, signal, settings) => {
  const clock = systemClock;
  const gate = new Limiter({ clock, say, settings: () => parseSettings(settings) });
  return { wire: socketWire(), clock, say, signal, gate, isAwaited: async () => parentIsThere() };
};
