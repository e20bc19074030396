import type { Asker } from "../../api/asker";
import { Client, type Surroundings } from "../../api/client";
import { type Credential, credentialFor, parseSettings, type RawSettings } from "../../api/settings";
import type { Thing } from "../../kernel/declaration";
import { isOpenAIError } from "../../kernel/errors";
import { Collections } from "./collections";
import { Creates } from "./creates";
import { Hints } from "./hints";
import { Ledger } from "./ledger";
import { orStopped } from "./stopping";

/** Forgetting costs a call or an error that asks to look again, never an object. */
const mostRemembered = 10_000;

/** One run of the provider: its settings, its connections, and what it has learned on the way. */
export class Session {
  readonly creates = new Creates();
  readonly ledger = new Ledger();
  readonly hints = new Hints();
  /** `seenWith` of objects that were read alive in this run, by the connection that read them. */
  readonly #seenAlive = new Set<string>();
  readonly #parentsGone = new Map<string, Promise<boolean>>();

  constructor(
    readonly raw: RawSettings,
    readonly surroundings: Surroundings,
  ) {}

  #client?: Client;
  #collections?: Collections;

  /** Settings are read when the first call needs them: whoever calls nobody is not told that one of them is wrong. */
  get client(): Client {
    this.#client ??= new Client(parseSettings(this.raw), this.surroundings);
    return this.#client;
  }

  get collections(): Collections {
    this.#collections ??= new Collections(this.client, this.surroundings.clock, this.surroundings);
    return this.#collections;
  }

  /** A lease for what a resource has just been given. Only the order of leases counts, so this machine's clock may help out. */
  drawLease(serverTime = Math.floor(this.surroundings.clock.now() / 1000)): string {
    return this.ledger.draw(serverTime);
  }

  credential(declaration: Thing, apiKey?: string, baseUrl?: string): Credential {
    return credentialFor(this.client.settings.raw, declaration.credential, apiKey, baseUrl);
  }

  sawAlive(credential: Credential, seenWith: string | undefined): void {
    if (seenWith && this.#seenAlive.size < mostRemembered)
      this.#seenAlive.add(`${credential.connection} ${seenWith}`);
  }

  hasSeenAlive(credential: Credential, seenWith: string): boolean {
    return this.#seenAlive.has(`${credential.connection} ${seenWith}`);
  }

  /** Something was ended by this run: what was known of parents may no longer hold. */
  forgetParents(): void {
    this.#parentsGone.clear();
  }

  /** Asks once a run whether a parent is gone; children of one parent share the answer. */
  async parentGone(asker: Asker, key: string, ask: () => Promise<boolean>): Promise<boolean> {
    let answer = this.#parentsGone.get(key);
    if (answer) {
      const { clock } = this.surroundings;
      const shared = await orStopped(clock, asker, answer.catch(unlessCancelled));
      // Whoever asked first has given up: the question is still open.
      return shared === "stopped" ? this.parentGone(asker, key, ask) : shared;
    }
    if (this.#parentsGone.size >= mostRemembered) this.#parentsGone.clear();
    answer = ask();
    this.#parentsGone.set(key, answer);
    try {
      return await answer;
    } catch (error) {
      if (this.#parentsGone.get(key) === answer) this.#parentsGone.delete(key);
      throw error;
    }
  }
}

function unlessCancelled(error: unknown): "stopped" {
  if (isOpenAIError(error) && error.code === "stopped") return "stopped";
  throw error;
}
