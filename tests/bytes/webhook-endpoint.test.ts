import type { Saved } from "../../provider/lifecycle/session/saved";
import { webhookEndpoint } from "../../provider/resources/webhook-endpoint";
import { create, end, read, update } from "../support/entries";
import { mistakesIn } from "./mistakes";
import { type Exchange, errorBody, fakeOpenAI } from "./openai";

const openai = fakeOpenAI();

const endpoint = {
  id: "whe_1",
  object: "webhook_endpoint",
  name: "batch-watcher",
  url: "https://hooks.example.com/openai",
  event_types: ["batch.completed", "batch.failed"],
  signing_secret_hint: "…x1",
  created_at: 1_740_000_000,
  updated_at: 1_740_000_000,
};
const args = {
  name: "batch-watcher",
  url: "https://hooks.example.com/openai",
  eventTypes: ["batch.completed", "batch.failed"],
};
const saved: Saved = {
  id: "whe_1",
  live: { ...args, webhookEndpointId: "whe_1", signingSecret: "whsec_first" },
  memo: {},
};
const rotated = (body: object, more: Partial<Exchange> = {}): Exchange => ({
  call: "POST /webhook_endpoints/whe_1/rotate_secret",
  key: "project",
  body,
  reply: { ...endpoint, signing_secret: "whsec_second" },
  ...more,
});
const written = (body: object): Exchange => ({
  call: "POST /webhook_endpoints/whe_1",
  key: "project",
  body,
  reply: endpoint,
});

test("is created without a word about rotation, and without a beta", async () => {
  openai.foresee({
    call: "POST /webhook_endpoints",
    key: "project",
    body: {
      name: "batch-watcher",
      url: "https://hooks.example.com/openai",
      event_types: ["batch.completed", "batch.failed"],
    },
    reply: { ...endpoint, signing_secret: "whsec_first" },
  });
  const all = { ...args, rotationTrigger: "1", keepOldSecretActiveFor24Hours: true, projectId: "proj_1" };
  const { live } = await create(openai.session(), webhookEndpoint, all);
  expect(live).toMatchObject({ signingSecret: "whsec_first", rotationTrigger: "1" });
});

test("is read by its id, and keeps the secret that only creation showed", async () => {
  openai.foresee({ call: "GET /webhook_endpoints/whe_1", key: "project", reply: endpoint });
  const seen = await read(openai.session(), webhookEndpoint, saved, args);
  expect(seen).toMatchObject({ args, live: { signingSecret: "whsec_first", signingSecretHint: "…x1" } });
});

test("that has not its id any more is looked for in the listing before it is called gone", async () => {
  openai.foresee(
    {
      call: "GET /webhook_endpoints/whe_1",
      key: "project",
      status: 404,
      reply: errorBody("No such endpoint"),
    },
    {
      call: "GET /webhook_endpoints?limit=100",
      key: "project",
      reply: {
        object: "list",
        data: [{ ...endpoint, id: "whe_3" }],
        first_id: "whe_9",
        last_id: "whe_9",
        has_more: true,
      },
    },
    {
      // The next page is asked for after the last item, whatever `last_id` says.
      call: "GET /webhook_endpoints?after=whe_3&limit=100",
      key: "project",
      reply: { object: "list", data: [{ ...endpoint, id: "whe_2" }], has_more: false },
    },
  );
  const session = openai.session();
  const { fingerprint } = session.credential(webhookEndpoint);
  const made = { ...saved, memo: { seenWith: fingerprint } };
  expect(await read(session, webhookEndpoint, made, args)).toBeUndefined();
});

test("gets its events as the whole set", async () => {
  openai.foresee(written({ event_types: ["batch.failed"] }));
  await update(openai.session(), webhookEndpoint, saved, args, { ...args, eventTypes: ["batch.failed"] });
});

test("gets its name and its address alone", async () => {
  openai.foresee(written({ name: "watcher", url: "https://hooks.example.com/v2" }));
  const news = { ...args, name: "watcher", url: "https://hooks.example.com/v2" };
  await update(openai.session(), webhookEndpoint, saved, args, news);
});

describe("a rotation", () => {
  const olds = { ...args, rotationTrigger: "1" };

  test.each([true, false])("says whether the old secret goes on for a day (%s)", async (keep) => {
    openai.foresee(rotated({ keep_old_secret_active_for_24_hours: keep }));
    const news = { ...olds, rotationTrigger: "2", keepOldSecretActiveFor24Hours: keep };
    const { live } = await update(openai.session(), webhookEndpoint, saved, olds, news);
    expect(live.signingSecret).toBe("whsec_second");
  });

  test("leaves that to the API where the program does not say", async () => {
    openai.foresee(rotated({}));
    const news = { ...olds, rotationTrigger: "2" };
    await update(openai.session(), webhookEndpoint, saved, olds, news);
  });

  test("comes after the other changes", async () => {
    openai.foresee(written({ name: "watcher" }), rotated({}));
    const news = { ...olds, name: "watcher", rotationTrigger: "2" };
    await update(openai.session(), webhookEndpoint, saved, olds, news);
  });

  test("is never sent twice: the secret of the first would be lost", async () => {
    openai.foresee(rotated({}, { status: 500, reply: errorBody("Oops") }));
    const work = update(openai.session(), webhookEndpoint, saved, olds, { ...olds, rotationTrigger: "2" });
    await expect(work).rejects.toMatchObject({ code: "ambiguous" });
  });

  test("is not made where only its manner changes", async () => {
    const news = { ...olds, keepOldSecretActiveFor24Hours: true };
    await update(openai.session(), webhookEndpoint, saved, olds, news);
  });

  test("is not made where the trigger disappears", async () => {
    await update(openai.session(), webhookEndpoint, saved, olds, args);
  });
});

test("is deleted", async () => {
  openai.foresee({
    call: "DELETE /webhook_endpoints/whe_1",
    key: "project",
    reply: { id: "whe_1", object: "webhook_endpoint.deleted", deleted: true },
  });
  await end(openai.session(), webhookEndpoint, saved);
});

mistakesIn(
  webhookEndpoint,
  { name: "w", url: "https://hooks.example.com/x", eventTypes: ["batch.completed"] },
  [
    ["no name", { name: undefined }, ["name", '"name" is required']],
    ["a long name", { name: "n".repeat(257) }, ["name", "must be at most 256 characters"]],
    ["no address", { url: undefined }, ["url", '"url" is required']],
    ["an address without https", { url: "http://hooks.example.com" }, ["url", "must be an https:// URL"]],
    ["an address of nobody", { url: "https:///x" }, ["url", "must be an https:// URL"]],
    [
      "a long address",
      { url: `https://hooks.example.com/${"x".repeat(2048)}` },
      ["url", "must be at most 2048 characters"],
    ],
    ["no events", { eventTypes: [] }, ["eventTypes", "must be at least 1 item"]],
    ["one event that is no list", { eventTypes: "batch.completed" }, ["eventTypes", "must be a list"]],
    ["a trigger that is a number", { rotationTrigger: 2 }, ["rotationTrigger", "must be text"]],
    [
      "a manner of rotation in words",
      { keepOldSecretActiveFor24Hours: "yes" },
      ["keepOldSecretActiveFor24Hours", "must be a boolean"],
    ],
    [
      "its secret",
      { signingSecret: "whsec_1" },
      ["", '"signingSecret" comes from the API and cannot be set'],
    ],
    [
      "misspelt events",
      { eventType: ["batch.completed"] },
      ["", 'WebhookEndpoint has no argument "eventType"; did you mean "eventTypes"?'],
    ],
  ],
);
