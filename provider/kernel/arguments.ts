import { isLeftOut } from "./canonical";
import { isArgument, type Property, type Thing } from "./declaration";
import { projectOnto, shapeOf } from "./shape";
import { isAbsent, isObject, own, type Properties, same, type Value } from "./values";
import { sendsValue } from "./wire";

/**
 * The arguments as they stand at the API now: of what the program set, the live value. What is over keeps those that it
 * was made with: it has done its work, and another one would do it again.
 */
export function argumentsAfterRefresh(declaration: Thing, said: Properties, live: Properties): Properties {
  const args: Properties = {};
  const isOver = declaration.when.ended?.(live) === true;
  for (const [name, value] of Object.entries(said)) {
    const property = own(declaration.props, name);
    if (!property || !isArgument(property) || isAbsent(value)) continue;
    const now = live[name];
    const pinned = property.word === "fixed" || property.word === "parent" || property.word === "ours";
    if (isOver || property.options.echoed === false || (pinned && isAbsent(now))) args[name] = value;
    else if (!isAbsent(now)) args[name] = projectOnto(shapeOf(property.schema), value, now);
    else if (now === undefined && !sendsValue(property.clear)) args[name] = value;
  }
  return args;
}

/**
 * The arguments that a program would write for an object that it did not make. What the API fills in by itself is left
 * to the program: it counts as said for the first time when it is.
 */
export function argumentsForImport(declaration: Thing, live: Properties): Properties {
  const args: Properties = {};
  const secondSpellings = new Set(declaration.either.map(([, second]) => second));
  for (const [name, property] of Object.entries(declaration.props)) {
    const value = live[name];
    if (!isArgument(property) || isAbsent(value) || property.options.echoed === false) continue;
    if (secondSpellings.has(name) || property.options.agrees || isEmpty(property, value)) continue;
    args[name] = value;
  }
  return args;
}

function isEmpty(property: Property, value: Value): boolean {
  const cleared = sendsValue(property.clear) && !isAbsent(property.clear) && same(value, property.clear);
  return cleared || isLeftOut(property, value) || (isObject(value) && Object.keys(value).length === 0);
}
