import { type Field, type Form, limitNames, sorted } from "./form";

export interface Scope {
  /** Whether limits and whole numbers are stated by the other side at all. */
  limits: boolean;
  /** Whether it matters what must be there. */
  required: boolean;
  /** Whether null is as good as nothing: in replies it is, in bodies it is something that was sent. */
  nullIsAbsent: boolean;
}

/** How two forms of one value differ, as sentences: ours is here, the witness's is there. */
export function differences(path: string, here: Form, there: Form, scope: Scope): string[] {
  const name = `"${path}"`;
  if (!sameKinds(here, there)) {
    return [`${name} is ${spoken(here)} here and ${spoken(there)} there`];
  }
  const found = [...textDifferences(name, here, there)];
  if (scope.limits) {
    if (here.whole !== undefined && there.whole !== undefined && here.whole !== there.whole) {
      found.push(`${name} is ${wholeness(here)} here and ${wholeness(there)} there`);
    }
    found.push(...limitDifferences(name, here, there));
  }
  if (here.items && there.items) found.push(...differences(`${path}[]`, here.items, there.items, scope));
  return [...found, ...contentDifferences(path, here, there, scope)];
}

function sameKinds(here: Form, there: Form): boolean {
  return sorted(here.kinds).join() === sorted(there.kinds).join();
}

function spoken({ kinds }: Form): string {
  return kinds.length === 0 ? "anything" : sorted(kinds).join(" or ");
}

function wholeness({ whole }: Form): string {
  return whole ? "a whole number" : "any number";
}

function textDifferences(name: string, here: Form, there: Form): string[] {
  const [ours, theirs] = [here.texts ?? here.suggested, there.texts ?? there.suggested];
  const found: string[] = [];
  if (here.texts && !there.texts) found.push(`${name} is any text there and one of ${counted(ours)} here`);
  if (there.texts && !here.texts) found.push(`${name} is any text here and one of ${counted(theirs)} there`);
  if (!ours || !theirs) return found;
  const onlyThere = theirs.filter((text) => !ours.includes(text));
  const onlyHere = ours.filter((text) => !theirs.includes(text));
  return [
    ...found,
    ...(onlyThere.length > 0 ? [`${name} can be ${listed(onlyThere)} there and not here`] : []),
    ...(onlyHere.length > 0 ? [`${name} can be ${listed(onlyHere)} here and not there`] : []),
  ];
}

function listed(texts: readonly string[]): string {
  return texts.join(", ");
}

function counted(texts: readonly string[] = []): string {
  return texts.length > 6 ? `${texts.length} texts` : listed(texts);
}

function limitDifferences(name: string, here: Form, there: Form): string[] {
  return limitNames.flatMap((limit) => {
    const ours = here.limits?.[limit];
    const theirs = there.limits?.[limit];
    return ours === theirs
      ? []
      : [`${name} has ${limit} ${ours ?? "none"} here and ${theirs ?? "none"} there`];
  });
}

function contentDifferences(path: string, here: Form, there: Form, scope: Scope): string[] {
  if (here.map && there.map) return differences(`${path}.*`, here.map, there.map, scope);
  if (here.fields && there.fields) return fieldDifferences(`${path}.`, here.fields, there.fields, scope);
  if (here.map && there.fields) return [`"${path}" has keys of one's own here and fields there`];
  if (here.fields && there.map) return [`"${path}" has fields here and keys of one's own there`];
  return [];
}

function fieldDifferences(
  prefix: string,
  here: Readonly<Record<string, Field>>,
  there: Readonly<Record<string, Field>>,
  scope: Scope,
): string[] {
  return sorted([...Object.keys(here), ...Object.keys(there)]).flatMap((name) => {
    const [ours, theirs] = [here[name], there[name]];
    const path = `${prefix}${name}`;
    if (!ours) return [`"${path}" is unknown here`];
    if (!theirs) return [`"${path}" is unknown there`];
    return [
      ...(scope.required ? requirement(path, ours.required, given(theirs, scope)) : []),
      ...differences(path, ours.form, theirs.form, scope),
    ];
  });
}

function given({ required, form }: Field, { nullIsAbsent }: Scope): boolean {
  return required && !(nullIsAbsent && form.nullable);
}

/** What must be given or is always there. */
export function requirement(path: string, here: boolean, there: boolean): string[] {
  if (here === there) return [];
  const word = (required: boolean) => (required ? "required" : "optional");
  return [`"${path}" is ${word(there)} there and ${word(here)} here`];
}
