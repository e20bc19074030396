import { textsIn } from "../../api/texts";
import type { Property, Thing } from "../../kernel/declaration";
import type { Properties } from "../../kernel/values";
import { writeName } from "../../kernel/wire";

/** The values in a body that the declaration calls secret: whatever a server says, they are not quoted. */
export function secretValues({ props }: Thing, body: Properties = {}): string[] {
  const found: string[] = [];
  const look = (property: Property | undefined, name: string) => {
    if (property?.options.secret) found.push(...textsIn(body[name]));
  };
  for (const [name, property] of Object.entries(props)) {
    look(property, writeName(name, property));
    // The body of a call below the item's path has names of its own for arguments.
    const { via } = property.options;
    const below = typeof via === "object" ? Object.entries(via.body ?? {}) : [];
    for (const [wire, argument] of below) look(props[argument], wire);
  }
  return found;
}
