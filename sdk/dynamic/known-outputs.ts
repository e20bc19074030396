import * as pulumi from "@pulumi/pulumi";
import { type Facts, partsOf } from "./facts";

/** `apply` as it is: with the second argument the function also sees what is not known. */
type Apply = (see: (value: unknown) => unknown, withUnknowns: boolean) => pulumi.Output<unknown>;

const seeing = (output: pulumi.Output<unknown>, see: (value: unknown) => unknown) =>
  (output.apply as Apply).call(output, see, true);

/**
 * While a resource is updated, a preview knows its id and no other output: all that hangs on an output would then show
 * as replaced. Outputs that the id tells are therefore taken from it where the engine sends nothing.
 */
export function keepKnown(resource: pulumi.CustomResource, facts: Facts, args: pulumi.Inputs): void {
  for (const name of facts.toldById ?? []) {
    const sent: unknown = Reflect.get(resource, name);
    if (args[name] !== undefined || !pulumi.Output.isInstance(sent)) continue;
    const kept = seeing(sent, (value) =>
      pulumi.isUnknown(value) ? partOfId(resource.id, facts, name) : value,
    );
    Reflect.set(resource, name, kept);
  }
}

/** Not known itself where the id is not known, is empty or has another form. */
function partOfId(id: pulumi.Output<string>, facts: Facts, name: string): pulumi.Output<unknown> {
  return seeing(id, (value) => partsOf(facts, value)?.[name] ?? pulumi.unknown);
}
