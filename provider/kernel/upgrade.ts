import { OpenAIError } from "./errors";
import { isObject, own, type Properties, type Value } from "./values";

/**
 * What older versions have written, as today's code reads it: states, and arguments, which the engine keeps from the last
 * run. Only the kernel's values are needed here, for a program's classes read the last state too. Names below a property,
 * such as the fields of an object that it holds, are not looked at: only a property has former names.
 */

/** By each former name of a property, its present one. */
export type FormerNames = Readonly<Record<string, string>>;

/** What is read of a declaration. Its own type leads to zod, which a program's compiler would have to read with the classes. */
interface Named {
  token: string;
  props: Readonly<Record<string, { readonly options: { was?: readonly string[] } }>>;
}

export function formerNames({ token, props }: Named): FormerNames {
  const names = new Map<string, string>();
  for (const [name, { options }] of Object.entries(props)) {
    for (const former of options.was ?? []) {
      if (own(props, former) || names.has(former))
        throw new Error(
          `${token}: "${former}" cannot be a former name of "${name}", for it is another's name`,
        );
      names.set(former, name);
    }
  }
  return Object.fromEntries(names);
}

/**
 * Arguments under their present names. Those of the last run may be older than this version, and so may the program: it
 * goes on, for an upgrade that stops it would be worse than a second spelling, and one that replaces an object much
 * worse. (What tells people are the types, where the former name is deprecated, and a line from the class.) Where both
 * names are given nobody knows which value is meant: then the former one stays, and Check refuses it.
 */
export function upgradeArguments<T>(
  names: FormerNames,
  args: Readonly<Record<string, T>>,
): Record<string, T> {
  const { upgraded, beside } = underPresentNames(names, args);
  return { ...upgraded, ...beside };
}

/** Where the state keeps what is no property: see `dynamic/state.ts`. */
export const memoName = "__openai";

/** A form of the state. One more key in the memo is no new form, for older versions leave out what they do not know. */
export interface StateForm {
  /** The version of the package that wrote it first. It stands in each state of a later form than the first, for those who cannot read it. */
  since: string;
  /** Makes it of the outputs in the form before. */
  from(outputs: Properties): Properties;
}

/** The first is number 1. A memo without a number is of the time before there was one, and differs in nothing else. */
const stateForms: readonly StateForm[] = [{ since: "0.1.0", from: (outputs) => outputs }];

/** What a memo says of its form. */
export function formMark(forms: readonly StateForm[] = stateForms): Properties {
  return { v: forms.length, since: forms.length > 1 ? forms.at(-1)?.since : undefined };
}

/** Outputs in today's form, under their present names. Without a memo they are the plugin's, which have no form. */
export function upgradeState(
  names: FormerNames,
  outputs: Properties,
  forms: readonly StateForm[] = stateForms,
): Properties {
  const memo = outputs[memoName];
  if (!isObject(memo)) return withPresentNames(names, outputs);
  const form = typeof memo.v === "number" ? memo.v : 0;
  if (form > forms.length) throw tooNew(form, memo.since, forms.length);
  const inPresentForm = forms.slice(form).reduce((older, { from }) => from(older), outputs);
  return withPresentNames(names, inPresentForm);
}

function tooNew(form: number, since: Value, known: number): OpenAIError {
  const [writer, wanted] =
    typeof since === "string"
      ? [`pulumi-openai ${since} or newer`, `"pulumi-openai@>=${since}"`]
      : ["a newer pulumi-openai", "pulumi-openai@latest"];
  return new OpenAIError(
    "usage",
    `The state was written by ${writer} (form ${form}), and this version knows forms up to ${known}. Nothing was ` +
      `changed, neither at OpenAI nor in the state. Run \`npm install ${wanted}\` in the program's folder, then the command ` +
      "again. Or bring back the state from before that version: `pulumi stack export --version <number>`, where " +
      "`pulumi stack history` shows the numbers, then `pulumi stack import`.",
  );
}

/** Every place of a state that names properties. */
function withPresentNames(names: FormerNames, outputs: Properties): Properties {
  if (Object.keys(names).length === 0) return outputs;
  const { [memoName]: hidden, restoreTo, ...live } = outputs;
  const upgraded = inBag(live);
  if (restoreTo !== undefined) upgraded.restoreTo = isObject(restoreTo) ? inBag(restoreTo) : restoreTo;
  if (!isObject(hidden)) return upgraded;
  const memo: Properties = { ...hidden };
  for (const list of ["set", "noted"]) if (Array.isArray(memo[list])) memo[list] = inList(memo[list]);
  if (isObject(memo.from)) {
    const from: Properties = { ...memo.from };
    for (const bag of ["instead", "restoreTo"]) if (isObject(from[bag])) from[bag] = inBag(from[bag]);
    memo.from = from;
  }
  return { ...upgraded, [memoName]: memo };

  function inBag(bag: Properties): Properties {
    return underPresentNames(names, bag).upgraded;
  }

  function inList(list: Value[]): Value[] {
    return [...new Set(list.map((name) => (typeof name === "string" ? (own(names, name) ?? name) : name)))];
  }
}

/** An absent value hides none, for the classes give one for each output. */
function underPresentNames<T>(names: FormerNames, bag: Readonly<Record<string, T>>) {
  const isFormer = ([name]: [string, T]) => own(names, name) !== undefined;
  const entries = Object.entries(bag);
  const upgraded = new Map(entries.filter((entry) => !isFormer(entry)));
  const beside = new Map<string, T>();
  for (const [former, value] of entries.filter(isFormer)) {
    const present = own(names, former) ?? former;
    const isTaken = (upgraded.get(present) ?? undefined) !== undefined;
    (isTaken ? beside : upgraded).set(isTaken ? former : present, value);
  }
  return { upgraded: Object.fromEntries(upgraded), beside: Object.fromEntries(beside) };
}
