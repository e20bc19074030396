import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Declaration } from "../kernel/declaration";
import { OpenAIError } from "../kernel/errors";
import type { Path } from "../kernel/path";
import { type FormerNames, formerNames, upgradeArguments } from "../kernel/upgrade";
import { isAbsent, own, type Properties } from "../kernel/values";
import { catalog } from "../resources/catalog";
import { decode } from "./decode";

/** The resource of a program that a request is about. */
export interface Subject {
  declaration: Declaration;
  names: FormerNames;
  urn: string;
  /** Its logical name; empty where nobody has told it. */
  name: string;
}

/** What a program says of a resource, and which of it is secret. */
export interface Arguments {
  args: Properties;
  secret: readonly Path[];
}

const former = new Map(catalog.map((declaration) => [declaration, formerNames(declaration)]));

/** Older engines give the URN alone, which holds the type and the name. */
export function subjectOf(request: { getUrn(): string; getType(): string; getName(): string }): Subject {
  const urn = request.getUrn();
  const [, , types = "", ...names] = urn.split("::");
  const type = request.getType() || (types.split("$").at(-1) ?? "");
  const declaration = declarationOf(type);
  return {
    declaration,
    urn,
    names: former.get(declaration) ?? {},
    name: request.getName() || names.join("::"),
  };
}

export function declarationOf(type: string): Declaration {
  const found = catalog.find(({ token }) => `openai:index:${token}` === type);
  if (found) return found;
  throw new OpenAIError(
    "usage",
    `This version of pulumi-openai has no resource ${type}. Nothing was done. ` +
      "Use the plugin and the package of the same version.",
  );
}

/**
 * The arguments under their present names. Names that begin with two underscores are the dynamic way's own, in a state
 * that it has written.
 */
export function argumentsOf({ names }: Subject, struct: Struct | undefined): Arguments {
  const { properties, secret } = decode(struct);
  const args = Object.entries(upgradeArguments(names, properties)).filter(
    ([name, value]) => !name.startsWith("__") && !isAbsent(value),
  );
  const renamed = secret.map((path): Path => {
    const [first, ...rest] = path;
    return [own(names, String(first)) ?? String(first), ...rest];
  });
  return { args: Object.fromEntries(args), secret: [...secret, ...renamed] };
}
