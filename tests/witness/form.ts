/** The form of a JSON value, as both witnesses and the declarations state it: the one that they are compared in. */
export interface Form {
  /** What the value can be; empty for anything. Whether it can be null stands apart, for null is our absent. */
  readonly kinds: readonly Kind[];
  readonly nullable?: boolean;
  /** The only texts that are allowed, sorted. */
  readonly texts?: readonly string[];
  /** Texts that are named beside any other, sorted. */
  readonly suggested?: readonly string[];
  /** Whether a number must be whole, where that is known. */
  readonly whole?: boolean;
  readonly limits?: Limits;
  readonly items?: Form;
  readonly fields?: Readonly<Record<string, Field>>;
  /** Of an object with keys of the user's own: the form of its values. */
  readonly map?: Form;
}

export type Kind = "text" | "number" | "boolean" | "list" | "object" | "file";

export interface Field {
  readonly required: boolean;
  readonly form: Form;
}

export const limitNames = [
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "minLength",
  "maxLength",
  "minItems",
  "maxItems",
  "maxProperties",
  "pattern",
] as const;
type Limits = { readonly [K in (typeof limitNames)[number]]?: number | string };

export const anything: Form = { kinds: [] };
export const nothing: Form = { kinds: [], nullable: true };

/** A value of any of the forms. The variants of an object become one object, in which a field of only some is optional. */
export function anyOf(forms: readonly Form[]): Form {
  const nullable = forms.some((form) => form.nullable);
  const members = forms.filter((form) => form !== nothing);
  const [only] = members;
  if (members.length === 0) return nothing;
  if (only && members.length === 1) return { ...only, nullable };
  if (members.some((form) => form.kinds.length === 0)) return { ...anything, nullable };
  const items = members.map((form) => form.items).filter((form) => form !== undefined);
  const maps = members.map((form) => form.map).filter((form) => form !== undefined);
  return {
    kinds: sorted(members.flatMap((form) => form.kinds)),
    nullable,
    ...commonTexts(members),
    whole: members.some((form) => form.whole === false)
      ? false
      : members.find((form) => form.whole !== undefined)?.whole,
    limits: commonLimits(members),
    items: items.length > 0 ? anyOf(items) : undefined,
    fields: commonFields(members),
    map: maps.length > 0 ? anyOf(maps) : undefined,
  };
}

/** A value of all of the forms: the fields of each. */
export function allOf(forms: readonly Form[]): Form {
  const fields = forms.map((form) => form.fields).filter((part) => part !== undefined);
  const whole: Form = Object.assign({ kinds: [] }, ...forms.map(stated), {
    fields: fields.length > 0 ? Object.assign({}, ...fields) : undefined,
  });
  // "An object" without fields adds nothing to one with fields.
  return whole.fields && whole.map === anything ? { ...whole, map: undefined } : whole;
}

/** What a form says, without what it leaves open. */
function stated(form: Form): Partial<Form> {
  const entries = Object.entries(form).filter(([name, value]) => value !== undefined && !isOpen(name, form));
  return Object.fromEntries(entries);
}

function isOpen(name: string, form: Form): boolean {
  return name === "kinds" && form.kinds.length === 0;
}

export function sorted<T extends string>(values: readonly T[]): T[] {
  return [...new Set(values)].sort();
}

/** Closed only where every member that is a text is closed; an open one keeps what is named as suggestions. */
function commonTexts(members: readonly Form[]): Pick<Form, "texts" | "suggested"> {
  const textual = members.filter((form) => form.kinds.includes("text"));
  const named = sorted(textual.flatMap((form) => form.texts ?? form.suggested ?? []));
  if (named.length === 0) return {};
  return textual.every((form) => form.texts) ? { texts: named } : { suggested: named };
}

/** A limit holds for the whole where each member to which it can apply has it, in its loosest form. */
function commonLimits(members: readonly Form[]): Limits {
  const common: { [name: string]: number | string } = {};
  for (const name of limitNames) {
    const limited = members.filter((form) => form.kinds.includes(limitedKind(name)));
    const values = limited.map((form) => form.limits?.[name]);
    const numbers = values.filter((value) => typeof value === "number");
    if (values.length === 0 || numbers.length < values.length) continue;
    common[name] = /min/i.test(name) ? Math.min(...numbers) : Math.max(...numbers);
  }
  return common;
}

function limitedKind(limit: (typeof limitNames)[number]): Kind {
  if (/Length|pattern/.test(limit)) return "text";
  if (/Items/.test(limit)) return "list";
  return limit === "maxProperties" ? "object" : "number";
}

function commonFields(members: readonly Form[]): Record<string, Field> | undefined {
  const objects = members.map((form) => form.fields).filter((fields) => fields !== undefined);
  if (objects.length === 0) return undefined;
  const names = sorted(objects.flatMap((fields) => Object.keys(fields)));
  return Object.fromEntries(
    names.map((name) => {
      const present = objects.flatMap((fields) => fields[name] ?? []);
      const required = present.length === objects.length && present.every((field) => field.required);
      return [name, { required, form: anyOf(present.map((field) => field.form)) }];
    }),
  );
}
