import { sleep } from "../../api/clock";
import { duration } from "../../api/duration";
import { type Named, objectName } from "./object-name";
import type { Session } from "./session";

export interface Wait {
  /** What it is that takes so long, as a part of a sentence: "until its status is completed". */
  why: string;
  /** The longest that it can take, in milliseconds. */
  atMost: number;
}

/** A wait that is not longer than this needs no words, in milliseconds. */
const silence = 10_000;

/** Something that may take long: past ten seconds it is said once what is waited for, and once that it is over. */
export async function saying<T>(
  { surroundings: { clock, say } }: Session,
  waited: Named,
  { why, atMost }: Wait,
  work: () => Promise<T>,
): Promise<T> {
  if (atMost <= silence) return work();
  let isSaid = false;
  const cancel = clock.after(silence, () => {
    isSaid = true;
    say(`${objectName(waited)}: waiting ${why}, for up to ${duration(atMost)}`);
  });
  try {
    return await work();
  } finally {
    cancel();
    if (isSaid) say(`${objectName(waited)}: done waiting`);
  }
}

/** One pause for the sake of an object. */
export function pause(
  session: Session,
  waited: Named,
  why: string,
  milliseconds: number,
  atMost = milliseconds,
): Promise<void> {
  return saying(session, waited, { why, atMost }, () => sleep(session.surroundings.clock, milliseconds));
}
