import type { Declaration } from "../kernel/resource";

/** One sentence on what destroying does: for the reference, the tables and the line at the deletion itself. */
export function endingSentence(declaration: Declaration): string {
  if (declaration.end === "erase") return "deleted";
  if (declaration.end === "restore") return "put back to the values from before the stack took it over";
  return `${declaration.end.post.replace("/", "")}d, which cannot be undone`;
}
