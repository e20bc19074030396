import type { Declaration } from "../kernel/declaration";
import { OpenAIError } from "../kernel/errors";
import { formerNames, upgradeArguments } from "../kernel/upgrade";
import { isObject, type Properties, type Value } from "../kernel/values";
import { catalog } from "../resources/catalog";

/** A create that the engine had begun when it was killed. */
export interface PendingCreate {
  urn: string;
  declaration: Declaration;
  /** Whether the program used the dynamic classes. */
  dynamic: boolean;
  inputs: Properties;
  /** The inputs that the export does not show, or not whole: secrets, and what was not known yet. */
  hidden: string[];
}

/** What `pulumi stack export` tells. */
export interface ExportedState {
  pending: PendingCreate[];
  /** Ids that the state holds already, as `<token> <id>`. */
  held: Set<string>;
  /** The stack's settings at the last `pulumi up`, as far as the export shows them. */
  settings: Properties;
  /** When the state was written, in Unix seconds. */
  writtenAt?: number;
}

const signature = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
/** How the engine writes what is not known yet. */
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Reads an exported stack. Secrets that it does not show are left out. */
export function readExport(text: string): ExportedState {
  const { deployment } = parse(text);
  if (!isObject(deployment)) throw notAnExport();
  const resources = list(deployment.resources);
  const operations = list(deployment.pending_operations);
  const written = isObject(deployment.manifest) ? Date.parse(String(deployment.manifest.time)) : Number.NaN;
  const provider = resources.find(({ type }) => type === "pulumi:providers:pulumi-nodejs");
  return {
    pending: operations.flatMap(({ type, resource }) => {
      const { urn, inputs: given, ...rest } = isObject(resource) ? resource : {};
      const found = declarationOf(rest.type);
      if (type !== "creating" || !found) return [];
      const inputs = upgradeArguments(formerNames(found.declaration), isObject(given) ? given : {});
      return [{ ...found, urn: String(urn), inputs: shown(inputs), hidden: hiddenIn(inputs) }];
    }),
    held: new Set(
      resources.flatMap(({ type, id }) => {
        const found = declarationOf(type);
        return found && typeof id === "string" ? [`${found.declaration.token} ${id}`] : [];
      }),
    ),
    settings: settingsOf(shown(provider?.inputs)),
    ...(Number.isNaN(written) ? {} : { writtenAt: Math.floor(written / 1000) }),
  };
}

function parse(text: string): Properties {
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch {
    // Said below, with what to do.
  }
  throw notAnExport();
}

function notAnExport(): OpenAIError {
  return new OpenAIError(
    "usage",
    "This is not what `pulumi stack export` writes. Use: pulumi stack export --show-secrets | pulumi-openai pending",
  );
}

function list(value: Value): Properties[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function declarationOf(type: Value): { declaration: Declaration; dynamic: boolean } | undefined {
  const [, dynamic, token] =
    /^(?:(pulumi-nodejs:dynamic\/openai)|openai:index):(\w+)$/.exec(String(type)) ?? [];
  const declaration = catalog.find((candidate) => candidate.token === token);
  return declaration && { declaration, dynamic: dynamic !== undefined };
}

/** The settings are kept under their names, with or without the namespace. */
function settingsOf(inputs: Properties): Properties {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [name.replace(/^openai:/, ""), value]),
  );
}

/** The values that the export shows: a secret as its plain text, or not at all. */
function shown(value: Value): Properties {
  const plain = plainOf(value);
  return isObject(plain) ? plain : {};
}

function hiddenIn(inputs: Properties): string[] {
  return Object.keys(inputs).filter((name) => hides(inputs[name]));
}

function hides(value: Value): boolean {
  if (Array.isArray(value)) return value.some(hides);
  if (!isObject(value)) return value === unknown;
  if (value[signature] === secretSignature) return typeof value.plaintext !== "string";
  return Object.values(value).some(hides);
}

function plainOf(value: Value): Value {
  if (value === unknown) return undefined;
  if (Array.isArray(value)) return value.map(plainOf);
  if (!isObject(value)) return value;
  if (value[signature] === secretSignature) {
    return typeof value.plaintext === "string" ? (JSON.parse(value.plaintext) as Value) : undefined;
  }
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, plainOf(entry)]));
}
