/** The one table of settings, for stack configuration (`openai:<name>`), the environment and the documentation. */
export const settingsTable = {
  adminApiKey: {
    environment: "OPENAI_ADMIN_KEY",
    secret: true,
    about:
      "Admin API key of the organization (`sk-admin-...`), for everything under it: projects, keys, limits, roles.",
  },
  apiKey: {
    environment: "OPENAI_API_KEY",
    secret: true,
    about:
      "API key of one project (`sk-proj-...` or `sk-svcacct-...`), for what lives in it: vector stores, webhooks.",
  },
  organization: {
    environment: "OPENAI_ORG_ID",
    secret: false,
    about: "Organization id to send with every call.",
  },
  project: {
    environment: "OPENAI_PROJECT_ID",
    secret: false,
    about: "Project id to send with calls that use the project key.",
  },
  baseUrl: {
    environment: "OPENAI_BASE_URL",
    secret: false,
    about: "Address of the API; plain http only on this machine. Default `https://api.openai.com/v1`.",
  },
  requestTimeoutSeconds: {
    environment: "OPENAI_REQUEST_TIMEOUT_SECONDS",
    secret: false,
    about: "How long one attempt may take, in seconds. Default 60.",
  },
  requestsPerMinute: {
    environment: "OPENAI_REQUESTS_PER_MINUTE",
    secret: false,
    about:
      "How many calls a minute may be made of each method and path, such as `POST /organization/projects`. Without it the limits are learned.",
  },
  readOnly: {
    environment: "OPENAI_READ_ONLY",
    secret: false,
    about: "`true` refuses every call that would change something, before it is sent.",
  },
  learnedLimitsFile: {
    environment: "OPENAI_LEARNED_LIMITS_FILE",
    secret: false,
    about:
      "File in which commands that follow each other keep the limits that they have learned. It holds no key. A relative path begins at the program's folder.",
  },
} as const;

export type SettingName = keyof typeof settingsTable;
export type RawSettings = Partial<Record<SettingName, string>>;

/** Where a setting comes from, as an error names it. */
export function settingName(name: SettingName): string {
  return `openai:${name} (or the environment variable ${settingsTable[name].environment})`;
}
