import type { Declaration, PropertyOptions, Thing } from "../../provider/kernel/declaration";
import { isObject, type Value } from "../../provider/kernel/values";
import { catalog } from "../../provider/resources/catalog";
import { livesInProject, livesInProjectOfKey } from "../kernel/facts";

/**
 * The lines that make, from its first example, one of each kind that a program has no word for. The program keeps what the
 * examples name in variables, the options of what lives in its project in `within`, and that project and its key in `own`.
 */
export function madeFromExamples(program: string): string {
  const others = catalog.filter(({ token }) => !program.includes(`new openai.${token}(`));
  return others.map((declaration) => fromExample(declaration, program)).join("");
}

function fromExample(declaration: Declaration, program: string): string {
  const { token, props, examples } = declaration;
  const args = Object.entries(examples[0]?.args ?? {}).map(([name, said]) => {
    const { options = {}, word } = props[name] ?? {};
    return `${name}: ${source(said, options, program, word === "content")}`;
  });
  const ofKey = livesInProjectOfKey(declaration);
  const options = ofKey || livesInProject(declaration) ? ", within" : "";
  return `new openai.${token}("other", { ${[...(ofKey ? ["...own"] : []), ...args].join(", ")} }${options});\n`;
}

/** A value as the program writes it, with what the program has made in place of sample ids. */
function source(said: Value, { of, ofFields }: PropertyOptions, program: string, isContent = false): string {
  if (isContent && isObject(said)) return `new pulumi.asset.StringAsset(${JSON.stringify(said.text)})`;
  if (Array.isArray(said)) return `[${said.map((one) => source(one, { of, ofFields }, program)).join(", ")}]`;
  if (isObject(said)) {
    const fields = Object.entries(said).map(
      ([name, value]) => `${JSON.stringify(name)}: ${source(value, { of: ofFields?.[name] }, program)}`,
    );
    return `{ ${fields.join(", ")} }`;
  }
  return of ? idOf(of, program) : JSON.stringify(said);
}

function idOf(of: Thing, program: string): string {
  if (!catalog.some((one) => one === of)) return JSON.stringify("user-bob");
  const variable = new RegExp(`const (\\w+) = new openai\\.${of.token}\\(`).exec(program)?.[1];
  if (!variable) throw new Error(`the program keeps no ${of.token} in a variable`);
  return `${variable}.${of.key}`;
}
