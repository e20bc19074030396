import * as pulumi from "@pulumi/pulumi";

/** By resource: the project that it belongs to, as its own arguments say. */
const homes = new WeakMap<object, pulumi.Input<unknown>>();

/** A resource that is below a project, such as a key, knows which. */
export function remember(resource: pulumi.Resource, projectId: pulumi.Input<unknown>): void {
  if (projectId !== undefined) homes.set(resource, projectId);
}

/**
 * The project of the key that a program gives: that of the one key resource which the value comes from. With it, what lives in
 * the project by its key moves with the project, also where the program does not name it.
 */
export function projectOf(apiKey: unknown): pulumi.Input<unknown> | undefined {
  if (!pulumi.Output.isInstance(apiKey)) return undefined;
  const found = new Set<pulumi.Input<unknown>>();
  for (const resource of sourcesOf(apiKey)) {
    const home = homes.get(resource);
    if (home !== undefined) found.add(home);
  }
  const [only, ...others] = found;
  return others.length === 0 ? only : undefined;
}

/** Which resources an output comes from is no part of its type, though every output has it. */
function sourcesOf(output: object): Iterable<object> {
  const { resources } = output as { resources?: () => Iterable<object> };
  return typeof resources === "function" ? resources.call(output) : [];
}
