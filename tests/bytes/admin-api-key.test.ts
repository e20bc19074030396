import type { Saved } from "../../provider/lifecycle/session/saved";
import { adminApiKey } from "../../provider/resources/admin-api-key";
import { create, end, find, read } from "../support/entries";
import { mistakesIn } from "./mistakes";
import { type Exchange, errorBody, fakeOpenAI } from "./openai";

const openai = fakeOpenAI();

const key = {
  object: "organization.admin_api_key",
  id: "key_1",
  name: "audit",
  redacted_value: "sk-admin...bcd",
  created_at: 1_711_471_533,
  expires_at: null,
  last_used_at: null,
  owner: {
    type: "user",
    object: "organization.user",
    id: "user_123",
    name: "John Doe",
    created_at: 1_711_471_533,
    role: "owner",
  },
};
const saved: Saved = {
  id: "key_1",
  live: { keyId: "key_1", name: "audit", value: "sk-admin-1234abcd", createdAt: 1_711_471_533 },
  memo: { seenWith: "000000000000@org-acme" },
};
const page = (query: string, data: object[], has_more = false): Exchange => ({
  call: `GET /organization/admin_api_keys?${query}`,
  key: "admin",
  // Unlike most of the organization's listings this one goes on after its last item.
  reply: { object: "list", data, first_id: "key_0", last_id: "key_9", has_more },
});

describe("an admin key", () => {
  test("that never expires is created with its name alone, and its value comes out", async () => {
    openai.foresee({
      call: "POST /organization/admin_api_keys",
      key: "admin",
      body: { name: "audit" },
      reply: { ...key, value: "sk-admin-1234abcd" },
    });
    const made = await create(openai.session(), adminApiKey, { name: "audit" });
    expect(made).toMatchObject({ id: "key_1", memo: { seenWith: expect.stringContaining("@org-acme") } });
    expect(made.live).toEqual({
      keyId: "key_1",
      name: "audit",
      value: "sk-admin-1234abcd",
      redactedValue: "sk-admin...bcd",
      ownerId: "user_123",
      createdAt: 1_711_471_533,
    });
  });

  test("is created with its lifetime in seconds, and says when it ends", async () => {
    openai.foresee({
      call: "POST /organization/admin_api_keys",
      key: "admin",
      body: { name: "audit", expires_in_seconds: 2_592_000 },
      reply: { ...key, expires_at: 1_714_063_533, value: "sk-admin-1234abcd" },
    });
    const args = { name: "audit", expiresInSeconds: 2_592_000 };
    const { live } = await create(openai.session(), adminApiKey, args);
    expect(live).toMatchObject({ expiresInSeconds: 2_592_000, expiresAt: 1_714_063_533 });
  });

  test("is read by the listing, after each page's last item, and keeps what only creation told", async () => {
    const other = { ...key, id: "key_0" };
    openai.foresee(
      page("limit=100", [other], true),
      page("after=key_0&limit=100", [{ ...key, last_used_at: 1_711_471_534 }]),
    );
    const before: Saved = { ...saved, live: { ...saved.live, expiresInSeconds: 60 } };
    const said = { name: "audit", expiresInSeconds: 60 };
    const seen = await read(openai.session(), adminApiKey, before, said);
    expect(seen?.args).toEqual(said);
    expect(seen?.live).toMatchObject({ value: "sk-admin-1234abcd", lastUsedAt: 1_711_471_534 });
  });

  test("that is imported has a name and no value", async () => {
    openai.foresee(page("limit=100", [key]));
    const seen = await find(openai.session(), adminApiKey, "key_1");
    expect(seen?.args).toEqual({ name: "audit" });
    expect(seen?.live).not.toHaveProperty("value");
  });

  test("that the listing lacks is asked for by its id before it is called gone", async () => {
    openai.foresee(page("limit=100", []), {
      call: "GET /organization/admin_api_keys/key_1",
      key: "admin",
      status: 404,
      reply: errorBody("No such key"),
    });
    expect(await read(openai.session(), adminApiKey, saved, {})).toBeUndefined();
  });

  test.each(["sk-admin...bcd", "sk-admin-***bcd", "sk-...", "***"])(
    "that is not the one in use is deleted, also where it shows as %s",
    async (redactedValue) => {
      openai.foresee({
        call: "DELETE /organization/admin_api_keys/key_1",
        key: "admin",
        reply: { id: "key_1", object: "organization.admin_api_key.deleted", deleted: true },
      });
      await end(openai.session(), adminApiKey, { ...saved, live: { ...saved.live, redactedValue } });
    },
  );
});

describe("the admin key in use is not deleted, and nothing is sent", () => {
  const inUse = () => openai.session({ adminApiKey: "sk-admin-1234abcd" });
  const refusal = {
    code: "impossible",
    message: expect.stringMatching(/^AdminApiKey key_1 was not deleted: .* Nothing was changed\./),
  };

  test("where the state holds its value", async () => {
    await expect(end(inUse(), adminApiKey, saved)).rejects.toMatchObject(refusal);
  });

  test.each(["sk-admin...bcd", "sk-admin-********abcd", "sk-admin-\u2026d", "********abcd"])(
    "where the state has no value but the blotted one, %s",
    async (redactedValue) => {
      const { value: _, ...live } = saved.live;
      const imported: Saved = { ...saved, live: { ...live, redactedValue } };
      await expect(end(inUse(), adminApiKey, imported)).rejects.toMatchObject(refusal);
    },
  );

  test("and the refusal does not print it", async () => {
    await expect(end(inUse(), adminApiKey, saved)).rejects.not.toMatchObject({
      message: expect.stringContaining("1234abcd"),
    });
  });
});

mistakesIn(adminApiKey, { name: "audit", expiresInSeconds: 60 }, [
  ["no name", { name: undefined }, ["name", '"name" is required']],
  ["an empty name", { name: "" }, ["name", "must be at least 1 character"]],
  ["a lifetime of nothing", { expiresInSeconds: 0 }, ["expiresInSeconds", "must be at least 1"]],
  ["more than a year", { expiresInSeconds: 31_536_001 }, ["expiresInSeconds", "must be at most 31536000"]],
  ["half a second", { expiresInSeconds: 1.5 }, ["expiresInSeconds", "must be a whole number"]],
  ["a lifetime in words", { expiresInSeconds: "60" }, ["expiresInSeconds", "must be a number"]],
  [
    "a misspelt lifetime",
    { expiresInSecond: 60 },
    ["", 'AdminApiKey has no argument "expiresInSecond"; did you mean "expiresInSeconds"?'],
  ],
  ["the key itself", { value: "sk-admin-1" }, ["", '"value" comes from the API and cannot be set']],
  ["when it ends", { expiresAt: 7 }, ["expiresAt", '"expiresAt" comes from the API and cannot be set']],
]);
