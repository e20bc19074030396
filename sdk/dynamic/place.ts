import * as pulumi from "@pulumi/pulumi";
import type { Entry } from "./entries";
import { settle } from "./settle";

/** What a resource carries at run time beside what its type shows. */
interface Inside {
  __pulumiType?: unknown;
  __name?: unknown;
  __parentResource?: pulumi.Resource;
  __aliases?: unknown[];
}

const insideOf = (resource: pulumi.Resource | undefined): Inside => (resource ?? {}) as unknown as Inside;

const stackType = "pulumi:pulumi:Stack";
const separator = "::";

/**
 * Where a resource stands in its stack: the URN that it will get, and those of its aliases. As the engine finds the
 * resource of the last state by them, so do we.
 */
export class Place {
  readonly #type: string;
  readonly #name: string;
  readonly #urn: string | undefined;
  readonly #aliases: string[] = [];

  constructor(
    readonly resource: pulumi.Resource,
    type: string,
    name: string,
  ) {
    this.#type = type;
    this.#name = name;
    const types = typesAbove(resource);
    this.#urn = types && urnOf([...types, type].join("$"), name);
  }

  /** Whether the entry is this resource's, as far as it can be told. */
  isOf(entry: Entry): boolean {
    if (this.#urn === undefined && entry.type === this.#type && entry.name === this.#name) return true;
    return entry.urn === this.#urn || this.#aliases.includes(entry.urn);
  }

  /** All URNs, the resource's own first. The aliases are known once the parent is: the resource waits for it too. */
  async urns(): Promise<string[]> {
    if (this.#aliases.length === 0)
      this.#aliases.push(...(await aliasesOf(this.resource, this.#type, this.#name)));
    return this.#urn === undefined ? this.#aliases : [this.#urn, ...this.#aliases];
  }
}

function urnOf(qualifiedType: string, name: string): string {
  const { getStack, getProject } = pulumi.runtime;
  return [`urn:pulumi:${getStack()}`, getProject(), qualifiedType, name].join(separator);
}

/** The types of the parents, the outermost first; undefined where one of them does not tell. */
function typesAbove(resource: pulumi.Resource): string[] | undefined {
  const types: string[] = [];
  let above = insideOf(resource).__parentResource;
  while (above) {
    const { __pulumiType: type, __parentResource: next } = insideOf(above);
    if (type === stackType) break;
    if (typeof type !== "string" || type === "") return undefined;
    types.unshift(type);
    above = next;
  }
  return types;
}

async function aliasesOf(resource: pulumi.Resource, type: string, name: string): Promise<string[]> {
  const own = await urnsAmong(insideOf(resource).__aliases);
  const parent = insideOf(resource).__parentResource;
  const { __name: parentName, __aliases: parentAliases } = insideOf(parent);
  const formerParents = await urnsAmong(parentAliases);
  const inherited = formerParents.flatMap((former) =>
    [urnOf(type, name), ...own].map((urn) => below(former, String(parentName ?? ""), urn)),
  );
  return [...own, ...inherited];
}

async function urnsAmong(aliases: unknown[] = []): Promise<string[]> {
  const settled = await Promise.all(aliases.map(settle));
  return settled.flatMap(({ value }) => (typeof value === "string" ? [value] : []));
}

/** The URN below a parent's former URN. By convention a child's name may begin with its parent's. */
function below(formerParent: string, parentName: string, child: string): string {
  const [scheme, project, parentType, ...former] = formerParent.split(separator);
  const [, , childType = "", ...childName] = child.split(separator);
  const name = childName.join(separator);
  const type = [parentType, childType.split("$").at(-1)].join("$");
  const renamed = parentName !== "" && name.startsWith(parentName);
  const newName = renamed ? former.join(separator) + name.slice(parentName.length) : name;
  return [scheme, project, type, newName].join(separator);
}
