import { settingsTable } from "../api/settings";
import { type Declaration, isArgument, isRequired, makesAnother, type Property } from "../kernel/declaration";
import { isOptional, shapeOf } from "../kernel/shape";
import { catalog } from "../resources/catalog";
import { describe } from "./describe";
import { description, license, packageName, publisher, repository, version } from "./package-facts";
import { capitalised, type TypeSpec, Types } from "./type-specs";

type PropertySpec = TypeSpec & {
  description: string;
  deprecationMessage?: string;
  secret?: boolean;
  willReplaceOnChanges?: boolean;
};

/** schema.json: what Pulumi's generators, its registry and its tools know of the provider. */
export function packageSchema() {
  const types = new Types();
  const resources = Object.fromEntries(
    catalog.map((declaration) => [`openai:index:${declaration.token}`, resourceSpec(declaration, types)]),
  );
  const settings = Object.fromEntries(
    Object.entries(settingsTable).map(([name, { about, secret, environment }]) => [
      name,
      { type: "string", description: `${about} Environment: ${environment}.`, ...(secret ? { secret } : {}) },
    ]),
  );
  return {
    name: "openai",
    displayName: "OpenAI",
    version,
    description,
    keywords: ["pulumi", "openai", "category/cloud", "kind/native"],
    homepage: repository,
    license,
    repository,
    publisher,
    pluginDownloadURL: `github://api.github.com/${new URL(repository).pathname.slice(1)}`,
    meta: { moduleFormat: "(.*)" },
    language: {
      nodejs: { packageName, packageDescription: description, respectSchemaVersion: true },
    },
    config: { variables: settings },
    provider: { description: "Settings of one provider instance.", inputProperties: settings },
    types: types.specs,
    resources,
  };
}

export function resourceSpec(declaration: Declaration, types: Types) {
  const properties: Record<string, PropertySpec> = {};
  const inputProperties: Record<string, PropertySpec> = {};
  for (const [name, property] of Object.entries(declaration.props)) {
    if (property.word === "constant") continue;
    const spec = propertySpec(declaration, name, property, types);
    properties[name] = spec;
    if (!isArgument(property)) continue;
    inputProperties[name] = spec;
    for (const former of property.options.was ?? []) {
      inputProperties[former] = { ...spec, deprecationMessage: `It is called \`${name}\` now.` };
    }
  }
  if (declaration.kind === "existing") {
    properties.restoreTo = {
      type: "object",
      additionalProperties: { $ref: "pulumi.json#/Any" },
      description:
        "The values from before the stack took over, of what the program manages. Destroying writes them back.",
    };
  }
  return {
    description: describe(declaration),
    properties,
    required: Object.keys(declaration.props).filter((name) => isAlwaysThere(declaration, name)),
    inputProperties,
    requiredInputs: Object.entries(declaration.props)
      // One that may be given under a former name is demanded by Check alone.
      .filter(([, property]) => isRequired(property) && !property.options.was?.length)
      .map(([name]) => name),
    aliases: [{ type: `pulumi-nodejs:dynamic/openai:${declaration.token}` }],
  };
}

function propertySpec(
  declaration: Declaration,
  name: string,
  property: Property,
  types: Types,
): PropertySpec {
  return {
    ...(property.word === "content"
      ? { $ref: "pulumi.json#/Asset" }
      : types.of(shapeOf(property.schema), declaration.token + capitalised(name))),
    description: property.about,
    ...(property.options.secret ? { secret: true } : {}),
    ...(makesAnother(property) ? { willReplaceOnChanges: true } : {}),
  };
}

/** Whether the outputs always carry the property. A secret shown once is missing from an imported object. */
function isAlwaysThere(declaration: Declaration, name: string): boolean {
  const property = declaration.props[name];
  if (!property || property.word === "constant" || property.word === "once") return false;
  const spelling = property.word === "fixed" && declaration.either.flat().includes(name);
  return spelling || !isOptional(property.schema);
}
