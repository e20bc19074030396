const minute = 60_000;

/** What follows a refusal: nothing leaves for a while, then one call alone, and the others only when that one has passed. */
export class Cooldown {
  /** Whether the next call is the one that tries. */
  isOn = false;
  /** The server has said until when: our own reckoning has no say in it. */
  isTold = false;
  until = Number.NEGATIVE_INFINITY;
  /** Of the calls that tried, how many in a row were refused. */
  refusedTries = 0;
  /** Since when calls were refused and none was let through. */
  silentSince: number | undefined;
  /** Calls that left up to this moment are answered for by the refusal that came then. */
  #since = Number.NEGATIVE_INFINITY;

  /** Whether a call was on its way already when the refusal came that has begun this. */
  isOlder(leftAt: number): boolean {
    return leftAt <= this.#since;
  }

  /** A call was let through that had left since. */
  end(): void {
    this.isOn = false;
    this.isTold = false;
    this.refusedTries = 0;
    this.silentSince = undefined;
  }

  /** Whether it was the one that tried. `wait`: what the server asks for. */
  begin(now: number, wait: number | undefined): boolean {
    const wasTry = this.isOn;
    this.#since = now;
    this.isOn = true;
    this.isTold = wait !== undefined;
    this.silentSince ??= now;
    if (!wasTry) this.refusedTries = 0;
    else if (wait === undefined) this.refusedTries++;
    return wasTry;
  }

  /** One more refusal of calls that were on their way when it began. */
  lengthen(now: number, wait: number | undefined, step: number): void {
    this.until = Math.max(this.until, now + (wait ?? (this.isTold ? 0 : step)));
  }

  /** Waits as long as it takes to regain one call; a whole minute where that was not enough. */
  pause(now: number, step: number): void {
    this.until = now + (this.refusedTries > 1 ? minute : step);
  }
}
