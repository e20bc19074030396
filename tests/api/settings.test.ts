import {
  credentialFor,
  gatherSettings,
  parseSettings,
  type RawSettings,
  settingsTable,
} from "../../provider/api/settings";
import { OpenAIError } from "../../provider/kernel/errors";

const adminText = "an admin key (sk-admin-...)";
const lastUp =
  "`pulumi refresh` and `pulumi destroy` use the settings of the last `pulumi up`, and today's with --run-program.";
const projectText = "a project's key (sk-proj-... or sk-svcacct-...)";

function refusalOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof OpenAIError && error.code === "setting") return error.message;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("where settings come from", () => {
  const variables = {
    adminApiKey: "OPENAI_ADMIN_KEY",
    apiKey: "OPENAI_API_KEY",
    organization: "OPENAI_ORG_ID",
    project: "OPENAI_PROJECT_ID",
    baseUrl: "OPENAI_BASE_URL",
    requestTimeoutSeconds: "OPENAI_REQUEST_TIMEOUT_SECONDS",
    readOnly: "OPENAI_READ_ONLY",
  } as const;

  test.each(Object.entries(variables))("%s comes from %s where the stack says nothing", (name, variable) => {
    expect(gatherSettings(() => undefined, { [variable]: "from the environment" })).toEqual({
      [name]: "from the environment",
    });
  });

  test.each(Object.entries(variables))("the stack's %s wins over %s", (name, variable) => {
    const configured = (asked: string) => (asked === name ? "from the stack" : undefined);
    expect(gatherSettings(configured, { [variable]: "from the environment" })).toEqual({
      [name]: "from the stack",
    });
  });

  test("each setting is decided on its own", () => {
    const configured = (name: string) => (name === "organization" ? "org-stack" : undefined);
    const environment = { OPENAI_ORG_ID: "org-environment", OPENAI_ADMIN_KEY: "sk-admin-environment" };
    expect(gatherSettings(configured, environment)).toEqual({
      organization: "org-stack",
      adminApiKey: "sk-admin-environment",
    });
  });

  test("other variables of the environment are not read", () => {
    expect(gatherSettings(() => undefined, { OPENAI_LOG: "debug", OPENAI_WEBHOOK_SECRET: "s" })).toEqual({});
  });

  test("the line break that `echo key >` leaves is cut off", () => {
    expect(gatherSettings(() => undefined, { OPENAI_API_KEY: "sk-proj-a\n" })).toEqual({
      apiKey: "sk-proj-a",
    });
  });

  test("an empty setting is none, so that the environment counts", () => {
    expect(gatherSettings(() => "", { OPENAI_ORG_ID: "org-1" })).toEqual({ organization: "org-1" });
    expect(gatherSettings(() => "", { OPENAI_ORG_ID: "" })).toEqual({});
  });

  test("exactly the keys are marked as secret", () => {
    const secrets = Object.entries(settingsTable).filter(([, { secret }]) => secret);
    expect(secrets.map(([name]) => name)).toEqual(["adminApiKey", "apiKey"]);
  });

  test("without any setting the API itself is called, with a minute for each attempt", () => {
    const settings = parseSettings({});
    expect(settings.baseUrl.href).toBe("https://api.openai.com/v1/");
    expect(settings).toMatchObject({ requestTimeout: 60_000, readOnly: false });
  });
});

describe("a missing key", () => {
  test("of the organization is asked for by both its names", () => {
    expect(refusalOf(() => credentialFor({ apiKey: "sk-proj-a" }, "admin"))).toBe(
      `This needs ${adminText}, and none is set. Nothing was sent. ` +
        "Run `pulumi config set --secret openai:adminApiKey` or set OPENAI_ADMIN_KEY. " +
        lastUp,
    );
  });

  test("of a project is asked for by both its names, and by the resource's own argument", () => {
    expect(refusalOf(() => credentialFor({ adminApiKey: "sk-admin-a" }, "project"))).toBe(
      `This needs ${projectText}, and none is set. Nothing was sent. ` +
        "Run `pulumi config set --secret openai:apiKey` or set OPENAI_API_KEY, or give the resource the argument apiKey. " +
        lastUp,
    );
  });

  test("is also one that holds only blanks", () => {
    const raw = gatherSettings(() => undefined, { OPENAI_ADMIN_KEY: " \n" });
    expect(refusalOf(() => credentialFor(raw, "admin"))).toContain("none is set");
  });
});

describe("the wrong kind of key", () => {
  test.each(["sk-proj-canary0123", "sk-svcacct-canary0123"])("%s is no admin key", (key) => {
    const message = refusalOf(() => credentialFor({ adminApiKey: key }, "admin"));
    expect(message).toBe(
      "openai:adminApiKey (or the environment variable OPENAI_ADMIN_KEY) holds " +
        `${projectText}, but this needs ${adminText}. Nothing was sent.`,
    );
    expect(message).not.toContain("canary");
  });

  test("an admin key is no project key", () => {
    const message = refusalOf(() => credentialFor({ apiKey: "sk-admin-canary0123" }, "project"));
    expect(message).toBe(
      "openai:apiKey (or the environment variable OPENAI_API_KEY) holds " +
        `${adminText}, but this needs ${projectText}. Nothing was sent.`,
    );
    expect(message).not.toContain("canary");
  });

  test("in a resource's argument the argument is named, not the setting", () => {
    const settings = { apiKey: "sk-proj-a" };
    const message = refusalOf(() => credentialFor(settings, "project", "sk-admin-canary0123"));
    expect(message).toBe(
      `the argument apiKey holds ${adminText}, but this needs ${projectText}. Nothing was sent.`,
    );
  });

  test.each(["sk-0123", "sk-None-0123", "gateway-token", "sk-adminish"])(
    "a key of an unknown form such as %s passes for both kinds, for gateways have forms of their own",
    (key) => {
      expect(credentialFor({ adminApiKey: key }, "admin").key).toBe(key);
      expect(credentialFor({ apiKey: key }, "project").key).toBe(key);
    },
  );

  test.each(["sk-proj-canary a", "sk-proj-canary\nx", "sk-proj-canäry", "sk-proj-canary\u200b"])(
    "a key that no header can carry is refused before any call (%#)",
    (key) => {
      const message = refusalOf(() => credentialFor({ apiKey: key }, "project"));
      expect(message).toBe(
        "openai:apiKey (or the environment variable OPENAI_API_KEY) holds characters that no key has, " +
          "such as spaces or line breaks. Nothing was sent.",
      );
    },
  );
});

describe("a usable key", () => {
  test("of the resource comes before the setting's", () => {
    expect(credentialFor({ apiKey: "sk-proj-setting" }, "project", "sk-proj-argument")).toMatchObject({
      key: "sk-proj-argument",
      source: "the argument apiKey",
    });
  });

  test("is told apart by twelve hex digits of its SHA-256, which state and messages may hold", () => {
    // printf %s sk-proj-a | sha256sum
    const { fingerprint } = credentialFor({ apiKey: "sk-proj-a" }, "project");
    expect(fingerprint).toBe("79946da6bf75");
    expect(credentialFor({ apiKey: "sk-proj-b" }, "project").fingerprint).not.toBe(fingerprint);
  });
});

describe("the base URL", () => {
  const named = "The setting openai:baseUrl (or the environment variable OPENAI_BASE_URL)";
  const plainHttp = (origin: string) =>
    `${named} is ${origin}. Keys are only sent over https, or over http to this machine (localhost). Nothing was sent.`;

  test.each([
    ["https://eu.api.openai.com/v1", "https://eu.api.openai.com/v1/"],
    ["https://gateway.example.com/openai/v1/", "https://gateway.example.com/openai/v1/"],
    ["http://localhost:4010/v1", "http://localhost:4010/v1/"],
    ["http://127.0.0.1:4010/v1", "http://127.0.0.1:4010/v1/"],
    ["http://127.8.9.10/v1", "http://127.8.9.10/v1/"],
    ["http://[::1]:4010/v1", "http://[::1]:4010/v1/"],
  ])("%s is accepted", (text, href) => {
    expect(parseSettings({ baseUrl: text }).baseUrl.href).toBe(href);
  });

  test.each([
    ["http://api.openai.com/v1", "http://api.openai.com"],
    ["http://192.168.1.5:8080/v1", "http://192.168.1.5:8080"],
    ["http://localhost.example.com/v1", "http://localhost.example.com"],
    ["http://127.0.0.1.example.com/v1", "http://127.0.0.1.example.com"],
    ["http://0.0.0.0:4010/v1", "http://0.0.0.0:4010"],
    ["ftp://localhost/v1", "ftp://localhost"],
  ])("%s is refused, for the key would travel in clear", (text, origin) => {
    expect(refusalOf(() => parseSettings({ baseUrl: text }))).toBe(plainHttp(origin));
  });

  test.each(["api.openai.com/v1", "https//api.openai.com", "https://", "sk-proj-canary0123"])(
    "%s is refused as no URL, and is not repeated, for it may be a key in the wrong place",
    (text) => {
      expect(refusalOf(() => parseSettings({ baseUrl: text }))).toBe(
        `${named} is not a URL. Write it like https://api.openai.com/v1. Nothing was sent.`,
      );
    },
  );

  test.each(["https://user:canary@api.openai.com/v1", "https://canary@api.openai.com/v1"])(
    "one that holds credentials is refused without repeating them (%#)",
    (text) => {
      expect(refusalOf(() => parseSettings({ baseUrl: text }))).toBe(
        `${named} must not hold a user name or password. Nothing was sent.`,
      );
    },
  );

  test.each(["https://gateway.example.com/v1?api-version=2", "https://gateway.example.com/v1#x"])(
    "%s is refused, for the path of a call cannot be put behind it",
    (text) => {
      expect(refusalOf(() => parseSettings({ baseUrl: text }))).toBe(
        `${named} has a part behind its path (? or #), where no call can be put. Nothing was sent.`,
      );
    },
  );
});

describe("the other settings", () => {
  const timeoutMessage =
    "The setting openai:requestTimeoutSeconds (or the environment variable OPENAI_REQUEST_TIMEOUT_SECONDS) " +
    "must be a number of seconds from 1 to 3600. Nothing was sent.";

  test.each(["0", "-5", "soon", "3601", "NaN", "Infinity", "60s"])(
    "a time limit of %s is refused",
    (text) => {
      expect(refusalOf(() => parseSettings({ requestTimeoutSeconds: text }))).toBe(timeoutMessage);
    },
  );

  test("a time limit below the second that the message names is refused", () => {
    expect(refusalOf(() => parseSettings({ requestTimeoutSeconds: "0.01" }))).toBe(timeoutMessage);
  });

  test.each([
    ["1", 1000],
    ["90", 90_000],
    ["3600", 3_600_000],
  ])("a time limit of %s seconds is taken", (text, milliseconds) => {
    expect(parseSettings({ requestTimeoutSeconds: text }).requestTimeout).toBe(milliseconds);
  });

  test.each(["true", "TRUE", "True", "1", "yes", "on"])("readOnly %s is on", (text) => {
    expect(parseSettings({ readOnly: text }).readOnly).toBe(true);
  });

  test.each(["false", "False", "0", "no", "off"])("readOnly %s is off", (text) => {
    expect(parseSettings({ readOnly: text }).readOnly).toBe(false);
  });

  test.each(["ture", "2", "enabled", "-"])("readOnly %s is refused, and never quietly off", (text) => {
    expect(refusalOf(() => parseSettings({ readOnly: text }))).toBe(
      "The setting openai:readOnly (or the environment variable OPENAI_READ_ONLY) must be true or false. Nothing was sent.",
    );
  });

  test.each<[string, string, RawSettings]>([
    ["organization", "OPENAI_ORG_ID", { organization: "org\nx" }],
    ["organization", "OPENAI_ORG_ID", { organization: "org\u{1f600}" }],
    ["project", "OPENAI_PROJECT_ID", { project: "proj\r\nx-evil: 1" }],
  ])("an id for %s that no header can carry is refused before any call", (name, variable, raw) => {
    expect(refusalOf(() => parseSettings(raw))).toBe(
      `The setting openai:${name} (or the environment variable ${variable}) holds characters that no id has, ` +
        "such as spaces or line breaks. Nothing was sent.",
    );
  });
});
