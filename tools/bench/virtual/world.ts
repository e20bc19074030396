import type { JournalEntry, LimitRule } from "../../../emulator";
import { sleep } from "../../../provider/api/clock";
import { Limiter } from "../../../provider/api/limiter/limiter";
import { parseSettings, type RawSettings } from "../../../provider/api/settings";
import type { Wire } from "../../../provider/api/wire";
import { Session } from "../../../provider/lifecycle/session/session";
import { Dice } from "../../../tests/reliability/dice";
import { addUsers } from "../../../tests/reliability/wishes";
import { type Workshop, workshop } from "../../../tests/support/workshop";
import { Door } from "./door";
import { people } from "./workload";

/** Seconds from a call to its answer: half of them are below the median, and one in twenty above the slow one. */
const median = 0.12;
const slow = 0.4;
const spread = Math.log(slow / median) / 1.645;
export const meanLatency = median * Math.exp(spread ** 2 / 2);

/** Between two commands: every budget is full again, and nothing is young. */
const pause = 600;

/** An organization in virtual time whose answers take a while and whose calls are limited. Chance comes from a seed. */
export class World {
  readonly place: Workshop;
  readonly dice: Dice;
  /** By how many milliseconds the world's clock runs ahead of those that count within a command. */
  #ahead = 0;
  readonly #door?: Door;

  constructor(
    readonly limit: LimitRule | undefined,
    seed = 1,
    /** How calls find their turn: by the limiter, or by knowing the server's budgets. */
    by: "limiter" | "knowledge" = "limiter",
  ) {
    this.place = workshop();
    this.dice = new Dice(seed);
    addUsers(this.place, people);
    if (limit) this.place.emulator.limits(limit);
    if (limit && by === "knowledge") this.#door = new Door(limit, this.place.clock);
  }

  /** A new process of the provider. */
  session(settings: RawSettings = {}): Session {
    const door = this.#door;
    // Whoever stands at the door has been sent already.
    const patience: RawSettings = door ? { requestTimeoutSeconds: "3600" } : {};
    const { raw, surroundings } = this.place.session({ ...settings, ...patience });
    const { wire, clock, say } = surroundings;
    const far: Wire = (request, signal) =>
      this.far(async () => {
        await door?.enter(request.method, request.url);
        return wire(request, signal);
      });
    if (door) return new Session(raw, { ...surroundings, wire: far, random: () => this.dice.throw() });
    const gate = new Limiter({
      ...{ clock, say, settings: () => parseSettings(raw) },
      wallClock: () => clock.now() + this.#ahead,
    });
    return new Session(raw, { ...surroundings, gate, wire: far, random: () => this.dice.throw() });
  }

  /** An exchange with a server that is not here: half of the way lies before it, half behind. */
  async far<T>(exchange: () => Promise<T>): Promise<T> {
    const { clock } = this.place;
    const half = (this.#latency() * 1000) / 2;
    await sleep(clock, half);
    const answer = await exchange();
    await sleep(clock, half);
    return answer;
  }

  /** One command, long after the one before: what it came to, its calls, and how long it took. */
  async during<T>(command: () => Promise<T>): Promise<{ value: T; calls: JournalEntry[]; seconds: number }> {
    const { clock, emulator } = this.place;
    emulator.advance(pause);
    this.#door?.rest();
    this.#ahead += pause * 1000;
    emulator.clearRequests();
    const began = clock.now();
    const value = await command();
    return { value, calls: emulator.requests(), seconds: (clock.now() - began) / 1000 };
  }

  #latency(): number {
    const normal =
      Math.sqrt(-2 * Math.log(1 - this.dice.throw())) * Math.cos(2 * Math.PI * this.dice.throw());
    return median * Math.exp(spread * normal);
  }
}
