import type { Saved } from "../../provider/lifecycle/session/saved";
import { serviceAccountApiKey } from "../../provider/resources/service-account-api-key";
import { create, end, read, update } from "../support/entries";
import { mistakesIn } from "./mistakes";
import { type Exchange, errorBody, fakeOpenAI } from "./openai";

const openai = fakeOpenAI();

const parents = { projectId: "proj_1", serviceAccountId: "svc_acct_1" };
const created = {
  id: "key_1",
  object: "organization.project.service_account.api_key",
  name: "runtime",
  value: "sk-svcacct-new",
  created_at: 1_711_471_533,
};
const listed = {
  id: "key_1",
  object: "organization.project.api_key",
  name: "runtime",
  redacted_value: "sk-svc...new",
  created_at: 1_711_471_533,
  last_used_at: null,
  owner: { type: "service_account", service_account: { id: "svc_acct_1", name: "deployer" } },
};
const saved: Saved = {
  id: "proj_1/key_1",
  live: { ...parents, apiKeyId: "key_1", name: "runtime", value: "sk-svcacct-new" },
  memo: {},
};
const createdWith = (body: object, reply: object = created): Exchange => ({
  call: "POST /organization/projects/proj_1/service_accounts/svc_acct_1/api_keys",
  key: "admin",
  body,
  reply,
});
const changedWith = (body: object, more: Partial<Exchange> = {}): Exchange => ({
  call: "POST /organization/projects/proj_1/api_keys/key_1",
  key: "admin",
  body,
  reply: listed,
  ...more,
});

test("is created below its account, with the scopes that it may use", async () => {
  openai.foresee(createdWith({ name: "runtime", scopes: ["api.model.read", "api.responses.write"] }));
  const scopes = ["api.model.read", "api.responses.write"];
  const key = await create(openai.session(), serviceAccountApiKey, { ...parents, name: "runtime", scopes });
  expect(key).toMatchObject({ id: "proj_1/key_1", live: { value: "sk-svcacct-new", ...parents, scopes } });
});

test("is created with every permission by an empty list, which only allPermissions sends", async () => {
  openai.foresee(createdWith({ name: "runtime", scopes: [] }));
  const args = { ...parents, name: "runtime", allPermissions: true };
  await create(openai.session(), serviceAccountApiKey, args);
});

test("is created with a lifetime in seconds", async () => {
  openai.foresee(
    createdWith(
      { name: "runtime", scopes: ["api.model.read"], expires_in_seconds: 7_776_000 },
      { ...created, expires_at: 1_719_247_533 },
    ),
  );
  const args = { ...parents, name: "runtime", scopes: ["api.model.read"], expiresInSeconds: 7_776_000 };
  const { live } = await create(openai.session(), serviceAccountApiKey, args);
  expect(live).toMatchObject({ expiresAt: 1_719_247_533, expiresInSeconds: 7_776_000 });
});

test("is read by the listing of all its project's keys, also of owners that lost their access", async () => {
  openai.foresee({
    call: "GET /organization/projects/proj_1/api_keys?owner_project_access=any&limit=100",
    key: "admin",
    reply: { object: "list", data: [listed], first_id: "key_1", last_id: "key_1", has_more: false },
  });
  const said = { ...parents, name: "runtime", scopes: ["api.model.read"], expiresInSeconds: 60 };
  const seen = await read(openai.session(), serviceAccountApiKey, saved, said);
  expect(seen?.args).toEqual(said);
  expect(seen?.live).toMatchObject({ value: "sk-svcacct-new", redactedValue: "sk-svc...new" });
});

describe("is changed at the project's keys, not below its account", () => {
  const narrow = { ...parents, name: "runtime", scopes: ["api.model.read"], expiresInSeconds: 60 };
  const wide = { ...parents, name: "runtime", allPermissions: true };

  test("with new scopes alone: the lifetime sent again would start anew", async () => {
    openai.foresee(changedWith({ scopes: ["api.files.read"] }));
    const news = { ...narrow, scopes: ["api.files.read"] };
    await update(openai.session(), serviceAccountApiKey, saved, narrow, news);
  });

  test("with a new lifetime alone", async () => {
    openai.foresee(changedWith({ expires_in_seconds: 120 }));
    const news = { ...narrow, expiresInSeconds: 120 };
    await update(openai.session(), serviceAccountApiKey, saved, narrow, news);
  });

  test("with an empty list where the program goes over to every permission", async () => {
    openai.foresee(changedWith({ scopes: [] }));
    const news = { ...parents, name: "runtime", expiresInSeconds: 60, allPermissions: true };
    await update(openai.session(), serviceAccountApiKey, saved, narrow, news);
  });

  test("with its scopes where the program goes back from every permission", async () => {
    openai.foresee(changedWith({ scopes: ["api.model.read"] }));
    const news = { ...parents, name: "runtime", scopes: ["api.model.read"] };
    await update(openai.session(), serviceAccountApiKey, saved, wide, news);
  });

  test("with nothing where only the order of the scopes changed", async () => {
    const olds = { ...narrow, scopes: ["a", "b"] };
    await update(openai.session(), serviceAccountApiKey, saved, olds, { ...narrow, scopes: ["b", "a"] });
  });

  test("once only with a new lifetime, whatever comes back: sent again it would count from then", async () => {
    openai.foresee(changedWith({ expires_in_seconds: 120 }, { status: 500, reply: errorBody("Oops") }));
    const news = { ...narrow, expiresInSeconds: 120 };
    const work = update(openai.session(), serviceAccountApiKey, saved, narrow, news);
    await expect(work).rejects.toMatchObject({ code: "ambiguous" });
  });
});

test("is deleted at the project's keys", async () => {
  openai.foresee({
    call: "DELETE /organization/projects/proj_1/api_keys/key_1",
    key: "admin",
    reply: { object: "organization.project.api_key.deleted", id: "key_1", deleted: true },
  });
  await end(openai.session(), serviceAccountApiKey, saved);
});

mistakesIn(
  serviceAccountApiKey,
  { projectId: "proj_1", serviceAccountId: "svc_acct_1", name: "k", scopes: ["api.model.read"] },
  [
    ["no account", { serviceAccountId: undefined }, ["serviceAccountId", '"serviceAccountId" is required']],
    ["nothing that it may do", { scopes: undefined }, ["scopes", 'give "scopes" or "allPermissions"']],
    [
      "both scopes and everything",
      { allPermissions: true },
      ["allPermissions", 'give either "scopes" or "allPermissions", not both'],
    ],
    ["an empty list, which would mean everything", { scopes: [] }, ["scopes", "must be at least 1 item"]],
    ["a scope that is nothing", { scopes: [""] }, ["scopes[0]", "must be at least 1 character"]],
    [
      "everything, but not quite",
      { scopes: undefined, allPermissions: "yes" },
      ["allPermissions", "must be true"],
    ],
    ["a lifetime that is over", { expiresInSeconds: -1 }, ["expiresInSeconds", "must be at least 1"]],
    [
      "a lifetime of half a second",
      { expiresInSeconds: 0.5 },
      ["expiresInSeconds", "must be a whole number"],
    ],
    ["the key itself", { value: "sk-1" }, ["", '"value" comes from the API and cannot be set']],
    [
      "a misspelt scope",
      { scope: ["a"] },
      ["", 'ServiceAccountApiKey has no argument "scope"; did you mean "scopes"?'],
    ],
  ],
);
