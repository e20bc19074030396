import { argumentNames, everyKind, kindsThat, livesInProjectOfKey, namesOf } from "../kernel/facts";
import { type Bag, stage, unknown } from "./shell";

function failures(token: string, args: Bag, olds: Bag = {}) {
  const { place, shell } = stage();
  const answer = shell(token).check(args, olds);
  expect(place.calls()).toEqual([]);
  return answer.then((one) => one.failures);
}

/** A failure never names a property, for the engine would print its value: the path stands before the reason. */
const said = (path: string, reason: string) => ({ property: "", reason: `${path}: ${reason}` });

/** Where failures are, by what their reasons begin with. */
const places = (found: { property: string; reason: string }[]) =>
  found.map(({ property, reason }) => {
    expect(property).toBe("");
    return /^(\S+): /.exec(reason)?.[1] ?? /^"(\w+)" comes from the API/.exec(reason)?.[1];
  });

const key = { projectId: "proj_1", serviceAccountId: "svc_acct_1", name: "k" };
const hook = { name: "w", url: "https://hooks.example.com", eventTypes: ["batch.failed"] };

describe("Check says, in these words,", () => {
  it("that a key needs one of scopes and allPermissions", async () => {
    expect(await failures("ServiceAccountApiKey", key)).toEqual([
      said("scopes", 'give "scopes" or "allPermissions"'),
    ]);
  });

  it("that a key takes only one of them", async () => {
    expect(await failures("ServiceAccountApiKey", { ...key, scopes: ["a.b"], allPermissions: true })).toEqual(
      [said("allPermissions", 'give either "scopes" or "allPermissions", not both')],
    );
  });

  it("that a rate limit needs a model or a row", async () => {
    expect(await failures("ProjectRateLimit", { projectId: "proj_1" })).toEqual([
      said("model", 'give "model" or "rateLimitId"'),
    ]);
  });

  it("that a webhook's URL must be https", async () => {
    expect(await failures("WebhookEndpoint", { ...hook, url: "http://hooks.example.com" })).toEqual([
      said("url", "must be an https:// URL"),
    ]);
  });

  it("that a required argument is missing", async () => {
    expect(await failures("ProjectRole", { name: "r", permissions: [] })).toEqual([
      { property: "", reason: '"projectId" is required' },
    ]);
  });

  it("which argument was probably meant", async () => {
    const args = { projectId: "p", name: "r", permissions: [], descripton: "x" };
    const [failure, ...others] = await failures("ProjectRole", args);
    expect(failure?.reason).toContain(
      'ProjectRole has no argument "descripton"; did you mean "description"?',
    );
    expect(others).toEqual([]);
  });

  it("that a name is like no argument", async () => {
    const [failure] = await failures("Project", { name: "p", zzzzzzzzzzzz: 1 });
    expect(failure?.reason).toContain('Project has no argument "zzzzzzzzzzzz"');
    expect(failure?.reason).not.toContain("did you mean");
  });

  it("that an output cannot be set", async () => {
    expect(await failures("Project", { name: "p", createdAt: 1 })).toEqual([
      { property: "", reason: '"createdAt" comes from the API and cannot be set' },
    ]);
  });

  it("that chunking without files has no meaning", async () => {
    expect(await failures("VectorStore", { chunkingStrategy: { type: "auto" } })).toEqual([
      said("chunkingStrategy", 'it only has a meaning together with "fileIds"'),
    ]);
  });
});

describe("Check names the place of a failure", () => {
  const cases: [string, string, Bag, string[]][] = [
    [
      "inside an object",
      "VectorStore",
      { expiresAfter: { anchor: "last_active_at", days: 0 } },
      ["expiresAfter.days"],
    ],
    [
      "where a part of an object is missing",
      "VectorStore",
      { expiresAfter: { anchor: "last_active_at" } },
      ["expiresAfter.days"],
    ],
    ["inside a list", "WebhookEndpoint", { ...hook, eventTypes: ["batch.failed", ""] }, ["eventTypes[1]"]],
    ["of a list's own", "WebhookEndpoint", { ...hook, eventTypes: [] }, ["eventTypes"]],
    [
      "of a pair of metadata",
      "VectorStore",
      { metadata: { good: "x", "cost center": "y".repeat(513) } },
      ["metadata[...]"],
    ],
    ["of a key of metadata", "VectorStore", { metadata: { ["k".repeat(65)]: "x" } }, ["metadata[...]"]],
    [
      "of too many pairs",
      "VectorStore",
      { metadata: Object.fromEntries(Array.from({ length: 17 }, (_, n) => [`k${n}`, "v"])) },
      ["metadata"],
    ],
    [
      "deep inside a variant",
      "VectorStore",
      {
        fileIds: ["file-1"],
        chunkingStrategy: { type: "static", static: { maxChunkSizeTokens: 1, chunkOverlapTokens: 0 } },
      },
      ["chunkingStrategy.static.maxChunkSizeTokens"],
    ],
    [
      "of a rule across arguments",
      "VectorStore",
      {
        fileIds: ["file-1"],
        chunkingStrategy: { type: "static", static: { maxChunkSizeTokens: 100, chunkOverlapTokens: 51 } },
      },
      ["chunkingStrategy.static.chunkOverlapTokens"],
    ],
    [
      "of a wrong type",
      "ProjectRateLimit",
      { projectId: "p", model: "m", maxRequestsPer1Minute: "9" },
      ["maxRequestsPer1Minute"],
    ],
    ["of an unknown word", "Project", { name: "p", residency: "MOON" }, ["residency"]],
    ["of an empty text where there must be one", "Project", { name: "" }, ["name"]],
    ["of an empty list of scopes", "ServiceAccountApiKey", { ...key, scopes: [] }, ["scopes"]],
    [
      "of allPermissions that is false",
      "ServiceAccountApiKey",
      { ...key, allPermissions: false },
      ["allPermissions"],
    ],
  ];

  it.each(cases)("%s", async (_, token, args, paths) => {
    expect(places(await failures(token, args))).toEqual(paths);
  });
});

it("Check reports all failures at once", async () => {
  const found = await failures("VectorStore", {
    name: 7,
    expiresAfter: { anchor: "never", days: 400 },
    metadata: { a: 1, b: "x".repeat(513) },
    fileIds: ["ok", 5],
    vectorStoreId: "vs_1",
    residenzy: "x",
  });
  // A misspelt argument may hold anything, so its failure need not name a property.
  const named = places(found.filter(({ reason }) => !reason.includes("residenzy")));
  expect(named.sort()).toEqual([
    "expiresAfter.anchor",
    "expiresAfter.days",
    "fileIds[1]",
    "metadata[...]",
    "metadata[...]",
    "name",
    "vectorStoreId",
  ]);
  expect(found).toHaveLength(named.length + 1);
  for (const { reason } of found) expect(reason).toMatch(/^\S.{5,}/);
});

describe("Check leaves out what is not known yet", () => {
  it.each(everyKind)("in every argument of a %s", async (token, declaration) => {
    const ownKey = livesInProjectOfKey(declaration) ? ["apiKey"] : [];
    const names = [...argumentNames(declaration), ...ownKey];
    const args = Object.fromEntries(names.map((name) => [name, unknown]));
    expect(await failures(token, args)).toEqual([]);
  });

  it("inside lists and maps, but not what is wrong beside it", async () => {
    expect(await failures("WebhookEndpoint", { ...hook, eventTypes: [unknown, ""] }).then(places)).toEqual([
      "eventTypes[1]",
    ]);
    expect(await failures("VectorStore", { metadata: { a: unknown, b: 5 } }).then(places)).toEqual([
      "metadata[...]",
    ]);
  });

  it("in a rule across arguments: files of this very program may still be coming", async () => {
    const auto = { type: "auto" };
    expect(await failures("VectorStore", { chunkingStrategy: auto, fileIds: unknown })).toEqual([]);
    expect(await failures("VectorStore", { chunkingStrategy: auto, fileIds: [unknown] })).toEqual([]);
  });

  it("where one of two spellings is not known", async () => {
    expect(await failures("ServiceAccountApiKey", { ...key, scopes: unknown })).toEqual([]);
  });
});

describe("Check of a key that was imported without scopes", () => {
  it("does not demand what nobody can know", async () => {
    expect(await failures("ServiceAccountApiKey", key, key)).toEqual([]);
  });

  it("still demands it where the program had it before", async () => {
    expect(await failures("ServiceAccountApiKey", key, { ...key, scopes: ["a.b"] })).toHaveLength(1);
  });
});

describe("a failure about a secret names no property, for the engine prints its value", () => {
  const secret = "sk-canary-4711";

  it.each(kindsThat(livesInProjectOfKey))("the key of a %s that is no key", async (token, { examples }) => {
    const args = examples[0]?.args;
    for (const apiKey of ["", 5, { nested: secret }, [secret]]) {
      const found = await failures(token, { ...args, apiKey });
      expect(found).toEqual([{ property: "", reason: expect.stringContaining("apiKey") }]);
      expect(JSON.stringify(found)).not.toContain(secret);
    }
  });

  it.each(kindsThat((declaration) => !livesInProjectOfKey(declaration)))(
    "a key given to a %s, which takes none",
    async (token) => {
      const found = await failures(token, { apiKey: secret });
      const about = found.filter(({ reason }) => reason.includes("apiKey"));
      expect(about).toEqual([
        {
          property: "",
          reason: `apiKey: ${token} is managed with the admin key and takes no key of its own`,
        },
      ]);
      expect(JSON.stringify(found)).not.toContain(secret);
    },
  );

  const secretOutputs = everyKind.flatMap(([token, declaration]) =>
    namesOf(declaration, "once").map((name) => [token, name, declaration] as const),
  );

  it.each(secretOutputs)(
    "a %s whose program sets the secret output %s",
    async (token, name, { examples }) => {
      const found = await failures(token, { ...examples[0]?.args, [name]: secret });
      expect(found).toEqual([{ property: "", reason: expect.stringContaining(name) }]);
      expect(JSON.stringify(found)).not.toContain(secret);
    },
  );

  it.each(["apikey", "apiKey2", "api_key"])(
    "a misspelt argument such as %s, which may well hold a key",
    async (name) => {
      const found = await failures("VectorStore", { [name]: secret });
      expect(found).toHaveLength(1);
      expect(found[0]?.property).not.toBe(name);
      expect(JSON.stringify(found)).not.toContain(secret);
    },
  );

  it("and a misspelt apiKey is told the right spelling", async () => {
    const [found] = await failures("VectorStore", { apikey: secret });
    expect(found?.reason).toContain('did you mean "apiKey"?');
  });
});

it("Check gives back what the program said, without defaults", async () => {
  const { shell } = stage();
  for (const [token, args] of [
    ["Project", { name: "p" }],
    ["VectorStore", {}],
    ["WebhookEndpoint", hook],
  ] as const) {
    expect(await shell(token).inputs(args)).toEqual(shell(token).withLine(args));
  }
});
