import { equivalent } from "./canonical";
import { followUps, updatesOf } from "./codec";
import { type Declaration, isArgument, isRequired, namesIn, type Property } from "./declaration";
import { type Diff, diff } from "./diff";
import { formatId, isNoId } from "./identity";
import type { Secrets } from "./path";
import { isAtRest } from "./rest";
import { saysAll, shapeOf } from "./shape";
import { isAbsent, type Properties, unknownValue, type Value } from "./values";

/** What an object will be, as far as it can be known before anything is done. */
export interface Planned {
  id: Value;
  /** With {@link unknownValue} for what only an answer of the API will tell, and without what there will not be. */
  properties: Properties;
}

/** What is to be done with an object that is there, and what it will be then. */
export interface PlannedChange extends Planned {
  does: "nothing" | "update" | "replace";
  diff: Diff;
}

/** What the last run has left of an object. */
export interface Before {
  id: string;
  /** The arguments that the program gave. */
  said: Properties;
  /** The properties as they were seen last. */
  live: Properties;
  /** Those of the arguments that were only written down. */
  noted?: ReadonlySet<string>;
  /** Of a setting: the values from before the stack took it over. */
  restoreTo?: Properties;
}

/** An object that is to be made: what the program says is known, and what follows from that alone. */
export function planCreation(declaration: Declaration, args: Properties): Planned {
  const properties = eachProperty(declaration, (name, property) => {
    if (isArgument(property) && !isAbsent(args[name])) return answerTo(property, args[name]);
    return property.options.echoed === false ? undefined : unknownValue;
  });
  return { id: idFrom(declaration, properties), properties };
}

/** An object that is there, and what becomes of it with today's arguments. */
export function planChange(
  declaration: Declaration,
  before: Before,
  news: Properties,
  secret: Secrets = [],
): PlannedChange {
  const { id, said, live, noted } = before;
  const found = diff(declaration, said, news, live, { noted, secret });
  if (found.replaces.length > 0) return { does: "replace", diff: found, ...planCreation(declaration, news) };
  if (found.changes.size === 0) return { does: "nothing", diff: found, id, properties: live };
  return { does: "update", diff: found, id, properties: afterUpdate(declaration, before, news) };
}

/**
 * Outputs that are parts of the id: whoever knows the id knows them, whatever is changed in the object. Parts that the
 * program always gives are not among them, for in a replacement it is ahead of the id.
 */
export function toldById({ id, props }: Declaration): string[] {
  return namesIn(id).filter((name) => {
    const property = props[name];
    return property !== undefined && !isRequired(property);
  });
}

function afterUpdate(
  declaration: Declaration,
  { said, live, noted, restoreTo }: Before,
  news: Properties,
): Properties {
  const updates = updatesOf(declaration, said, news, restoreTo, { live, noted });
  const follows = followUps(declaration, said, news, live);
  const sent = new Set([...updates.map(({ name }) => name), ...follows.map(({ property }) => property)]);
  const isAnswered = sent.size > 0 || !isAtRest(declaration, live, news);
  return eachProperty(declaration, (name, property) => {
    if (!isArgument(property)) return isAnswered ? outputAfter(name, property, live, sent) : live[name];
    const now = news[name];
    if (isAbsent(now)) {
      if (property.options.echoed === false) return undefined;
      return sent.has(name) ? unknownValue : live[name];
    }
    if (sent.has(name)) return answerTo(property, now);
    return isAnswered ? seenAgain(property, now, live[name]) : now;
  });
}

/** What an answer to an update makes of an output. */
function outputAfter(
  name: string,
  { word, options }: Property,
  live: Properties,
  sent: ReadonlySet<string>,
): Value {
  if (options.echoed === false) return live[name];
  if (options.volatile || options.after?.some((argument) => sent.has(argument))) return unknownValue;
  // The answer to a creation may have lacked it. Secrets come with some answers only, and `after` says with which.
  return isAbsent(live[name]) && word !== "once" ? unknownValue : live[name];
}

/** What the API answers to a value: the value, but that it fills in what the program left out of it. */
function answerTo({ schema, options }: Property, said: Value): Value {
  const isKept = options.echoed === false || options.agrees !== undefined;
  return isKept || saysAll(shapeOf(schema), said) ? said : unknownValue;
}

/** An argument that is not sent, as the API shows it again: in the program's spelling where that means the same. */
function seenAgain(property: Property, said: Value, live: Value): Value {
  const { echoed, agrees } = property.options;
  const isOurs =
    echoed === false || isAbsent(live) || agrees?.(said, live) || equivalent(property, said, live);
  return isOurs ? said : live;
}

/** The id, where the program gives all of its parts. Plans are made of arguments that nobody has checked, too. */
function idFrom(declaration: Declaration, properties: Properties): Value {
  const isKnown = namesIn(declaration.id).every((name) => {
    const part = properties[name];
    return typeof part === "string" && !isNoId(declaration, name, part);
  });
  return isKnown ? formatId(declaration, properties) : unknownValue;
}

function eachProperty(
  { props }: Declaration,
  value: (name: string, property: Property) => Value,
): Properties {
  const entries = Object.entries(props)
    .map(([name, property]): [string, Value] => [name, value(name, property)])
    .filter(([, planned]) => !isAbsent(planned));
  return Object.fromEntries(entries);
}
