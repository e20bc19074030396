/** On whose behalf a call is made: who hears of long waits, who may end it, and until when it is worth waiting. */
export interface Asker {
  /** A line for people while something takes long. Absent: the surroundings' own. */
  say?(line: string): void;
  /** Ends every wait at once, and what is under way as far as that is honest. */
  signal?: AbortSignal;
  /** The moment on the session's clock, in milliseconds, past which nothing is tried again. Absent: the method's own limit. */
  deadline?: number;
  /** Nothing waits for what is asked, as in a refresh: where there is a limit, calls that something waits for go first. */
  yields?: boolean;
}
