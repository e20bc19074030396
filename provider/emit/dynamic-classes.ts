import { type Declaration, isArgument, isRequired } from "../kernel/declaration";
import { catalog } from "../resources/catalog";
import { everyNote } from "./describe";
import { identityFacts } from "./identity-facts";

/** sdk/dynamic/resources.ts: one literal export for each class, for names assigned in a loop are invisible to ES modules. */
export function dynamicClasses(): string {
  return [
    "// Generated from the catalog by `make generate`. Do not edit.",
    'import type * as plugin from "../nodejs";',
    'import { type Adoptable, dynamicResource, type OwnKey } from "./dynamic-resource";',
    "",
    ...catalog.map(classSource),
  ]
    .join("\n")
    .concat("\n");
}

function classSource(declaration: Declaration): string {
  const { token } = declaration;
  const entries = Object.entries(declaration.props).filter(([, { word }]) => word !== "constant");
  const outputs = entries.filter(([, property]) => !isArgument(property)).map(([name]) => name);
  // What the program may leave out, the API may fill in: it is an output as well.
  const alsoOutputs = entries
    .filter(([, property]) => isArgument(property) && property.word !== "content" && !isRequired(property))
    .filter(([, { options }]) => !options.named)
    .map(([name]) => name);
  if (declaration.kind === "existing") outputs.push("restoreTo");
  const secrets = entries.filter(([, { options }]) => options.secret).map(([name]) => name);
  const named = entries.find(([, { options }]) => options.named)?.[0];
  const ownKey = declaration.credential === "project";
  const facts = [
    `token: ${JSON.stringify(token)}`,
    `outputs: ${JSON.stringify([...outputs, ...alsoOutputs])}`,
    ...(secrets.length > 0 ? [`secrets: ${JSON.stringify(secrets)}`] : []),
    ...(named ? [`named: ${JSON.stringify(named)}`] : []),
    ...(ownKey ? ["ownKey: true"] : []),
    ...Object.entries(identityFacts(declaration)).map(([name, fact]) => `${name}: ${JSON.stringify(fact)}`),
  ];
  const notes = everyNote(declaration)
    .map((note) => ` * ${note}`)
    .join("\n *\n");
  const extra = [...(ownKey ? ["OwnKey"] : []), ...(declaration.kind === "existing" ? [] : ["Adoptable"])];
  const types = [`typeof plugin.${token}`, ...(extra.length > 0 ? [extra.join(" & ")] : [])].join(", ");
  const sunset = declaration.sunset ? ` * ${declaration.sunset.says}\n *\n` : "";
  return [
    `/**\n${sunset} * ${declaration.about}\n *\n${notes}\n *\n * ${declaration.page}\n */`,
    `export const ${token} = dynamicResource<${types}>({\n${facts.map((fact) => `  ${fact},`).join("\n")}\n});`,
    `export type ${token} = InstanceType<typeof ${token}>;\n`,
  ].join("\n");
}
