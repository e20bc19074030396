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

/** What comes one after another: once whoever asks has given up, or has no time left, nothing more is asked for. */
export async function* eachUnlessStopped<T>(
  clock: Clock,
  asker: Asker,
  source: AsyncGenerator<T, void, undefined>,
): AsyncGenerator<T, void, undefined> {
  try {
    for (;;) {
      if (asker.signal?.aborted) throw cancelled();
      if (asker.deadline !== undefined && clock.now() >= asker.deadline) throw timeIsUp();
      const next = await orStopped(clock, asker, source.next());
      if (next.done) return;
      yield next.value;
    }
  } finally {
    // Not waited for: a page that is on its way may still take long.
    source.return().catch(() => undefined);
  }
}

function timeIsUp(): OpenAIError {
  return new OpenAIError("stopped", "The time that it was given was up.");
}

function cancelled(): OpenAIError {
  return new OpenAIError("stopped", "The command was cancelled.");
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
    const stop = (error: OpenAIError) => over(() => reject(error));
    const cancel = () => stop(cancelled());
    if (signal?.aborted) return cancel();
    if (signal) {
      signal.addEventListener("abort", cancel, { once: true });
      endings.push(() => signal.removeEventListener("abort", cancel));
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
      endings.push(clock.after(left, () => stop(timeIsUp())));
    }
  });
}
