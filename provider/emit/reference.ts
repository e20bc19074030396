import { settingsTable } from "../api/settings";
import {
  type Declaration,
  former,
  isArgument,
  isRequired,
  keep,
  makesAnother,
  namesIn,
  type Property,
  replace,
} from "../kernel/declaration";
import { endingSentence } from "../kernel/ending";
import { exampleId } from "../kernel/identity";
import { type Shape, shapeOf } from "../kernel/shape";
import { isAbsent } from "../kernel/values";
import { catalog } from "../resources/catalog";
import { everyNote, program, sunsetLine } from "./describe";

/** docs/reference: a page for each resource, and an index with the table of deletions. */
export function referencePages(): Record<string, string> {
  const pages: Record<string, string> = { "README.md": indexPage(), "settings.md": settingsPage() };
  for (const declaration of catalog) pages[`${fileName(declaration)}.md`] = resourcePage(declaration);
  return pages;
}

function fileName({ token }: Declaration): string {
  return token.replace(/(?<!^)([A-Z])/g, "-$1").toLowerCase();
}

/** The table that README.md shows too. */
export function resourceTable(prefix = ""): string {
  const rows = catalog.map((declaration) => [
    linkTo(declaration, prefix),
    declaration.about,
    declaration.credential,
    endingSentence(declaration),
  ]);
  return table(["resource", "what it is", "key", "on destroy it is"], rows);
}

function linkTo(declaration: Declaration, prefix: string): string {
  return `[${declaration.token}](${prefix}${fileName(declaration)}.md)`;
}

/** The table of docs/deletion.md. */
export function deletionTable(): string {
  const rows = catalog.map((declaration) => [linkTo(declaration, "reference/"), declaration.destroying]);
  return table(["object", "destroying it"], rows);
}

function indexPage(): string {
  return `# Reference\n\n${resourceTable()}\n\nHow the provider is configured: [settings](settings.md).\n`;
}

function settingsPage(): string {
  const rows = Object.entries(settingsTable).map(
    ([name, { environment, secret, about }]) =>
      `| \`openai:${name}\` | \`${environment}\` | ${secret ? "yes" : "no"} | ${about} |`,
  );
  const head = ["| stack configuration | environment | secret | meaning |", "| --- | --- | --- | --- |"];
  return `# Settings\n\nStack configuration wins over the environment.\n\n${[...head, ...rows].join("\n")}\n`;
}

function resourcePage(declaration: Declaration): string {
  const entries = Object.entries(declaration.props).filter(([, { word }]) => word !== "constant");
  const inputs = entries.filter(([, property]) => isArgument(property));
  const outputs = entries.filter(([, property]) => !isArgument(property));
  const examples = declaration.examples.map(
    (example) =>
      `### ${example.title}\n\n\`\`\`typescript\n${program(declaration, example, "pulumi-openai/dynamic")}\n\`\`\``,
  );
  return [
    `# ${declaration.token}`,
    sunsetLine(declaration),
    declaration.about,
    everyNote(declaration)
      .map((note) => `- ${note}`)
      .join("\n"),
    `On destroy it is ${endingSentence(declaration)}. It is managed with the ${declaration.credential} key. [API reference](${declaration.page}).`,
    "## Examples",
    ...examples,
    "## Arguments",
    table(
      ["argument", "type", "a change", "meaning"],
      inputs.map(([name, property]) => argumentRow(name, property)),
    ),
    eitherText(declaration),
    "## Outputs",
    table(
      ["output", "type", "meaning"],
      outputs.map(([name, property]) => [
        `\`${name}\``,
        typeText(shapeOf(property.schema)),
        outputText(property),
      ]),
    ),
    `## Id\n\n${idText(declaration)}`,
  ]
    .filter(Boolean)
    .join("\n\n")
    .concat("\n");
}

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function argumentRow(name: string, property: Property): string[] {
  const need = property.options.named
    ? "; default: the resource's name"
    : isRequired(property)
      ? ", required"
      : property.word === "content"
        ? ", required to create"
        : "";
  const type = property.word === "content" ? "asset" : typeText(shapeOf(property.schema));
  return [`\`${name}\``, type + need, changeText(property), property.about];
}

function changeText(property: Property): string {
  if (makesAnother(property)) return "replaces";
  if (property.word === "ours") return "updates the state only";
  if (property.clear === replace) return "updates; removing it replaces";
  if (property.clear === former) return "updates; removing it puts the former value back";
  if (property.clear !== keep && isAbsent(property.clear)) return "updates; removing it clears it";
  return "updates";
}

function outputText(property: Property): string {
  const marks = [
    property.options.secret ? "Secret." : "",
    property.options.volatile ? "Changes by itself; never drift." : "",
    property.options.after ? `Changes with ${listText(property.options.after)}.` : "",
  ];
  return [property.about, ...marks].filter(Boolean).join(" ");
}

function listText(names: readonly string[]): string {
  const [last, ...others] = names.map((name) => `\`${name}\``).reverse();
  return others.length > 0 ? `${others.reverse().join(", ")} and ${last}` : String(last);
}

function eitherText(declaration: Declaration): string {
  return declaration.either.map(([a, b]) => `Give either \`${a}\` or \`${b}\`.`).join(" ");
}

function idText(declaration: Declaration): string {
  const form = `\`${declaration.id.replace(/[{}]/g, "")}\``;
  const isOnly = namesIn(declaration.id).length === 0;
  return isOnly ? `${form}, for there is only one.` : `${form}, for example \`${exampleId(declaration)}\`.`;
}

function typeText(shape: Shape): string {
  const members = shape.oneOf ?? shape.anyOf;
  if (members?.every((member) => member.properties)) return members.map(typeText).join(" or ");
  if (members)
    return [...new Set(members.map((member) => (member.enum ? "text" : typeText(member))))].join(" or ");
  if (shape.const !== undefined) return `\`${String(shape.const)}\``;
  if (shape.enum) return shape.enum.map((value) => `\`${value}\``).join(", ");
  if (shape.type === "array") return `list of ${typeText(shape.items ?? {})}`;
  if (shape.type === "object" && shape.properties) {
    return `{ ${Object.entries(shape.properties)
      .map(([name, field]) => `${name}: ${typeText(field)}`)
      .join(", ")} }`;
  }
  if (shape.type === "object") {
    const { additionalProperties: values } = shape;
    return `map of ${typeof values === "object" ? typeText(values) : "any"}`;
  }
  return (
    { string: "text", integer: "whole number", number: "number", boolean: "true or false" }[
      String(shape.type)
    ] ?? "any"
  );
}
