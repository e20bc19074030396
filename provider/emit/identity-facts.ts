import { type Declaration, isArgument, namesIn, type Property } from "../kernel/declaration";
import { toldById } from "../kernel/plan";
import { spellings } from "../kernel/spelling";
import { formerNames } from "../kernel/upgrade";

/** What a class must know to see whether two resources name one object; sdk/dynamic/facts.ts says what each fact is. */
export function identityFacts(declaration: Declaration): Record<string, unknown> {
  const { id: template, kind, either, props } = declaration;
  const id = namesIn(template);
  const isLinkOrRow = kind === "edge" || kind === "existing";
  const instead = Object.fromEntries(
    either.flatMap(([one, other]) =>
      id.includes(one) ? [[one, other]] : id.includes(other) ? [[other, one]] : [],
    ),
  );
  const names = Object.entries(props);
  const fields = names.filter(([, { word }]) => word === "mutable").map(([name]) => name);
  const untold = names.filter(([, property]) => isNeverTold(property)).map(([name]) => name);
  const also = templatesOfAlso(declaration);
  const told = toldById(declaration);
  const compared = new Set([...id, ...Object.values(instead), ...also.flatMap(namesIn)]);
  const spelling = Object.fromEntries(
    [...compared].flatMap((name) => {
      const equal = props[name]?.options.equal;
      return equal ? [[name, nameOfSpelling(declaration, name, equal)]] : [];
    }),
  );
  return {
    id,
    ...(id.length === 0 ? { only: template } : {}),
    ...(told.length > 0 ? { toldById: told } : {}),
    ...(isLinkOrRow ? { kind } : {}),
    ...onlyFilled({ instead }),
    ...onlyFilled({ spelling }),
    ...(kind === "existing" ? { fields } : {}),
    ...(kind === "edge" && untold.length > 0 ? { untold } : {}),
    ...(also.length > 0 ? { also } : {}),
    ...onlyFilled({ was: formerNames(declaration) }),
  };
}

function isNeverTold(property: Property): boolean {
  return (
    isArgument(property) &&
    property.word !== "ours" &&
    property.options.echoed === false &&
    !property.options.secret
  );
}

/** What else the object is, asked with the names of its properties in place of their values. */
function templatesOfAlso({ also, props }: Declaration): string[] {
  return also(Object.fromEntries(Object.keys(props).map((name) => [name, `{${name}}`])));
}

/** The classes have the functions of `spellings` and no others. */
function nameOfSpelling(
  { token }: Declaration,
  name: string,
  equal: NonNullable<Property["options"]["equal"]>,
) {
  const found = Object.entries(spellings).find(([, spelling]) => spelling === equal);
  if (!found) throw new Error(`${token}.${name} is spelled in a way that kernel/spelling.ts does not name`);
  return found[0];
}

function onlyFilled(facts: Record<string, Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(facts).filter(([, fact]) => Object.keys(fact).length > 0));
}
