import { contentOf } from "../kernel/codec";
import { type Declaration, type Example, removed } from "../kernel/declaration";
import { exampleId } from "../kernel/identity";
import { isObject } from "../kernel/values";

/** What a reader must know before using a resource; last, what becomes of its object in the end. */
export function everyNote({ notes, destroying }: Declaration): string[] {
  return [...notes, `Destroying ${destroying}`];
}

/** The description of a resource in Pulumi's own markdown: what it is, what to know, examples, how to import. */
export function describe(declaration: Declaration): string {
  const notes = everyNote(declaration)
    .map((note) => `- ${note}`)
    .join("\n");
  const examples = declaration.examples.map((example) => {
    const code = `\`\`\`typescript\n${program(declaration, example)}\n\`\`\``;
    return `{{% example %}}\n### ${example.title}\n\n${code}\n{{% /example %}}`;
  });
  return [
    sunsetLine(declaration),
    declaration.about,
    notes,
    `API reference: ${declaration.page}`,
    `{{% examples %}}\n## Example Usage\n\n${examples.join("\n\n")}\n{{% /examples %}}`,
    `## Import\n\n\`\`\`sh\npulumi import openai:index:${declaration.token} name ${exampleId(declaration)}\n\`\`\``,
  ]
    .filter(Boolean)
    .join("\n\n");
}

/** The first thing to read about what the API does not serve any more, or soon will not. */
export function sunsetLine({ sunset }: Declaration): string {
  return sunset ? `**${sunset.says}**` : "";
}

/** A program that makes the example. */
export function program(declaration: Declaration, example: Example, from = "pulumi-openai"): string {
  const variable = declaration.token.charAt(0).toLowerCase() + declaration.token.slice(1);
  const args: Record<string, unknown> = { ...example.args };
  const content = contentOf(declaration);
  const bytes = content && args[content.name];
  if (content && isObject(bytes))
    args[content.name] = new Source(`new pulumi.asset.StringAsset(${text(String(bytes.text))})`);
  return [
    ...(bytes === undefined ? [] : ['import * as pulumi from "@pulumi/pulumi";']),
    `import * as openai from "${from}";`,
    "",
    `const ${variable} = new openai.${declaration.token}("example", ${literal(args)});`,
  ].join("\n");
}

/** A text as TypeScript source; one that is the same line over and over is written once. */
function text(value: string): string {
  const [line = ""] = value.split(/(?<=\n)/);
  const times = value.length / line.length;
  const isRepeated = times > 2 && line.repeat(times) === value;
  return isRepeated ? `${literal(line)}.repeat(${times})` : literal(value);
}

/** A piece of TypeScript that stands for itself. */
class Source {
  constructor(readonly text: string) {}
}

/** A value as TypeScript source. */
function literal(value: unknown, indent = ""): string {
  if (value === removed) return "undefined";
  if (value instanceof Source) return value.text;
  const deeper = `${indent}  `;
  if (Array.isArray(value)) {
    return value.length === 0 ? "[]" : `[${value.map((entry) => literal(entry, indent)).join(", ")}]`;
  }
  if (isObject(value)) {
    const fields = Object.entries(value).map(([key, entry]) => `${deeper}${key}: ${literal(entry, deeper)},`);
    return fields.length === 0 ? "{}" : `{\n${fields.join("\n")}\n${indent}}`;
  }
  return JSON.stringify(value);
}
