import type { z } from "zod";
import {
  type CredentialKind,
  type Declaration,
  type End,
  type Example,
  type ListRules,
  namesIn,
  type Paths,
  type Property,
  type Refusal,
  type Settling,
  type Sunset,
  type Thing,
  type When,
  type WordName,
} from "./declaration";
import { endingSentence } from "./ending";
import { formerNames } from "./upgrade";
import type { Word } from "./words";

type Words = Record<string, Word<WordName, z.ZodType>>;
type Argument = "parent" | "mutable" | "fixed" | "content" | "ours";
type ArgumentNames<P extends Words> = {
  [K in keyof P]: P[K]["word"] extends Argument ? K : never;
}[keyof P] &
  string;
type OptionalNames<P extends Words> = {
  [K in ArgumentNames<P>]: undefined extends z.input<P[K]["schema"]> ? K : never;
}[ArgumentNames<P>];

/** The arguments of a declaration, as a program gives them. */
type ArgsOf<P extends Words> = {
  [K in Exclude<ArgumentNames<P>, OptionalNames<P>>]: z.input<P[K]["schema"]>;
} & { [K in OptionalNames<P>]?: z.input<P[K]["schema"]> };

interface ThingSpec<P extends Words> {
  token: string;
  about: string;
  page: string;
  credential: CredentialKind;
  kind?: Thing["kind"];
  /** The collection, below which each has a path of its own; or each path by its name. */
  at: string | Partial<Paths>;
  beta?: string;
  id: string;
  list?: ListRules;
  read?: Thing["read"];
  big?: boolean;
  when?: When;
  either?: [keyof P & string, keyof P & string][];
  sunset?: Sunset;
  also?: Thing["also"];
  props: P;
}

interface Spec<P extends Words> extends ThingSpec<P> {
  notes?: string[];
  destroying?: string;
  replies?: Declaration["replies"];
  end?: End;
  recognise?: (keyof P & string)[];
  settle?: Settling & { on: keyof P & string; unless?: keyof P & string };
  examples: [Example<ArgsOf<P>>, ...Example<ArgsOf<P>>[]];
  refuses?(args: Partial<ArgsOf<P>>): Refusal[];
}

/** The property that says when an object was made, under the name that the API mostly has for it. */
const usualBirth = "createdAt";

/** Declares what can only be looked at. */
export function thing<P extends Words>(spec: ThingSpec<P>): Thing {
  const props: Record<string, Property> = spec.props;
  const ids = namesIn(spec.id);
  const others = Object.values(props).flatMap(({ options }) => [options.passed ?? [], options.after ?? []]);
  for (const name of [...ids, ...(spec.either ?? []).flat(), ...others.flat()])
    demand(spec.token, props, name);
  // Refuses a former name that is another's.
  formerNames({ token: spec.token, props });
  const key = ids.at(-1);
  const at = typeof spec.at === "string" ? { list: spec.at } : spec.at;
  const item = at.item ?? (at.list && key && `${at.list}/{${key}}`);
  if (item === undefined) throw new Error(`${spec.token}: nothing says where one of them is read`);
  if (
    (at.list === undefined) !== (spec.list === undefined) ||
    (spec.read !== "item" && spec.read && !spec.list)
  )
    throw new Error(`${spec.token}: what is listed needs a path and rules for it`);
  return {
    kind: "item",
    read: "item",
    big: false,
    when: {},
    either: [],
    also: () => [],
    ...spec,
    key,
    born: props[usualBirth] && usualBirth,
    at: { ...at, item },
    props,
  };
}

/** Declares a resource: everything the shells, the lifecycle and the documentation need to know of it. */
export function resource<P extends Words>(spec: Spec<P>): Declaration {
  const base = thing(spec);
  for (const name of spec.recognise ?? []) demand(spec.token, base.props, name);
  const posted = typeof spec.at === "string" ? spec.at : (spec.at.create ?? base.at.list ?? base.at.item);
  return {
    notes: [],
    destroying: `means: ${endingSentence({ end: "erase", when: {}, ...spec })}.`,
    replies: "object",
    end: "erase",
    recognise: [],
    ...spec,
    ...base,
    at: { ...base.at, create: posted },
    // A program's arguments have the types of the declaration once they are checked.
    refuses: (spec.refuses ?? (() => [])) as Declaration["refuses"],
    examples: spec.examples as readonly Example[],
  };
}

function demand(token: string, props: Readonly<Record<string, Property>>, name: string): void {
  if (!props[name]) throw new Error(`${token}: "${name}" is named but not declared in props`);
}
