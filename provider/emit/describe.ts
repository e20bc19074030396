import { type Declaration, type Example, removed } from "../kernel/declaration";
import { exampleId } from "../kernel/identity";
import { isObject } from "../kernel/values";

/** The description of a resource in Pulumi's own markdown: what it is, what to know, examples, how to import. */
export function describe(declaration: Declaration): string {
  const notes = declaration.notes.map((note) => `- ${note}`).join("\n");
  const examples = declaration.examples.map((example) => {
    const code = `\`\`\`typescript\n${program(declaration, example)}\n\`\`\``;
    return `{{% example %}}\n### ${example.title}\n\n${code}\n{{% /example %}}`;
  });
  return [
    declaration.about,
    notes,
    `API reference: ${declaration.page}`,
    `{{% examples %}}\n## Example Usage\n\n${examples.join("\n\n")}\n{{% /examples %}}`,
    `## Import\n\n\`\`\`sh\npulumi import openai:index:${declaration.token} name ${exampleId(declaration)}\n\`\`\``,
  ]
    .filter(Boolean)
    .join("\n\n");
}

/** A program that makes the example. */
export function program(declaration: Declaration, example: Example, from = "pulumi-openai"): string {
  const variable = declaration.token.charAt(0).toLowerCase() + declaration.token.slice(1);
  return [
    `import * as openai from "${from}";`,
    "",
    `const ${variable} = new openai.${declaration.token}("example", ${literal(example.args)});`,
  ].join("\n");
}

/** A value as TypeScript source. */
function literal(value: unknown, indent = ""): string {
  if (value === removed) return "undefined";
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
