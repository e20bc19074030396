import { z } from "zod";
import { check as checkAll } from "../../provider/kernel/check";
import { resource } from "../../provider/kernel/resource";
import { computed, mutable } from "../../provider/kernel/words";
import { projectServiceAccount } from "../../provider/resources/project-service-account";
import { serviceAccountApiKey } from "../../provider/resources/service-account-api-key";
import { vectorStore } from "../../provider/resources/vector-store";
import { webhookEndpoint } from "../../provider/resources/webhook-endpoint";

/** The failures as the engine gets them. */
function check(...args: Parameters<typeof checkAll>) {
  return checkAll(...args).map(({ property, reason }) => ({ property, reason }));
}

const key = { projectId: "proj_x", serviceAccountId: "svc_acct_x", name: "k" };

describe("check", () => {
  it("reports everything at once, each with its path", () => {
    const failures = check(vectorStore, {
      nam: "x",
      status: "completed",
      expiresAfter: { anchor: "first_use", days: 400 },
      metadata: { team: 7 },
      fileIds: "file-1",
    });
    expect(failures).toEqual([
      { property: "", reason: 'VectorStore has no argument "nam"; did you mean "name"?' },
      { property: "status", reason: '"status" comes from the API and cannot be set' },
      { property: "expiresAfter.anchor", reason: "must be last_active_at" },
      { property: "expiresAfter.days", reason: "must be at most 365" },
      { property: "metadata[...]", reason: "must be text" },
      { property: "fileIds", reason: "must be a list" },
    ]);
  });

  it("says what is required and which values there are", () => {
    expect(check(projectServiceAccount, { role: "king" })).toEqual([
      { property: "projectId", reason: '"projectId" is required' },
      { property: "name", reason: '"name" is required' },
      { property: "role", reason: "must be one of member, owner" },
    ]);
  });

  it("wants exactly one of scopes and allPermissions", () => {
    expect(check(serviceAccountApiKey, key)).toEqual([
      { property: "scopes", reason: 'give "scopes" or "allPermissions"' },
    ]);
    expect(check(serviceAccountApiKey, { ...key, scopes: ["a"], allPermissions: true })).toEqual([
      { property: "allPermissions", reason: 'give either "scopes" or "allPermissions", not both' },
    ]);
    expect(check(serviceAccountApiKey, { ...key, scopes: [] })).toEqual([
      { property: "scopes", reason: "must be at least 1 item" },
    ]);
    expect(check(serviceAccountApiKey, { ...key, allPermissions: false })).toEqual([
      { property: "allPermissions", reason: "must be true" },
    ]);
  });

  it("does not demand of an imported key what no API returns", () => {
    expect(check(serviceAccountApiKey, key, { olds: key })).toEqual([]);
  });

  it("refuses a webhook URL that is not https", () => {
    const endpoint = { name: "w", eventTypes: ["batch.completed"] };
    expect(check(webhookEndpoint, { ...endpoint, url: "http://hooks.example.com" })).toEqual([
      { property: "url", reason: "must be an https:// URL" },
    ]);
  });

  it("holds arguments against one another", () => {
    const failures = check(vectorStore, {
      fileIds: ["file-1"],
      chunkingStrategy: { type: "static", static: { maxChunkSizeTokens: 200, chunkOverlapTokens: 150 } },
    });
    expect(failures).toEqual([
      {
        property: "chunkingStrategy.static.chunkOverlapTokens",
        reason: "at most half of maxChunkSizeTokens",
      },
    ]);
  });

  it("never names a secret argument, for the engine prints the value of what a failure names", () => {
    const vault = resource({
      token: "Vault",
      about: "A vault.",
      page: "https://example.com",
      credential: "admin",
      at: "/vaults",
      id: "{vaultId}",
      list: { page: "lastId", max: 100 },
      props: {
        vaultId: computed(z.string(), "Id.", { wire: "id" }),
        login: mutable(z.object({ user: z.string(), password: z.string().min(20) }), "Login.", {
          secret: true,
        }),
      },
      examples: [{ title: "t", args: { login: { user: "u", password: "p".repeat(20) } } }],
    });
    const failures = check(vault, { login: { user: "u", password: "hunter2" } });
    expect(failures).toEqual([{ property: "", reason: "login.password: must be at least 20 characters" }]);
    expect(JSON.stringify(failures)).not.toContain("hunter2");
  });
});
