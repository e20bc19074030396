import { type Declaration, type ListRules, namesIn, type Property, type Thing } from "./declaration";
import { OpenAIError } from "./errors";
import { isAbsent, type Properties, type Value } from "./values";

/** The import id of an object, such as `proj_abc/svc_acct_def`. */
export function formatId(declaration: Thing, properties: Properties): string {
  return fill(declaration.id, (name) => segment(declaration, name, properties));
}

/** How a collection is listed. Asking for one that nothing lists is a mistake of ours. */
export function collectionOf({ token, at, list }: Thing): { template: string; rules: ListRules } {
  if (at.list === undefined || list === undefined) throw new Error(`${token}: nothing lists them`);
  return { template: at.list, rules: list };
}

/** A path of the API with its ids in place, each escaped. */
export function formatPath(declaration: Thing, template: string, properties: Properties): string {
  return fill(template, (name) => encodeURIComponent(segment(declaration, name, properties)));
}

/** The properties that an id is made of; a wrong shape is an error with an example of the right one. */
export function parseId(declaration: Thing, id: string): Properties {
  const names = namesIn(declaration.id);
  const parts = names.length === 0 && id === declaration.id ? [] : id.split("/");
  if (parts.length !== names.length || parts.some((part) => part === "" || leadsElsewhere(part))) {
    const form =
      names.length === 0
        ? `There is only one, and its id is ${declaration.id}.`
        : `Its form is ${declaration.id.replace(/[{}]/g, "")}, for example ${exampleId(declaration)}.`;
    throw new OpenAIError("usage", `"${id}" is not an id of a ${declaration.token}. ${form}`);
  }
  return Object.fromEntries(names.map((name, index) => [name, parts[index]]));
}

/** A sample of the id, for messages and documentation. */
export function exampleId(declaration: Thing): string {
  return fill(declaration.id, (name) => example(declaration.props[name]));
}

function example(property: Property | undefined): string {
  const { of, example: sample } = property?.options ?? {};
  return of ? example(of.props[of.key ?? ""]) : (sample ?? "id");
}

function fill(template: string, value: (name: string) => string): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => value(name));
}

function segment(declaration: Thing, name: string, properties: Properties): string {
  const part = spelt(declaration.props[name], properties[name]);
  if (isAbsent(part) || part === "")
    throw new OpenAIError("usage", `${declaration.token}: ${name} is needed for its path and is missing`);
  if (leadsElsewhere(part))
    throw new OpenAIError("usage", `${declaration.token}: ${name} is no id, and leads elsewhere`);
  return String(part);
}

function spelt(property: Property | undefined, value: Value): Value {
  const { equal } = property?.options ?? {};
  return equal && !isAbsent(value) ? equal(value) : value;
}

/** Steps of a path that are resolved before it is sent: with them the call would be about something else. */
function leadsElsewhere(part: Value): boolean {
  return part === "." || part === "..";
}

/** Whether an argument of a path cannot be the id that it should be. One that is not known yet may be. */
export function isNoId(declaration: Declaration, name: string, value: Value): boolean {
  const { create, item, list } = declaration.at;
  if (![create, item, list ?? "", declaration.id].some((template) => namesIn(template).includes(name)))
    return false;
  const part = spelt(declaration.props[name], value);
  return part === "" || leadsElsewhere(part);
}
