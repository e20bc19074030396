import { equivalent, isLeftOut } from "./canonical";
import { type Declaration, former, type Property } from "./declaration";
import { projectOnto, shapeOf } from "./shape";
import { hasUnknown, isAbsent, type Properties, type Value } from "./values";

/**
 * Whether the program says an argument for the first time and the object has it already. Then only the state has
 * something to learn: nothing is sent and nothing replaced.
 */
export function isAlreadySo(property: Property, olds: Value, news: Value, live: Value): boolean {
  const isFirst = isLeftOut(property, olds) && !isLeftOut(property, news) && !hasUnknown(news);
  // What the API never tells may be anything by now, whatever the state remembers of it.
  if (!isFirst || property.options.echoed === false) return false;
  return property.options.agrees ? property.options.agrees(news, live) : isMet(property, news, live);
}

/** Whether what the object shows is what the program says, as far as the program says something. */
export function isMet(property: Property, said: Value, live: Value): boolean {
  if (isAbsent(live)) return isLeftOut(property, said);
  if (property.options.agrees?.(said, live)) return true;
  return equivalent(property, said, projectOnto(shapeOf(property.schema), said, live));
}

/**
 * The arguments that the program has written down and that were never sent, because the object had them: taking them
 * out again sends nothing and replaces nothing. `before` are those of the last run.
 */
export function notedNames(
  declaration: Declaration,
  olds: Properties,
  news: Properties,
  live: Properties,
  before: ReadonlySet<string>,
): Set<string> {
  const noted = new Set<string>();
  for (const [name, property] of Object.entries(declaration.props)) {
    const isSent = property.word === "mutable" || property.word === "fixed";
    // A setting that is taken over is put back, also where the program wants it as it was.
    if (!isSent || property.clear === former || isLeftOut(property, news[name])) continue;
    const stays = before.has(name) && equivalent(property, olds[name], news[name]);
    if (stays || isAlreadySo(property, olds[name], news[name], live[name])) noted.add(name);
  }
  return noted;
}
