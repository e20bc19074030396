import { PartialSuccess, type Saved } from "../../provider/lifecycle/session/saved";
import { projectServiceAccount } from "../../provider/resources/project-service-account";
import { create, end, read, update } from "../support/entries";
import { mistakesIn } from "./mistakes";
import { type Exchange, errorBody, fakeOpenAI } from "./openai";

const openai = fakeOpenAI();

const collection = "/organization/projects/proj_1/service_accounts";
const account = {
  id: "svc_acct_1",
  object: "organization.project.service_account",
  name: "deployer",
  role: "none",
  created_at: 1_711_471_533,
};
const saved: Saved = {
  id: "proj_1/svc_acct_1",
  live: { projectId: "proj_1", serviceAccountId: "svc_acct_1", name: "deployer", role: "member" },
  memo: {},
};
const made: Exchange = {
  call: `POST ${collection}`,
  key: "admin",
  body: { name: "deployer", create_service_account_only: true },
  reply: { ...account, api_key: null },
};
const roleSet: Exchange = {
  call: `POST ${collection}/svc_acct_1`,
  key: "admin",
  body: { role: "member" },
  reply: { ...account, role: "member" },
};

test("is always created without a key of its own", async () => {
  openai.foresee(made);
  const account = await create(openai.session(), projectServiceAccount, {
    projectId: "proj_1",
    name: "deployer",
  });
  expect(account.id).toBe("proj_1/svc_acct_1");
  expect(account.live).not.toHaveProperty("role");
});

test("gets its role by a second call, for the first takes none", async () => {
  openai.foresee(made, roleSet);
  const args = { projectId: "proj_1", name: "deployer", role: "member" };
  const account = await create(openai.session(), projectServiceAccount, args);
  expect(account).toMatchObject({ id: "proj_1/svc_acct_1", live: { role: "member" } });
});

test("whose role is refused is kept, with its id and without the role", async () => {
  openai.foresee(made, { ...roleSet, status: 403, reply: errorBody("Missing permission") });
  const args = { projectId: "proj_1", name: "deployer", role: "member" };
  const error: unknown = await create(openai.session(), projectServiceAccount, args).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(PartialSuccess);
  expect(error).toMatchObject({ saved: { id: "proj_1/svc_acct_1" } });
});

test("is read by the listing of its project", async () => {
  openai.foresee({
    call: `GET ${collection}?limit=100`,
    key: "admin",
    reply: {
      object: "list",
      data: [{ ...account, role: "owner" }],
      first_id: "svc_acct_1",
      last_id: "svc_acct_1",
      has_more: false,
    },
  });
  const said = { projectId: "proj_1", name: "deployer", role: "member" };
  const seen = await read(openai.session(), projectServiceAccount, saved, said);
  expect(seen?.args).toEqual({ projectId: "proj_1", name: "deployer", role: "owner" });
});

test("is renamed by its name alone", async () => {
  openai.foresee({ ...roleSet, body: { name: "ci" }, reply: { ...account, name: "ci", role: "member" } });
  const olds = { projectId: "proj_1", name: "deployer", role: "member" };
  await update(openai.session(), projectServiceAccount, saved, olds, { ...olds, name: "ci" });
});

test("changes name and role in one call", async () => {
  openai.foresee({
    ...roleSet,
    body: { name: "ci", role: "owner" },
    reply: { ...account, name: "ci", role: "owner" },
  });
  const olds = { projectId: "proj_1", name: "deployer", role: "member" };
  const news = { projectId: "proj_1", name: "ci", role: "owner" };
  await update(openai.session(), projectServiceAccount, saved, olds, news);
});

test("is deleted", async () => {
  openai.foresee({
    call: `DELETE ${collection}/svc_acct_1`,
    key: "admin",
    reply: { object: "organization.project.service_account.deleted", id: "svc_acct_1", deleted: true },
  });
  await end(openai.session(), projectServiceAccount, saved);
});

mistakesIn(projectServiceAccount, { projectId: "proj_1", name: "deployer" }, [
  ["no project", { projectId: undefined }, ["projectId", '"projectId" is required']],
  ["no name", { name: undefined }, ["name", '"name" is required']],
  ["an empty name", { name: "" }, ["name", "must be at least 1 character"]],
  ["a role that there is not", { role: "viewer" }, ["role", "must be one of member, owner"]],
  ["the role none, which is no role", { role: "none" }, ["role", "must be one of member, owner"]],
  [
    "what is always sent",
    { createServiceAccountOnly: false },
    ["createServiceAccountOnly", '"createServiceAccountOnly" is always true and cannot be set'],
  ],
]);
