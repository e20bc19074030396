import { former, keep, type Property, replace, type WireForm } from "./declaration";
import { toWire } from "./names";
import { shapeOf, toWireValue } from "./shape";
import type { Value } from "./values";

/** How one property stands in the API's JSON. */

function wireOf(property: Property): WireForm {
  const { wire } = property.options;
  return typeof wire === "string" ? { write: wire, read: wire } : (wire ?? {});
}

/** The property's name in request bodies. */
export function writeName(name: string, property: Property): string {
  return wireOf(property).write ?? toWire(name);
}

/** The property's dotted path in replies. */
export function readPath(name: string, property: Property): string {
  return wireOf(property).read ?? toWire(name);
}

export function encode(property: Property, value: Value): Value {
  const { send } = wireOf(property);
  return toWireValue(shapeOf(property.schema), send ? send(value) : value);
}

/** Whether removing the argument sends a value of its own, `null` among them. */
export function sendsValue(clear: Property["clear"]): clear is Value {
  return clear !== former && clear !== keep && clear !== replace;
}
