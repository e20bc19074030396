import { namesIn } from "../../../provider/kernel/declaration";
import { parseId } from "../../../provider/kernel/identity";
import { isObject } from "../../../provider/kernel/values";
import { kindOf } from "../../kernel/facts";
import type { Bag } from "./wire";
import { unknown } from "./wire";

/** One resource of a program, as data. */
export interface Declared {
  name: string;
  token: string;
  args: Bag;
  adopt?: string | boolean;
  options?: Options;
}

interface Options {
  /** Type of the component that it stands in: all that a URN tells of a parent. */
  parent?: string;
  aliases?: { name?: string; parent?: string }[];
  deleteBeforeReplace?: boolean;
  replaceOnChanges?: string[];
  protect?: boolean;
  /** Names of other resources of the program. */
  deletedWith?: string;
  dependsOn?: string[];
}

export type Program = readonly Declared[];

const mark = "an output of";

/** In place of an argument: an output of another resource of the program; without a name its id. */
export function outputOf(name: string, output = "id"): Bag {
  return { [mark]: name, output };
}

export const urnOf = ({ name, token, options }: Pick<Declared, "name" | "token" | "options">): string =>
  `${options?.parent === undefined ? "" : `${options.parent}$`}${token}::${name}`;

/** The URNs under which an earlier program may have had it. */
export const formerUrnsOf = ({ name, token, options }: Declared): string[] =>
  (options?.aliases ?? []).map((alias) =>
    urnOf({ name: alias.name ?? name, token, options: { parent: alias.parent ?? options?.parent } }),
  );

/** Names of the resources whose outputs stand in a value. */
export function namedIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(namedIn);
  if (!isObject(value)) return [];
  const named: unknown = value[mark];
  return typeof named === "string" ? [named] : Object.values(value).flatMap(namedIn);
}

export const neededBy = ({ args, options }: Declared): string[] => [
  ...new Set([
    ...namedIn(args),
    ...(options?.dependsOn ?? []),
    ...(options?.deletedWith ? [options.deletedWith] : []),
  ]),
];

/** What a program can see of a resource: the id, and the outputs that are known. */
export interface Visible {
  token: string;
  id?: string;
  outputs: Bag;
}

/** Arguments with the outputs that they name in place. What is not known yet is the engine's sentinel. */
export function resolved(value: unknown, find: (name: string) => Visible): unknown {
  if (Array.isArray(value)) return value.map((entry) => resolved(entry, find));
  if (!isObject(value)) return value;
  const named: unknown = value[mark];
  if (typeof named === "string") return outputNamed(find(named), String(value.output));
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, resolved(entry, find)]));
}

/** The classes know outputs that are parts of the id from the id, which the engine keeps while a resource is updated. */
function outputNamed({ token, id, outputs }: Visible, output: string): unknown {
  if (output === "id") return id ?? unknown;
  const declaration = kindOf(token);
  if (id !== undefined && namesIn(declaration.id).includes(output)) return parseId(declaration, id)[output];
  return outputs[output] ?? unknown;
}
