import type { Surroundings } from "../api/client";
import type { RawSettings } from "../api/settings";
import { Operation } from "../lifecycle/session/operation";
import { Session } from "../lifecycle/session/session";
import type { EngineLog } from "./engine-log";
import { Listings } from "./listings";
import type { Subject } from "./subject";

/** One run of the engine with one provider: what it was configured with, and what it has learned since. */
export class Run {
  readonly session: Session;
  /** The URNs that the program of this run declares, as far as it has come. */
  readonly wanted = new Set<string>();
  /** Listings of which somebody has seen a page, and may want the next. */
  readonly listings = new Listings();

  constructor(
    settings: RawSettings,
    surroundings: Surroundings,
    readonly log: EngineLog,
    private readonly signal: AbortSignal,
  ) {
    this.session = new Session(settings, surroundings);
  }

  /** Without a time limit of the program's own each call has its usual one. */
  operation(
    { declaration, urn, name }: Pick<Subject, "declaration" | "urn" | "name">,
    timeoutSeconds: number,
  ): Operation {
    const now = this.session.surroundings.clock.now();
    return new Operation(this.session, declaration, {
      say: (line) => this.log.say(line, urn),
      signal: this.signal,
      hint: { name, held: [] },
      ...(timeoutSeconds > 0 ? { deadline: now + timeoutSeconds * 1000 } : {}),
    });
  }
}
