import { randomBytes } from "node:crypto";
import { CheckRequest } from "@pulumi/pulumi/proto/provider_pb";
import { isAbsent, type Properties } from "../kernel/values";
import type { Subject } from "./subject";

const { Mode } = CheckRequest.AutonamingOptions;

/**
 * The arguments with a name, where the API demands one and the program gives none: the one of the last run, else what the
 * stack's configuration proposes, else the resource's own name. Undefined where the configuration refuses to name anything.
 */
export function withName(
  { declaration, name: logicalName }: Subject,
  news: Properties,
  olds: Properties,
  autonaming: CheckRequest.AutonamingOptions | undefined,
): Properties | undefined {
  const named = Object.keys(declaration.props).find((name) => declaration.props[name]?.options.named);
  if (named === undefined || !isAbsent(news[named])) return news;
  if (!isAbsent(olds[named])) return { ...news, [named]: olds[named] };
  if (autonaming?.getMode() === Mode.DISABLE) return undefined;
  const proposed = autonaming?.getProposedName() || logicalName || somethingLike(declaration.token);
  return { ...news, [named]: proposed };
}

/** Commands that have no program give no name either. */
function somethingLike(token: string): string {
  return `${token.toLowerCase()}-${randomBytes(4).toString("hex").slice(0, 7)}`;
}
