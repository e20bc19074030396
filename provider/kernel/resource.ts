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

interface Spec<P extends Words> {
  token: string;
  about: string;
  notes?: string[];
  destroying?: string;
  page: string;
  credential: CredentialKind;
  kind?: Declaration["kind"];
  at: string | (Pick<Paths, "list"> & Partial<Paths>);
  beta?: string;
  id: string;
  list: ListRules;
  read?: Declaration["read"];
  replies?: Declaration["replies"];
  big?: boolean;
  end?: End;
  when?: When;
  either?: [keyof P & string, keyof P & string][];
  recognise?: (keyof P & string)[];
  settle?: Settling & { on: keyof P & string; unless?: keyof P & string };
  sunset?: Sunset;
  props: P;
  examples: [Example<ArgsOf<P>>, ...Example<ArgsOf<P>>[]];
  refuses?(args: Partial<ArgsOf<P>>): Refusal[];
  also?: Declaration["also"];
}

/** Declares a resource: everything the shells, the lifecycle and the documentation need to know of it. */
export function resource<P extends Words>(spec: Spec<P>): Declaration {
  const props: Record<string, Property> = spec.props;
  const ids = namesIn(spec.id);
  const others = Object.values(props).flatMap(({ options }) => [options.passed ?? [], options.after ?? []]);
  for (const name of [...ids, ...(spec.recognise ?? []), ...(spec.either ?? []).flat(), ...others.flat()]) {
    if (!props[name]) throw new Error(`${spec.token}: "${name}" is named but not declared in props`);
  }
  // Refuses a former name that is another's.
  formerNames({ token: spec.token, props });
  const at = typeof spec.at === "string" ? { list: spec.at } : spec.at;
  return {
    notes: [],
    kind: "item",
    read: "item",
    replies: "object",
    big: false,
    end: "erase",
    destroying: `means: ${endingSentence({ end: spec.end ?? "erase" })}.`,
    when: {},
    either: [],
    recognise: [],
    refuses: () => [],
    also: () => [],
    ...spec,
    at: { create: at.list, item: `${at.list}/{${ids.at(-1)}}`, ...at },
    props,
  } as Declaration;
}
