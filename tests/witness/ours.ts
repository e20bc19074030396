import { contentOf, createBody, followUps, readPath, updateBody } from "../../provider/kernel/codec";
import { type Declaration, isArgument, isRequired, type Property } from "../../provider/kernel/declaration";
import { toWire } from "../../provider/kernel/names";
import { isOptional, shapeOf } from "../../provider/kernel/shape";
import { isObject, type Properties, type Value } from "../../provider/kernel/values";
import { anyOf, type Form } from "./form";
import { formOfSchema, type JsonSchema } from "./json-schema";

/** A field that a declaration sends. */
interface Sent {
  /** Whether it is in every body of its kind. */
  always: boolean;
  /** Whether `null` is sent to clear it. */
  clearedByNull: boolean;
  form: Form;
}
export type SentBody = ReadonlyMap<string, Sent>;

/** A property that a declaration looks for in a reply. */
export interface Expected {
  name: string;
  property: Property;
  path: string;
  form: Form;
}

function formOf(property: Property): Form {
  return formOfSchema(shapeOf(property.schema) as JsonSchema, { rename: toWire });
}

export function createFields(declaration: Declaration): SentBody {
  const constants = createBody(declaration, {});
  const sent = new Map<string, Sent>();
  for (const [wire, value] of Object.entries(constants)) add(sent, wire, always(formOfValue(value)));
  const content = contentOf(declaration);
  if (content) add(sent, content.field, always({ kinds: ["file"] }));
  for (const [name, property] of argumentsOf(declaration)) {
    const body = createBody(declaration, { [name]: sampleOf(declaration, name) });
    for (const wire of Object.keys(body).filter((key) => !(key in constants))) {
      const form = sentForm(property, body[wire]);
      const given = isRequired(property) || property.options.named === true;
      add(sent, wire, {
        always: given || otherwiseGiven(declaration, name, wire),
        clearedByNull: false,
        form,
      });
    }
  }
  return sent;
}

/** One body for each property that an update can carry, for each can be the only one that changes. */
export function updateFields(declaration: Declaration): { body: SentBody; alone: Properties[] } {
  const sent = new Map<string, Sent>();
  const alone: Properties[] = [];
  for (const [name, property] of argumentsOf(declaration)) {
    const said: Properties = { [name]: sampleOf(declaration, name) };
    const body = updateBody(declaration, {}, said);
    if (Object.keys(body).length > 0) alone.push(body);
    const cleared = updateBody(declaration, said, {});
    for (const [wire, value] of Object.entries(body)) {
      const clearedByNull = cleared[wire] === null;
      add(sent, wire, { always: false, clearedByNull, form: sentForm(property, value) });
    }
  }
  return { body: sent, alone };
}

/** The calls of their own, such as the rotation of a secret. */
export function ownCalls(declaration: Declaration): { below: string; body: SentBody }[] {
  const said: Properties = Object.fromEntries(
    argumentsOf(declaration).map(([name]) => [name, sampleOf(declaration, name)]),
  );
  const posts = followUps(declaration, {}, said).filter(({ below }) => below !== "");
  return posts.map(({ property, below, body }) => {
    const { via } = declaration.props[property]?.options ?? {};
    const carried = typeof via === "object" ? Object.entries(via.body ?? {}) : [];
    const fields = carried.flatMap(([wire, name]): [string, Sent][] => {
      const argument = declaration.props[name];
      return argument && wire in body
        ? [[wire, { always: false, clearedByNull: false, form: formOf(argument) }]]
        : [];
    });
    return { below, body: new Map(fields) };
  });
}

/** What a declaration reads out of replies: of the names in its path only those that it looks for. */
export function expectations(declaration: Declaration): Expected[] {
  return Object.entries(declaration.props)
    .filter(([, { word, options }]) => word !== "constant" && word !== "ours" && options.echoed !== false)
    .map(([name, property]) => ({ name, property, path: readPath(name, property), form: formOf(property) }));
}

/** Whether every object has it, as far as the declaration tells the program. */
export function isAlwaysThere({ property }: Expected): boolean {
  return !isOptional(property.schema);
}

function argumentsOf(declaration: Declaration): [string, Property][] {
  return Object.entries(declaration.props).filter(([, property]) => isArgument(property));
}

/** A value out of the examples, where one has it. */
function sampleOf(declaration: Declaration, name: string): Value {
  const given = declaration.examples.map(({ args }) => args[name]).find((value) => value !== undefined);
  return given ?? "sample";
}

/** A pair of which one must be given: where both travel under one name, that name always does. */
function otherwiseGiven(declaration: Declaration, name: string, wire: string): boolean {
  const other = declaration.either.find((pair) => pair.includes(name))?.find((entry) => entry !== name);
  if (other === undefined) return false;
  return wire in createBody(declaration, { [other]: sampleOf(declaration, other) });
}

/** Two arguments may travel under one name. */
function add(sent: Map<string, Sent>, wire: string, field: Sent): void {
  const former = sent.get(wire);
  sent.set(
    wire,
    former
      ? {
          always: former.always && field.always,
          clearedByNull: former.clearedByNull || field.clearedByNull,
          form: anyOf([former.form, field.form]),
        }
      : field,
  );
}

function always(form: Form): Sent {
  return { always: true, clearedByNull: false, form };
}

/** The form of what travels, which `send` may make out of something else. */
function sentForm(property: Property, value: Value): Form {
  const { wire } = property.options;
  return typeof wire === "object" && wire.send ? formOfValue(value) : formOf(property);
}

function formOfValue(value: Value): Form {
  if (Array.isArray(value)) return { kinds: ["list"], items: anyOf(value.map(formOfValue)) };
  if (isObject(value)) return { kinds: ["object"] };
  if (typeof value === "string") return { kinds: ["text"], texts: [value] };
  return { kinds: [typeof value === "number" ? "number" : "boolean"] };
}
