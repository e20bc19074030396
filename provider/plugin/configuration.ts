import { credentialFor, parseSettings, type SettingName, settingsTable } from "../api/settings";
import { isOpenAIError } from "../kernel/errors";
import { nearest } from "../kernel/names";
import type { Path } from "../kernel/path";
import { isAbsent, own, type Properties, unknownValue, type Value } from "../kernel/values";

/** What the engine puts beside the settings of a provider, for itself. */
const enginesOwn: ReadonlySet<string> = new Set(["version", "pluginDownloadURL", "parameterization"]);

const keys: ReadonlySet<string> = new Set(
  Object.entries(settingsTable).flatMap(([name, { secret }]) => (secret ? [name] : [])),
);

/** The paths of settings that nobody may see. */
export const secretSettings: readonly Path[] = [...keys].map((name) => [name]);

export interface Problem {
  property: string;
  reason: string;
}

/** Everything that is wrong with the settings of a provider, without a call. What is not known yet waits. */
export function checkSettings(given: Properties): Problem[] {
  return Object.entries(given).flatMap(([name, value]) => {
    if (enginesOwn.has(name) || name.startsWith("__") || isAbsent(value) || value === unknownValue) return [];
    const reason = isSetting(name) ? problemOf(name, value) : notASetting(name);
    if (reason === undefined) return [];
    // The engine prints the value of the property that is named; and what a misspelt one holds nobody knows.
    const mayBeNamed = isSetting(name) && !keys.has(name);
    return [mayBeNamed ? { property: name, reason } : { property: "", reason }];
  });
}

function isSetting(name: string): name is SettingName {
  return own(settingsTable, name) !== undefined;
}

function notASetting(name: string): string {
  const near = nearest(name, Object.keys(settingsTable));
  return `openai has no setting "${name}"${near ? `; did you mean "${near}"?` : ""}`;
}

function problemOf(name: SettingName, value: Value): string | undefined {
  const text = textOf(value);
  if (text === undefined) return `The setting openai:${name} must be a text.`;
  // An empty setting is none.
  if (text.trim() === "") return undefined;
  try {
    const alone = { [name]: text.trim() };
    parseSettings(alone);
    if (name === "adminApiKey") credentialFor(alone, "admin");
    if (name === "apiKey") credentialFor(alone, "project");
    return undefined;
  } catch (error) {
    if (!isOpenAIError(error)) throw error;
    return error.message;
  }
}

/** A setting as a text. The SDKs write what is no text as JSON, and stack configuration may hold numbers and switches. */
export function textOf(value: Value): string | undefined {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value !== "string") return undefined;
  if (!/^".*"$/s.test(value)) return value;
  try {
    return String(JSON.parse(value));
  } catch {
    return value;
  }
}

/**
 * The settings that differ. None of them replaces the provider, whatever it is: to replace a provider is to replace all
 * that it holds. Another key is no difference, for the objects stay what they are; one that is not known yet is one, so
 * that the preview says that it waits for it.
 */
export function changedSettings(olds: Properties, news: Properties): string[] {
  return Object.keys(settingsTable).filter((name) => {
    if (news[name] === unknownValue) return true;
    return !keys.has(name) && (textOf(olds[name]) ?? "") !== (textOf(news[name]) ?? "");
  });
}
