import * as pulumi from "@pulumi/pulumi";
import { upgradeArguments } from "../../provider/kernel/upgrade";
import { type Facts, introduce } from "./facts";
import { tell } from "./hint";
import { projectOf, remember } from "./home";
import { keepKnown } from "./known-outputs";
import { demandOwnDependency } from "./own-dependency";

/** Arguments of resources that live in the project of their key. */
export interface OwnKey {
  /**
   * The project's API key to use instead of the stack's `openai:apiKey`, for example the `value` of a
   * ServiceAccountApiKey made in the same program. Always kept as a secret.
   */
  apiKey?: pulumi.Input<string | undefined>;
  /**
   * The address of the API to use instead of the stack's `openai:baseUrl`: a project with data residency has a host of
   * its own, such as `https://eu.api.openai.com/v1`. A change of it alone calls nobody.
   */
  baseUrl?: pulumi.Input<string | undefined>;
}

/** Argument of resources that can be made. */
export interface Adoptable {
  /**
   * Take over an object that is there already instead of making one: `true` for the one that looks like it, or its id
   * in the form that imports use. What differs is changed; what cannot be changed is an error. It only matters
   * when the resource is new to the stack.
   *
   * Where the stack has the object already, under another name that is gone from the program, the object changes
   * hands; but if other resources of the stack live in it, that is refused, and `aliases: [{ name: "former" }]` in the
   * options is what keeps them. What another resource of the program has, or adopts too, is an error.
   */
  adopt?: pulumi.Input<boolean | string | undefined>;
}

/** Options of a dynamic resource. `import` and `provider` need the plugin. */
export type DynamicOptions = Omit<pulumi.CustomResourceOptions, "import" | "provider">;

type PluginClass = new (...parameters: never[]) => pulumi.CustomResource;

/** A class with the plugin's argument and output types, without what only the plugin can do. */
export type DynamicClass<C extends PluginClass, Extra> = Statics<C> &
  (undefined extends ConstructorParameters<C>[1] ? WithOptionalArgs<C, Extra> : WithArgs<C, Extra>);

interface WithOptionalArgs<C extends PluginClass, Extra> {
  new (
    name: string,
    args?: NonNullable<ConstructorParameters<C>[1]> & Extra,
    opts?: DynamicOptions,
  ): InstanceType<C>;
}

interface WithArgs<C extends PluginClass, Extra> {
  new (
    name: string,
    args: NonNullable<ConstructorParameters<C>[1]> & Extra,
    opts?: DynamicOptions,
  ): InstanceType<C>;
}

interface Statics<C extends PluginClass> {
  /** Whether the object is such a resource, even one of another copy of this package. */
  isInstance(object: unknown): object is InstanceType<C>;
  readonly __pulumiType: string;
}

/**
 * Makes the class of a resource whose provider is Pulumi's dynamic one. `__provider` is a line that leads to this
 * package: no serialised code, the same text in every version, so that it shows in no diff and old states run
 * today's code.
 */
export function dynamicResource<C extends PluginClass, Extra = unknown>(
  facts: Facts,
): DynamicClass<C, Extra> {
  const { token, outputs, secrets = [], named, ownKey = false, was = {} } = facts;
  const type = `pulumi-nodejs:dynamic/openai:${token}`;
  introduce(facts);
  const provider = `exports.handler = () => require("pulumi-openai/dynamic").handlers.${token};`;

  class DynamicResource extends pulumi.CustomResource {
    static readonly __pulumiType = type;

    static override isInstance(object: unknown): object is DynamicResource {
      return (object as { __pulumiType?: unknown } | null | undefined)?.__pulumiType === type;
    }

    constructor(name: string, given: pulumi.Inputs = {}, opts: pulumi.CustomResourceOptions = {}) {
      const args = upgradeArguments(was, given);
      refuseWhatOnlyThePluginCan(token, opts);
      demandOwnDependency();
      const unknownOutputs = Object.fromEntries(outputs.map((output) => [output, undefined]));
      const inputs: pulumi.Inputs = { ...unknownOutputs, ...args, __provider: provider };
      if (named) inputs[named] ??= name;
      if (ownKey && args.apiKey !== undefined) {
        inputs.apiKey = pulumi.secret(args.apiKey);
        inputs.projectId ??= projectOf(args.apiKey);
      }
      const telling = tell(facts, type, name, inputs);
      if (telling) inputs.__hint = telling.hint;
      super(type, name, inputs, withAliasOfThePlugin(opts, token, secrets));
      telling?.declared(this);
      for (const [former, present] of Object.entries(was)) {
        if (given[former] !== undefined)
          pulumi.log.warn(`The argument "${former}" is called "${present}" now; both mean the same.`, this);
      }
      if (secrets.length > 0) remember(this, args.projectId);
      keepKnown(this, facts, args);
    }
  }
  Object.defineProperty(DynamicResource, "name", { value: token });
  return DynamicResource as unknown as DynamicClass<C, Extra>;
}

function refuseWhatOnlyThePluginCan(token: string, opts: pulumi.CustomResourceOptions): void {
  for (const option of ["import", "provider", "id"] as const) {
    if (opts[option] === undefined) continue;
    throw new Error(
      `${token}: the option "${option}" does not work with dynamic resources. ` +
        'Import the classes from "pulumi-openai" instead of "pulumi-openai/dynamic" to use it with the plugin.',
    );
  }
}

/** The same object under the plugin's type is this object: switching is a change of the import path. */
function withAliasOfThePlugin(
  opts: DynamicOptions,
  token: string,
  secrets: string[],
): pulumi.CustomResourceOptions {
  return pulumi.mergeOptions(opts, {
    aliases: [{ type: `openai:index:${token}` }],
    additionalSecretOutputs: secrets,
  });
}
