import { differences } from "./differences";
import type { Field, Form } from "./form";
import { type Expected, isAlwaysThere } from "./ours";

/** Which properties a reply must carry: the others may stay as they were known before. */
export type Demand = (expected: Expected) => boolean;

/** What differs between the properties that we read and a reply as the witness describes it. */
export function replyDifferences(expected: Expected[], reply: Form | undefined, demand: Demand): string[] {
  if (!reply?.fields) return expected.filter(demand).map(({ path }) => `"${path}" is unknown there`);
  const fields = reply.fields;
  const found = expected.flatMap((property) => propertyDifferences(property, fields, demand(property)));
  return [...found, ...undeclared("", fields, new Set(expected.map(({ path }) => path)))];
}

function propertyDifferences(
  expected: Expected,
  fields: Readonly<Record<string, Field>>,
  demanded: boolean,
): string[] {
  const { path, property } = expected;
  const there = fieldAt(fields, path);
  if (!there) return demanded ? [`"${path}" is unknown there`] : [];
  const comesFromApi = property.word === "computed" || property.word === "once";
  const always = there.required && !there.form.nullable;
  return [
    ...(comesFromApi && demanded && isAlwaysThere(expected) !== always
      ? [
          `"${path}" is ${always ? "always" : "not always"} there, and ${always ? "not always" : "always"} here`,
        ]
      : []),
    ...differences(path, expected.form, withoutAbsent(there.form, property.options.absent), {
      limits: false,
      required: comesFromApi,
      nullIsAbsent: true,
    }),
  ];
}

/** The value that means "not set" in replies is none of ours. */
function withoutAbsent(form: Form, absent: unknown): Form {
  if (!form.texts?.includes(String(absent))) return form;
  const texts = form.texts.filter((text) => text !== absent);
  if (texts.length > 0) return { ...form, texts };
  return { ...form, texts: undefined, kinds: form.kinds.filter((kind) => kind !== "text") };
}

function fieldAt(fields: Readonly<Record<string, Field>>, path: string): Field | undefined {
  const [name = "", ...below] = path.split(".");
  const field = fields[name];
  if (!field || below.length === 0) return field;
  const inner = fieldAt(field.form.fields ?? {}, below.join("."));
  return inner && { ...inner, required: inner.required && field.required && !field.form.nullable };
}

/** Fields that nobody here reads. Below an object of which some fields are read, the others are named. */
function undeclared(
  prefix: string,
  fields: Readonly<Record<string, Field>>,
  read: ReadonlySet<string>,
): string[] {
  return Object.entries(fields).flatMap(([name, { form }]) => {
    const path = `${prefix}${name}`;
    if (read.has(path) || isTag(name, form)) return [];
    const readBelow = [...read].some((other) => other.startsWith(`${path}.`));
    return readBelow && form.fields
      ? undeclared(`${path}.`, form.fields, read)
      : [`"${path}" is unknown here`];
  });
}

/** Every object of the API says in `object` what it is. */
function isTag(name: string, form: Form): boolean {
  return name === "object" && form.texts?.length === 1;
}
