import type { Clock } from "../clock";
import { settingName } from "../settings";
import { type Desk, every } from "./desk";
import type { Known } from "./estimate";
import type { Lane } from "./lane";
import { type Entry, LearnedFile } from "./learned-file";

const minute = 60_000;
/** The file is written at most once in this time, in milliseconds: whoever ends this process does not wait for it. */
const betweenWrites = 100;
const mostInALine = 8;

interface Surroundings {
  clock: Clock;
  say(line: string): void;
  wallClock(): number;
  path: string | undefined;
}

/** What was learned of limits: told once, and where the user wants it kept for the next command. */
export class Memory {
  readonly #desks = new Map<Desk, string>();
  readonly #told = new Set<Lane>();
  readonly #file?: LearnedFile;
  /** From the run's clock to the wall's. */
  readonly #offset: number;
  readonly #known: readonly Entry[];
  #writtenAt = Number.NEGATIVE_INFINITY;
  #isPlanned = false;
  #hasComplained = false;

  constructor(private readonly surroundings: Surroundings) {
    const { clock, wallClock, path } = surroundings;
    this.#offset = wallClock() - clock.now();
    if (path !== undefined) this.#file = new LearnedFile(path, wallClock, (why) => this.#complain(why));
    this.#known = this.#file?.read() ?? [];
  }

  add(desk: Desk, fingerprint: string): void {
    this.#desks.set(desk, fingerprint);
  }

  known(fingerprint: string, method: string, route: string): Known | undefined {
    const found = this.#known.find(
      (entry) => entry.fingerprint === fingerprint && entry.method === method && entry.route === route,
    );
    if (!found) return undefined;
    const { limit, shape } = found;
    const now = this.surroundings.clock.now();
    const calls = found.calls.map((at) => at - this.#offset).filter((at) => at > now - minute && at <= now);
    return { limit, shape, calls };
  }

  /** A call has ended: what is kept of its budget is no longer so. */
  changed(): void {
    if (!this.#file || this.#isPlanned) return;
    const { clock } = this.surroundings;
    const wait = this.#writtenAt + betweenWrites - clock.now();
    if (wait <= 0) {
      this.#write();
      return;
    }
    this.#isPlanned = true;
    clock.after(wait, () => this.#write());
  }

  /** What was learned since it was last told. */
  tell(): void {
    const learned = [...this.#desks.keys()]
      .flatMap((desk) => lanesOf(desk))
      .filter((lane) => !this.#told.has(lane) && lane.pace.hasLearned);
    for (const lane of learned) this.#told.add(lane);
    if (learned.length === 0) return;
    const texts = learned.slice(0, mostInALine).map(inWords);
    const more = learned.length - texts.length;
    const kept = this.#file ? "" : `; ${settingName("learnedLimitsFile")} keeps this for the next command`;
    this.surroundings.say(
      `The API's limits, as calls a minute: ${texts.join(", ")}${more > 0 ? `, and ${more} more` : ""}${kept}`,
    );
  }

  #write(): void {
    this.#isPlanned = false;
    const now = this.surroundings.clock.now();
    this.#writtenAt = now;
    const entries = [...this.#desks].flatMap(([desk, fingerprint]) =>
      lanesOf(desk).flatMap((lane): Entry[] => {
        const { limit, shape } = lane.pace;
        const calls = lane.pace.calls(now).map((at) => Math.round(at + this.#offset));
        if (limit === undefined || shape === undefined || calls.length === 0) return [];
        return [{ fingerprint, method: lane.method, route: lane.route, limit, shape, calls }];
      }),
    );
    if (entries.length > 0) this.#file?.keep(entries);
  }

  #complain(why: string): void {
    if (this.#hasComplained) return;
    this.#hasComplained = true;
    const { say, path } = this.surroundings;
    say(
      `What is learned of the API's limits is not kept: ${path}, named by ${settingName("learnedLimitsFile")}: ${why}`,
    );
  }
}

function lanesOf(desk: Desk): Lane[] {
  return desk.isShared ? [desk.common] : [...desk.lanes.values()];
}

function inWords(lane: Lane): string {
  const limit = Math.round(lane.pace.limit ?? 0) || "less than 1";
  return lane.method === every
    ? `${limit} for all calls together`
    : `${limit} for ${lane.method} ${lane.route}`;
}
