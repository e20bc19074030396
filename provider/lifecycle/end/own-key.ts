import { settingName } from "../../api/settings";
import { OpenAIError } from "../../kernel/errors";
import { isAbsent, type Value } from "../../kernel/values";
import type { Operation } from "../session/operation";
import type { Saved } from "../session/saved";

// Escape hatch for AdminApiKey.
/** Deleting the key that the stack works with would lock it out for ever. */
export function keepOwnKey(operation: Operation, { id, live }: Saved): void {
  const { declaration, credential } = operation;
  const isInUse = Object.entries(declaration.props).some(([name, { options }]) => {
    if (options.redacts === undefined) return false;
    const value = live[options.redacts];
    return isAbsent(value) ? isRedactionOf(live[name], credential.key) : value === credential.key;
  });
  if (!isInUse) return;
  throw new OpenAIError(
    "impossible",
    `${declaration.token} ${id} was not deleted: it is, or looks like, the key from ${credential.source} that this run works with. ` +
      `Nothing was changed. Set ${settingName("adminApiKey")} to another key first, or remove this one from the stack with \`pulumi state delete <urn>\`.`,
  );
}

/** Whether the visible ends of a blotted key are those of the key; where nothing is visible, nothing is said. */
function isRedactionOf(redacted: Value, key: string): boolean {
  if (typeof redacted !== "string") return false;
  const [start = "", ...rest] = redacted.split(/[.*\u2026]+/);
  const end = rest.at(-1) ?? "";
  return end.length > 0 && key.startsWith(start) && key.endsWith(end);
}
