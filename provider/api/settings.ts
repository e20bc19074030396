import { createHash } from "node:crypto";
import type { CredentialKind } from "../kernel/declaration";
import { OpenAIError } from "../kernel/errors";
import { defaultBaseUrl, parseBaseUrl } from "./base-url";
import { type RawSettings, type SettingName, settingName, settingsTable } from "./settings-table";

export { type RawSettings, type SettingName, settingName, settingsTable };

export interface Settings {
  raw: RawSettings;
  baseUrl: URL;
  requestTimeout: number;
  requestsPerMinute?: number;
  readOnly: boolean;
  learnedLimitsFile?: string;
}

/** Configuration first, then the environment. Never throws: a bad setting is reported by the call that needs it. */
export function gatherSettings(
  configured: (name: SettingName) => string | undefined,
  environment: NodeJS.ProcessEnv = process.env,
): RawSettings {
  const raw: RawSettings = {};
  for (const [name, { environment: variable }] of Object.entries(settingsTable)) {
    const value = configured(name as SettingName) || environment[variable];
    if (value) raw[name as SettingName] = value.trim();
  }
  return raw;
}

export function parseSettings(raw: RawSettings): Settings {
  const seconds = Number(raw.requestTimeoutSeconds ?? "60");
  if (!(seconds >= 1 && seconds <= 3600)) {
    throw new OpenAIError(
      "setting",
      `The setting ${settingName("requestTimeoutSeconds")} must be a number of seconds from 1 to 3600. Nothing was sent.`,
    );
  }
  refuseWhatNoHeaderHolds(raw, "organization");
  refuseWhatNoHeaderHolds(raw, "project");
  return {
    raw,
    baseUrl: baseUrlOf(raw),
    requestTimeout: seconds * 1000,
    requestsPerMinute: parseLimit(raw),
    readOnly: parseSwitch(raw, "readOnly"),
    learnedLimitsFile: raw.learnedLimitsFile,
  };
}

function baseUrlOf(raw: RawSettings): URL {
  return parseBaseUrl(raw.baseUrl ?? defaultBaseUrl, `The setting ${settingName("baseUrl")}`);
}

function parseLimit({ requestsPerMinute: text }: RawSettings): number | undefined {
  if (text === undefined) return undefined;
  const limit = Number(text);
  if (limit >= 1 && limit <= 1_000_000) return limit;
  throw new OpenAIError(
    "setting",
    `The setting ${settingName("requestsPerMinute")} must be a number of calls from 1 to 1000000. Nothing was sent.`,
  );
}

function parseSwitch(raw: RawSettings, name: SettingName): boolean {
  const text = (raw[name] ?? "false").toLowerCase();
  if (["true", "yes", "on", "1"].includes(text)) return true;
  if (["false", "no", "off", "0"].includes(text)) return false;
  throw new OpenAIError(
    "setting",
    `The setting ${settingName(name)} must be true or false. Nothing was sent.`,
  );
}

/** Ids travel as headers, which hold no spaces, line breaks or letters beyond ASCII. */
function refuseWhatNoHeaderHolds(raw: RawSettings, name: SettingName): void {
  if (/[^\x21-\x7e]/.test(raw[name] ?? "")) {
    throw new OpenAIError(
      "setting",
      `The setting ${settingName(name)} holds characters that no id has, such as spaces or line breaks. Nothing was sent.`,
    );
  }
}

export interface Credential {
  kind: CredentialKind;
  key: string;
  /** 12 hex digits of the key's SHA-256: tells keys apart without showing them. */
  fingerprint: string;
  /** Where the key was given, for messages. */
  source: string;
  /** The resource's own argument, and not a setting. */
  isOwn: boolean;
  /** The host that the resource brings itself, as one whose project has data residency. Absent: that of the settings. */
  baseUrl?: URL;
  /** Tells connections apart: a key, and a host of its own if it has one. What one of them sees says nothing of another. */
  connection: string;
}

const prefixes: Record<CredentialKind, RegExp> = { admin: /^sk-admin-/, project: /^sk-(proj|svcacct)-/ };
const settingOf: Record<CredentialKind, SettingName> = { admin: "adminApiKey", project: "apiKey" };
const kindText: Record<CredentialKind, string> = {
  admin: "an admin key (sk-admin-...)",
  project: "a project's key (sk-proj-... or sk-svcacct-...)",
};

/** The engine keeps the settings in the state, and uses those where it does not run the program. */
export const settingsOfTheLastUp =
  "`pulumi refresh` and `pulumi destroy` use the settings of the last `pulumi up`, and today's with --run-program.";

/**
 * The key for a kind of call, and the host where a resource has its own. A missing key, or one known to be of the other
 * kind, is reported before any call.
 */
export function credentialFor(
  raw: RawSettings,
  kind: CredentialKind,
  override?: string,
  ownBaseUrl?: string,
): Credential {
  const setting = settingOf[kind];
  const key = override?.trim() || raw[setting];
  const source = override ? "the argument apiKey" : settingName(setting);
  if (!key) {
    throw new OpenAIError(
      "setting",
      `This needs ${kindText[kind]}, and none is set. Nothing was sent. ` +
        `Run \`pulumi config set --secret openai:${setting}\` or set ${settingsTable[setting].environment}` +
        (kind === "project" ? ", or give the resource the argument apiKey. " : ". ") +
        settingsOfTheLastUp,
    );
  }
  const other: CredentialKind = kind === "admin" ? "project" : "admin";
  if (prefixes[other].test(key)) {
    throw new OpenAIError(
      "setting",
      `${source} holds ${kindText[other]}, but this needs ${kindText[kind]}. Nothing was sent.`,
    );
  }
  if (/[^\x21-\x7e]/.test(key)) {
    throw new OpenAIError(
      "setting",
      `${source} holds characters that no key has, such as spaces or line breaks. Nothing was sent.`,
    );
  }
  const digest = fingerprint(key);
  const found = { kind, key, fingerprint: digest, source, isOwn: Boolean(override), connection: digest };
  const baseUrl = ownBaseUrl ? parseBaseUrl(ownBaseUrl.trim(), "The argument baseUrl") : undefined;
  if (!baseUrl || baseUrl.href === baseUrlOf(raw).href) return found;
  return { ...found, baseUrl, connection: `${digest}:${baseUrl.host}${baseUrl.pathname.replace(/\/$/, "")}` };
}

/** Where the host was given, as an error names it. */
export function hostSourceOf({ baseUrl }: Credential): string {
  return baseUrl ? "the argument baseUrl" : settingName("baseUrl");
}

export function fingerprint(key: string): string {
  return createHash("sha256").update(key).digest("hex").slice(0, 12);
}
