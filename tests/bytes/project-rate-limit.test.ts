import type { Saved } from "../../provider/lifecycle/session/saved";
import { projectRateLimit } from "../../provider/resources/project-rate-limit";
import { create, end, read, update } from "../support/entries";
import { mistakesIn } from "./mistakes";
import { type Exchange, fakeOpenAI } from "./openai";

const openai = fakeOpenAI();

const mini = {
  id: "rl-gpt-4o-mini",
  object: "project.rate_limit",
  model: "gpt-4o-mini",
  max_requests_per_1_minute: 500,
  max_tokens_per_1_minute: 40_000,
};
const row = {
  id: "rl-gpt-4o",
  object: "project.rate_limit",
  model: "gpt-4o",
  max_requests_per_1_minute: 500,
  max_tokens_per_1_minute: 30_000,
  max_images_per_1_minute: 5,
  max_audio_megabytes_per_1_minute: 10,
  max_requests_per_1_day: 10_000,
  batch_1_day_max_input_tokens: 90_000,
};
const listing: Exchange = {
  call: "GET /organization/projects/proj_1/rate_limits?limit=100",
  key: "admin",
  reply: {
    object: "list",
    data: [mini, row],
    first_id: "rl-gpt-4o-mini",
    last_id: "rl-gpt-4o",
    has_more: false,
  },
};
/** Whether the project is so young that it may lack rows. */
const projects: Exchange = {
  call: "GET /organization/projects?include_archived=true&limit=100",
  key: "admin",
  reply: {
    object: "list",
    data: [
      {
        id: "proj_1",
        object: "organization.project",
        name: "search",
        created_at: 1_711_471_533,
        archived_at: null,
        status: "active",
      },
    ],
    first_id: "proj_1",
    last_id: "proj_1",
    has_more: false,
  },
};
const written = (body: object): Exchange => ({
  call: "POST /organization/projects/proj_1/rate_limits/rl-gpt-4o",
  key: "admin",
  body,
  reply: { ...row, ...body },
});
const saved: Saved = {
  id: "proj_1/rl-gpt-4o",
  live: {
    projectId: "proj_1",
    model: "gpt-4o",
    rateLimitId: "rl-gpt-4o",
    maxRequestsPer1Minute: 100,
    maxTokensPer1Minute: 50_000,
  },
  memo: { restoreTo: { maxRequestsPer1Minute: 500, maxTokensPer1Minute: 30_000 } },
};

test("is found by its model in one listing, and only what differs is written", async () => {
  openai.foresee(listing, written({ max_requests_per_1_minute: 100 }));
  const args = {
    projectId: "proj_1",
    model: "gpt-4o",
    maxRequestsPer1Minute: 100,
    maxTokensPer1Minute: 30_000,
  };
  const taken = await create(openai.session(), projectRateLimit, args);
  expect(taken).toMatchObject({
    id: "proj_1/rl-gpt-4o",
    live: { maxRequestsPer1Minute: 100, maxTokensPer1Minute: 30_000 },
    memo: { restoreTo: { maxRequestsPer1Minute: 500, maxTokensPer1Minute: 30_000 } },
  });
});

test("is found by its own id as well", async () => {
  openai.foresee(listing, written({ max_tokens_per_1_minute: 1 }));
  const args = { projectId: "proj_1", rateLimitId: "rl-gpt-4o", maxTokensPer1Minute: 1 };
  await create(openai.session(), projectRateLimit, args);
});

test("that is as it should be is not written", async () => {
  openai.foresee(listing);
  const args = { projectId: "proj_1", model: "gpt-4o", maxRequestsPer1Minute: 500 };
  await create(openai.session(), projectRateLimit, args);
});

test("has a name on the wire for every limit", async () => {
  const all = {
    max_requests_per_1_minute: 1,
    max_tokens_per_1_minute: 2,
    max_images_per_1_minute: 3,
    max_audio_megabytes_per_1_minute: 4,
    max_requests_per_1_day: 5,
    batch_1_day_max_input_tokens: 6,
  };
  openai.foresee(listing, written(all));
  const args = {
    maxRequestsPer1Minute: 1,
    maxTokensPer1Minute: 2,
    maxImagesPer1Minute: 3,
    maxAudioMegabytesPer1Minute: 4,
    maxRequestsPer1Day: 5,
    batch1DayMaxInputTokens: 6,
  };
  const taken = await create(openai.session(), projectRateLimit, {
    projectId: "proj_1",
    model: "gpt-4o",
    ...args,
  });
  expect(taken.live).toMatchObject(args);
});

test("may be nothing at all", async () => {
  openai.foresee(listing, written({ max_requests_per_1_minute: 0 }));
  const args = { projectId: "proj_1", model: "gpt-4o", maxRequestsPer1Minute: 0 };
  await create(openai.session(), projectRateLimit, args);
});

test("of a model that the project lacks is refused with those that it has, and nothing is written", async () => {
  openai.foresee(listing, projects);
  const args = { projectId: "proj_1", model: "gpt-5", maxRequestsPer1Minute: 1 };
  await expect(create(openai.session(), projectRateLimit, args)).rejects.toMatchObject({
    code: "usage",
    message:
      'There is no ProjectRateLimit with model "gpt-5" here. Those that exist: gpt-4o, gpt-4o-mini. Nothing was changed.',
  });
});

test("that the model lacks is refused with those that it has, and nothing is written", async () => {
  openai.foresee(listing);
  const args = {
    projectId: "proj_1",
    model: "gpt-4o-mini",
    maxRequestsPer1Minute: 1,
    maxImagesPer1Minute: 1,
  };
  await expect(create(openai.session(), projectRateLimit, args)).rejects.toMatchObject({
    code: "usage",
    message:
      "ProjectRateLimit proj_1/rl-gpt-4o-mini has no maxImagesPer1Minute. " +
      "It has maxRequestsPer1Minute, maxTokensPer1Minute. Nothing was changed.",
  });
});

test("of several models in one project is taken over with one listing", async () => {
  openai.foresee(listing, written({ max_requests_per_1_minute: 100 }), {
    ...written({ max_requests_per_1_minute: 7 }),
    call: "POST /organization/projects/proj_1/rate_limits/rl-gpt-4o-mini",
    reply: { ...mini, max_requests_per_1_minute: 7 },
  });
  const session = openai.session();
  await create(session, projectRateLimit, {
    projectId: "proj_1",
    model: "gpt-4o",
    maxRequestsPer1Minute: 100,
  });
  await create(session, projectRateLimit, {
    projectId: "proj_1",
    model: "gpt-4o-mini",
    maxRequestsPer1Minute: 7,
  });
});

test("is read by the listing: there is no GET of one", async () => {
  openai.foresee(listing);
  const said = { projectId: "proj_1", model: "gpt-4o", maxRequestsPer1Minute: 100 };
  const seen = await read(openai.session(), projectRateLimit, saved, said);
  expect(seen?.args).toEqual({ ...said, maxRequestsPer1Minute: 500 });
});

test("is changed by what differs", async () => {
  openai.foresee(written({ max_tokens_per_1_minute: 60_000 }));
  const olds = {
    projectId: "proj_1",
    model: "gpt-4o",
    maxRequestsPer1Minute: 100,
    maxTokensPer1Minute: 50_000,
  };
  await update(openai.session(), projectRateLimit, saved, olds, { ...olds, maxTokensPer1Minute: 60_000 });
});

test("that the program gives up goes back to what it was before", async () => {
  openai.foresee(written({ max_tokens_per_1_minute: 30_000 }));
  const olds = {
    projectId: "proj_1",
    model: "gpt-4o",
    maxRequestsPer1Minute: 100,
    maxTokensPer1Minute: 50_000,
  };
  const { maxTokensPer1Minute: _, ...news } = olds;
  const { memo } = await update(openai.session(), projectRateLimit, saved, olds, news);
  expect(memo.restoreTo).toEqual({ maxRequestsPer1Minute: 500 });
});

test("is put back at the end, in one call", async () => {
  openai.foresee(written({ max_requests_per_1_minute: 500, max_tokens_per_1_minute: 30_000 }));
  await end(openai.session(), projectRateLimit, saved);
});

test("that was imported is left as it is at the end", async () => {
  await end(openai.session(), projectRateLimit, { ...saved, memo: {} });
});

mistakesIn(projectRateLimit, { projectId: "proj_1", model: "gpt-4o", maxRequestsPer1Minute: 0 }, [
  ["no model", { model: undefined }, ["model", 'give "model" or "rateLimitId"']],
  [
    "a model and a row",
    { rateLimitId: "rl-gpt-4o" },
    ["rateLimitId", 'give either "model" or "rateLimitId", not both'],
  ],
  ["an empty model", { model: "" }, ["model", "must be at least 1 character"]],
  ["less than nothing", { maxRequestsPer1Minute: -1 }, ["maxRequestsPer1Minute", "must be at least 0"]],
  ["half a token", { maxTokensPer1Minute: 0.5 }, ["maxTokensPer1Minute", "must be a whole number"]],
  ["a limit in words", { maxRequestsPer1Day: "10" }, ["maxRequestsPer1Day", "must be a number"]],
  [
    "a misspelt limit",
    { maxRequestPer1Minute: 1 },
    ["", 'ProjectRateLimit has no argument "maxRequestPer1Minute"; did you mean "maxRequestsPer1Minute"?'],
  ],
  ["no project", { projectId: undefined }, ["projectId", '"projectId" is required']],
]);
