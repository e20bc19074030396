import type { Declaration } from "./declaration";

/** What destroying does, as the end of a sentence: for the reference, the tables and the line at the deletion itself. */
export function endingSentence({ end, when }: Pick<Declaration, "end" | "when">): string {
  if (end === "erase") return when.ended ? "deleted, unless it is over" : "deleted";
  if (end === "restore") return "put back to the values from before the stack took it over";
  return end.done;
}
