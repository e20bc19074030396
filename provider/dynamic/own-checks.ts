import { problemOfBaseUrl } from "../api/base-url";
import { type Declaration, namesIn } from "../kernel/declaration";
import { exampleId } from "../kernel/identity";
import { type Properties, unknownValue, type Value } from "../kernel/values";
import { adviceToMove, idNeeded } from "../lifecycle/make/adopt";
import type { Hint } from "../lifecycle/session/hint";
import { isSameObject } from "../lifecycle/session/identity";
import { adoptName, apiKeyName, baseUrlName, type Said } from "./state";

/** Arguments that only this way in has. */
export function ownNames(declaration: Declaration): string[] {
  const adoptable = declaration.kind === "existing" ? [] : [adoptName];
  return declaration.credential === "project" ? [apiKeyName, baseUrlName, ...adoptable] : adoptable;
}

/** What is wrong with the arguments that only this way in has, as sentences. */
export function checkOwn(
  declaration: Declaration,
  { apiKey, baseUrl, adopt, args }: Said,
  hint: Hint | undefined,
): string[] {
  return [
    ...checkApiKey(declaration, apiKey),
    ...checkBaseUrl(declaration, baseUrl),
    ...checkAdopt(declaration, adopt),
    ...checkHolders(declaration, args, adopt, hint),
  ];
}

function checkApiKey(declaration: Declaration, apiKey: Value): string[] {
  if (apiKey === undefined || apiKey === unknownValue) return [];
  if (declaration.credential === "admin")
    return [`apiKey: ${declaration.token} is managed with the admin key and takes no key of its own`];
  return typeof apiKey === "string" && apiKey !== "" ? [] : ["apiKey: expected a key"];
}

function checkBaseUrl(declaration: Declaration, baseUrl: Value): string[] {
  if (baseUrl === undefined || baseUrl === unknownValue) return [];
  if (declaration.credential === "admin")
    return [
      `baseUrl: ${declaration.token} is managed at the address of openai:baseUrl and takes none of its own`,
    ];
  const problem = typeof baseUrl === "string" ? problemOfBaseUrl(baseUrl.trim()) : "is not a URL.";
  return problem === undefined ? [] : [`baseUrl: ${problem.replace(/\.$/, "")}`];
}

function checkAdopt(declaration: Declaration, adopt: Value): string[] {
  if (adopt === undefined || adopt === unknownValue) return [];
  if (declaration.kind === "existing")
    return [`adopt: ${declaration.token} is there without us: it is always taken over`];
  const needed = adopt === true ? idNeeded(declaration) : undefined;
  if (needed !== undefined) return [`adopt: ${needed}`];
  return typeof adopt === "boolean" || (typeof adopt === "string" && adopt !== "")
    ? []
    : [`adopt: must be true, or an id such as ${exampleId(declaration)}`];
}

/** One object is one resource's: two of a program would change it to and fro, and the end of one would end it for both. */
function checkHolders(
  declaration: Declaration,
  args: Properties,
  adopt: Value,
  hint: Hint | undefined,
): string[] {
  if (!hint) return [];
  const { name, twin, twinKind, held } = hint;
  if (twin !== undefined) {
    return [
      `${objectText(declaration, args, adopt)} is declared twice in this program, as "${twin}"${twinKind === undefined ? "" : ` (${twinKind})`} and as "${name}". ` +
        "Keep one of the two.",
    ];
  }
  if (typeof adopt !== "string" || declaration.kind === "edge") return [];
  for (const holder of held) {
    if (holder.own || !isSameObject(declaration, holder.id, adopt)) continue;
    if (holder.wanted)
      return [`adopt: ${declaration.token} ${adopt} belongs to "${holder.name}" of this program already`];
    const advice = adviceToMove(declaration, holder, name);
    if (advice) return [advice];
  }
  return [];
}

function objectText(declaration: Declaration, args: Properties, adopt: Value): string {
  if (typeof adopt === "string") return `${declaration.token} ${adopt}`;
  const parts = namesIn(declaration.id).map((name) => {
    const pair = declaration.either.find((names) => names.includes(name)) ?? [name];
    return [name, ...pair].map((spelling) => args[spelling]).find((value) => typeof value === "string");
  });
  return `${declaration.token} ${parts.map((part) => part ?? "?").join("/")}`;
}
