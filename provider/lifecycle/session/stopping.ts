import type { Asker } from "../../api/asker";
import type { Clock } from "../../api/clock";
import { OpenAIError } from "../../kernel/errors";

/** Lets time pass, unless whoever asks gives up or has no time left: then it is an error, and nothing was looked at. */
export function pauseFor(clock: Clock, asker: Asker, milliseconds: number): Promise<void> {
  return unlessStopped(clock, asker, (done) => clock.after(milliseconds, done));
}

/** Waits for what others wait for as well: who gives up ends the waiting for nobody else. */
export function orStopped<T>(clock: Clock, asker: Asker, shared: Promise<T>): Promise<T> {
  if (asker.signal === undefined && asker.deadline === undefined) return shared;
  return unlessStopped(clock, asker, (done, failed) => {
    shared.then(done, failed);
    return () => undefined;
  });
}

function unlessStopped<T>(
  clock: Clock,
  { signal, deadline }: Asker,
  begin: (done: (value: T) => void, failed: (error: unknown) => void) => () => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const endings: (() => void)[] = [];
    const over = (settle: () => void) => {
      for (const end of endings.splice(0)) end();
      settle();
    };
    const stop = (why: string) => over(() => reject(new OpenAIError("stopped", why)));
    const cancelled = () => stop("The command was cancelled.");
    if (signal?.aborted) return cancelled();
    if (signal) {
      signal.addEventListener("abort", cancelled, { once: true });
      endings.push(() => signal.removeEventListener("abort", cancelled));
    }
    // The work first: of two things that are due at one moment it is the one that counts.
    endings.push(
      begin(
        (value) => over(() => resolve(value)),
        (error) => over(() => reject(error)),
      ),
    );
    if (deadline !== undefined) {
      const left = Math.max(0, deadline - clock.now());
      endings.push(clock.after(left, () => stop("The time that it was given was up.")));
    }
  });
}
