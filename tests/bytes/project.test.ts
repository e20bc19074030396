import type { Saved } from "../../provider/lifecycle/session/saved";
import { project } from "../../provider/resources/project";
import { create, end, read, update } from "../support/entries";
import { mistakesIn } from "./mistakes";
import { type Exchange, errorBody, fakeOpenAI } from "./openai";

const openai = fakeOpenAI();

const search = {
  id: "proj_1",
  object: "organization.project",
  name: "search",
  created_at: 1_711_471_533,
  archived_at: null,
  status: "active",
};
const saved: Saved = { id: "proj_1", live: { projectId: "proj_1", name: "search" }, memo: {} };
const listing = (...data: (typeof search)[]): Exchange => ({
  call: "GET /organization/projects?include_archived=true&limit=100",
  key: "admin",
  reply: {
    object: "list",
    data,
    first_id: data.at(0)?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
    has_more: false,
  },
});

test("is created with its name alone", async () => {
  openai.foresee({
    call: "POST /organization/projects",
    key: "admin",
    body: { name: "search" },
    reply: search,
  });
  const made = await create(openai.session(), project, { name: "search" });
  expect(made).toMatchObject({
    id: "proj_1",
    live: { projectId: "proj_1", name: "search", status: "active", createdAt: 1_711_471_533 },
  });
});

test("is created with a residency and a key of one's own", async () => {
  openai.foresee({
    call: "POST /organization/projects",
    key: "admin",
    body: { name: "search", residency: "EU_STORAGE_PROCESSING", external_key_id: "extkey_1" },
    reply: { ...search, residency: "EU_STORAGE_PROCESSING", external_key_id: "extkey_1" },
  });
  const args = { name: "search", residency: "EU_STORAGE_PROCESSING", externalKeyId: "extkey_1" };
  expect((await create(openai.session(), project, args)).live).toMatchObject(args);
});

test("is read by a listing that hides no archived one", async () => {
  openai.foresee(listing({ ...search, name: "renamed" }));
  const seen = await read(openai.session(), project, saved, { name: "search" });
  expect(seen).toMatchObject({ id: "proj_1", args: { name: "renamed" } });
});

test("is looked for on every page", async () => {
  const page = { object: "list", data: [{ ...search, id: "proj_0" }], first_id: "proj_0" };
  openai.foresee(
    { ...listing(), reply: { ...page, last_id: "proj_0", has_more: true } },
    { ...listing(search), call: "GET /organization/projects?include_archived=true&limit=100&after=proj_0" },
  );
  expect(await read(openai.session(), project, saved, {})).toMatchObject({ id: "proj_1" });
});

test("that the listing lacks is asked for by its id before it is called gone", async () => {
  openai.foresee(listing({ ...search, id: "proj_0" }), {
    call: "GET /organization/projects/proj_1",
    key: "admin",
    status: 404,
    reply: errorBody("No such project"),
  });
  const made: Saved = { ...saved, memo: { seenWith: "000000000000@org-acme" } };
  expect(await read(openai.session(), project, made, {})).toBeUndefined();
});

test("is renamed by its name alone", async () => {
  openai.foresee({
    call: "POST /organization/projects/proj_1",
    key: "admin",
    body: { name: "find" },
    reply: { ...search, name: "find" },
  });
  const olds = { name: "search", residency: "EU_STORAGE_PROCESSING", externalKeyId: "extkey_1" };
  await update(openai.session(), project, saved, olds, { ...olds, name: "find" });
});

test("gives up its own key by null", async () => {
  openai.foresee({
    call: "POST /organization/projects/proj_1",
    key: "admin",
    body: { external_key_id: null },
    reply: search,
  });
  const olds = { name: "search", externalKeyId: "extkey_1" };
  const { live } = await update(openai.session(), project, saved, olds, { name: "search" });
  expect(live).not.toHaveProperty("externalKeyId");
});

test("that has not changed is not written", async () => {
  await update(openai.session(), project, saved, { name: "search" }, { name: "search" });
});

test("is archived by a POST without a body", async () => {
  openai.foresee({
    call: "POST /organization/projects/proj_1/archive",
    key: "admin",
    reply: { ...search, status: "archived", archived_at: 1_711_471_600 },
  });
  await end(openai.session(), project, saved);
});

test("is managed under the organization that is configured, never under a project", async () => {
  openai.foresee({
    call: "POST /organization/projects",
    key: "admin",
    body: { name: "search" },
    headers: { "openai-organization": "org-acme" },
    reply: search,
  });
  const session = openai.session({ organization: "org-acme", project: "proj_home" });
  await create(session, project, { name: "search" });
});

mistakesIn(project, { name: "search" }, [
  ["no name", { name: undefined }, ["name", '"name" is required']],
  ["an empty name", { name: "" }, ["name", "must be at least 1 character"]],
  ["a name that is a number", { name: 7 }, ["name", "must be text"]],
  [
    "a residency on the moon",
    { residency: "MOON_STORAGE" },
    [
      "residency",
      "must be one of GLOBAL, US_STORAGE_PROCESSING, EU_STORAGE_PROCESSING, JP_STORAGE, " +
        "JP_STORAGE_PROCESSING, KR_STORAGE, CA_STORAGE, SG_STORAGE, IN_STORAGE, IN_STORAGE_PROCESSING, " +
        "AU_STORAGE, AU_STORAGE_PROCESSING, GB_STORAGE, AE_STORAGE, AE_STORAGE_PROCESSING",
    ],
  ],
  ["a key that is true", { externalKeyId: true }, ["externalKeyId", "must be text"]],
  ["its own id", { projectId: "proj_1" }, ["projectId", '"projectId" comes from the API and cannot be set']],
  [
    "a misspelt residency, and a state",
    { residence: "GLOBAL", status: "active" },
    ["", 'Project has no argument "residence"; did you mean "residency"?'],
    ["status", '"status" comes from the API and cannot be set'],
  ],
]);
