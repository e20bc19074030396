import { isAlreadySo } from "./already";
import { equivalent, isLeftOut } from "./canonical";
import { type Declaration, former, namesIn, type Property, type Thing } from "./declaration";
import { fromWireValue, shapeOf, toWireValue } from "./shape";
import { isAbsent, type Properties, same, type Value, valueAt } from "./values";
import { encode, readPath, sendsValue, writeName } from "./wire";

export { argumentsAfterRefresh, argumentsForImport } from "./arguments";
export { readPath } from "./wire";

/** Properties that are not in the path already. */
function beside(declaration: Declaration, path: string): [string, Property][] {
  const inPath = new Set(namesIn(path));
  return Object.entries(declaration.props).filter(([name]) => !inPath.has(name));
}

export function createBody(declaration: Declaration, args: Properties): Properties {
  const body: Properties = {};
  const namesFile = contentOf(declaration)?.filename;
  for (const [name, property] of beside(declaration, declaration.at.create)) {
    if (property.options.via !== undefined || name === namesFile) continue;
    if (property.word === "constant") body[writeName(name, property)] = constantOf(property);
    const sent = property.word === "mutable" || property.word === "fixed" || property.word === "parent";
    if (sent && !isLeftOut(property, args[name]))
      body[writeName(name, property)] = encode(property, args[name]);
  }
  return body;
}

/** The property that holds bytes, which travel beside the body: its names here and on the wire, and the property that names the file. */
export function contentOf(
  declaration: Thing,
): { name: string; field: string; filename?: string } | undefined {
  const entry = Object.entries(declaration.props).find(([, { word }]) => word === "content");
  if (!entry) return undefined;
  const [name, property] = entry;
  return { name, field: writeName(name, property), filename: property.options.filename };
}

function constantOf(property: Property): Value {
  return shapeOf(property.schema).const;
}

/** What is known of the object when it is changed. */
export interface Known {
  /** The last known outputs: what the program says for the first time and is so already is not sent. */
  live?: Properties;
  /** The arguments of the last run that were never sent, so that nothing is cleared where they disappear. */
  noted?: ReadonlySet<string>;
}

/**
 * The body that brings the object from the old arguments to the new ones; empty where no body is needed.
 * `restoreTo` holds the values from before the stack took a setting over.
 */
export function updateBody(
  declaration: Declaration,
  olds: Properties,
  news: Properties,
  restoreTo?: Properties,
  known?: Known,
): Properties {
  const updates = updatesOf(declaration, olds, news, restoreTo, known);
  return Object.fromEntries(updates.map(({ field, value }) => [field, value]));
}

/** What the body of an update says of one property. */
interface Update {
  name: string;
  /** Its name in the body. */
  field: string;
  value: Value;
}

export function updatesOf(
  declaration: Declaration,
  olds: Properties,
  news: Properties,
  restoreTo: Properties = {},
  { live = {}, noted = new Set() }: Known = {},
): Update[] {
  const updates: Update[] = [];
  for (const [name, property] of beside(declaration, declaration.at.item)) {
    if (property.word !== "mutable" || typeof property.options.via === "object") continue;
    if (equivalent(property, olds[name], news[name])) continue;
    if (isAlreadySo(property, olds[name], news[name], live[name])) continue;
    const say = (value: Value) => updates.push({ name, field: writeName(name, property), value });
    const isTakenOut = isLeftOut(property, news[name]);
    if (isTakenOut && noted.has(name)) continue;
    if (!isTakenOut) say(encode(property, news[name]));
    else if (property.clear === former && !isAbsent(restoreTo[name])) {
      // What was only written down as it was has not been changed, and so is not put back.
      if (!equivalent(property, olds[name], restoreTo[name])) say(encode(property, restoreTo[name]));
    } else if (sendsValue(property.clear)) {
      say(isAbsent(property.clear) ? null : toWireValue({}, property.clear));
    }
  }
  return updates;
}

/** A call of its own that a changed property needs. */
export interface Follow {
  property: string;
  /** Appended to the item's path. */
  below: string;
  body: Properties;
}

/**
 * The calls besides create and update: `olds` undefined means that the object has just been made. `live` are its last
 * known outputs, for what is so already needs no call.
 */
export function followUps(
  declaration: Declaration,
  olds: Properties | undefined,
  news: Properties,
  live: Properties = {},
): Follow[] {
  const follows: Follow[] = [];
  for (const [name, property] of Object.entries(declaration.props)) {
    const { via } = property.options;
    if (via === undefined || isAbsent(news[name]) || equivalent(property, olds?.[name], news[name])) continue;
    if (olds && isAlreadySo(property, olds[name], news[name], live[name])) continue;
    const body: Properties = {};
    if (via === "update") {
      if (olds) continue;
      body[writeName(name, property)] = encode(property, news[name]);
      follows.push({ property: name, below: "", body });
    } else if (olds) {
      for (const [wire, argument] of Object.entries(via.body ?? {})) {
        if (!isAbsent(news[argument])) body[wire] = news[argument];
      }
      follows.push({ property: name, below: via.post, body });
    }
  }
  return follows;
}

/**
 * The object's properties out of a reply, laid over what was known before: `null` where the API says that
 * there is none, the former value where the reply is silent, and our own spelling where it means the same.
 * `said` are the program's arguments, where the caller knows them: what it does not say is taken as the API puts it.
 */
export function decode(
  declaration: Thing,
  reply: Properties,
  before: Properties = {},
  said: Properties = before,
): Properties {
  const live: Properties = {};
  for (const [name, property] of Object.entries(declaration.props)) {
    if (property.word === "constant") continue;
    const raw = property.options.echoed === false ? undefined : valueAt(reply, readPath(name, property));
    const ours = before[name];
    if (raw === undefined) {
      if (ours !== undefined && !clearedBySilence(property, ours, reply)) live[name] = ours;
      continue;
    }
    const value = same(raw, property.options.absent ?? null)
      ? null
      : fromWireValue(shapeOf(property.schema), raw);
    live[name] = !isAbsent(ours) && meansTheSame(property, ours, value, said[name]) ? ours : value;
  }
  return live;
}

function meansTheSame(property: Property, ours: Value, value: Value, said: Value): boolean {
  const { agrees } = property.options;
  if (!agrees || isAbsent(said)) return equivalent(property, ours, value);
  // Whoever cannot tell what was said contradicts nothing.
  return isAbsent(value) || agrees(ours, value);
}

/** A changeable field that the reply leaves out counts as cleared only where clearing it sends a value. */
function clearedBySilence(property: Property, ours: Value, reply: Properties): boolean {
  if (isLeftOut(property, ours)) return false;
  const echoed = property.options.echoed !== false;
  return property.word === "mutable" && echoed && sendsValue(property.clear) && Object.keys(reply).length > 0;
}
