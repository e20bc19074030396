import type { Properties } from "../../provider/kernel/values";
import { create, end, find, update } from "../support/entries";
import { type Workshop, workshop } from "../support/workshop";
import {
  byHand,
  errorOf,
  expectAlive,
  itemOf,
  listOf,
  newProject,
  noted,
  Project,
  partialOf,
  pathOf,
  RateLimit,
  resident,
} from "./house";

const former = { requests: 10_000, tokens: 2_000_000, batch: 100_000_000 };

function row(place: Workshop, projectId: string, model = "gpt-4o"): Properties {
  const { rate_limits: rows } = place.emulator.state().tables;
  const found = rows.find((one) => one.project_id === projectId && one.model === model);
  return { ...found };
}

async function limited(limits: Properties) {
  const place = workshop();
  const projectId = await newProject(place);
  const args: Properties = { projectId, model: "gpt-4o", ...limits };
  return { place, projectId, args, it: await resident(place, RateLimit, args) };
}

describe("taking a rate limit over", () => {
  it("notes the former values of what the program manages, and of nothing else", async () => {
    const { it } = await limited({ maxRequestsPer1Minute: 100 });
    expect(it.saved.memo.restoreTo).toEqual({ maxRequestsPer1Minute: former.requests });
    expect(it.saved.id).toMatch(/^proj_\w+\/rl-gpt-4o$/);
  });

  it("takes one listing and one update", async () => {
    const place = workshop();
    const projectId = await newProject(place);
    await create(place.session(), RateLimit, { projectId, model: "gpt-4o", maxRequestsPer1Minute: 1 });
    expect(place.calls()).toEqual([`GET ${listOf(RateLimit)}`, `POST ${itemOf(RateLimit)}`]);
  });

  it("of a value that is already so takes no update", async () => {
    const place = workshop();
    const projectId = await newProject(place);
    await create(place.session(), RateLimit, {
      projectId,
      model: "gpt-4o",
      maxRequestsPer1Minute: former.requests,
    });
    expect(place.calls()).toEqual([`GET ${listOf(RateLimit)}`]);
  });

  it("works by the row's id as by the model's name", async () => {
    const place = workshop();
    const projectId = await newProject(place);
    const args = { projectId, rateLimitId: "rl-gpt-4o", maxRequestsPer1Minute: 3 };
    const saved = await create(place.session(), RateLimit, args);
    expect(saved.live).toMatchObject({ model: "gpt-4o", rateLimitId: "rl-gpt-4o" });
    expect(row(place, projectId).max_requests_per_1_minute).toBe(3);
  });

  it("of a model without such a row says which there are, and writes nothing", async () => {
    const place = workshop();
    const projectId = await newProject(place);
    const args = { projectId, model: "gpt-3", maxRequestsPer1Minute: 1 };
    const error = await errorOf(create(place.session(), RateLimit, args));
    const rows = place.emulator.state().tables.rate_limits.filter((row) => row.project_id === projectId);
    const models = rows.map(({ model }) => model).sort();
    expect(models).toContain("gpt-4o");
    expect(error.message).toBe(
      `There is no ProjectRateLimit with model "gpt-3" here. Those that exist: ${models.join(", ")}. Nothing was changed.`,
    );
    // A project that was just made might not show all of its rows yet: its age is looked up.
    expect(place.calls()).toEqual([`GET ${listOf(RateLimit)}`, `GET ${listOf(Project)}`]);
  });

  it("of a row without such a field says which it has, and writes nothing", async () => {
    const place = workshop();
    const projectId = await newProject(place);
    const args = { projectId, model: "gpt-4o", maxImagesPer1Minute: 1, maxRequestsPer1Minute: 1 };
    const error = await errorOf(create(place.session(), RateLimit, args));
    expect(error.message).toBe(
      `ProjectRateLimit ${projectId}/rl-gpt-4o has no maxImagesPer1Minute. ` +
        "It has maxRequestsPer1Minute, maxTokensPer1Minute, batch1DayMaxInputTokens. Nothing was changed.",
    );
    expect(place.calls()).toEqual([`GET ${listOf(RateLimit)}`]);
  });

  it("whose answer is lost for good is saved with the former values, for it may have been carried out", async () => {
    const place = workshop();
    const projectId = await newProject(place);
    place.emulator.fault({
      match: { method: "POST", route: itemOf(RateLimit), times: 100 },
      action: { type: "reset-after" },
    });
    const args = { projectId, model: "gpt-4o", maxRequestsPer1Minute: 1 };
    const partial = await partialOf(create(place.session(), RateLimit, args));
    expect(partial.saved.memo.restoreTo).toEqual({ maxRequestsPer1Minute: former.requests });
  });
});

describe("updating a rate limit", () => {
  it("puts back the former value of a limit that the program drops", async () => {
    const { place, args, it } = await limited({ maxRequestsPer1Minute: 100, maxTokensPer1Minute: 200 });
    const { session, sent } = noted(place);
    const { maxTokensPer1Minute: _, ...news } = args;
    const saved = await update(session, RateLimit, it.saved, args, news);
    expect(sent.map(({ body }) => body)).toEqual([{ max_tokens_per_1_minute: former.tokens }]);
    expect(saved.memo.restoreTo).toEqual({ maxRequestsPer1Minute: former.requests });
    expect(saved.live.maxTokensPer1Minute).toBe(former.tokens);
  });

  it("notes the former value of a limit that the program takes up later", async () => {
    const { place, args, it } = await limited({ maxRequestsPer1Minute: 100 });
    await byHand(place, "POST", pathOf(it), { max_tokens_per_1_minute: 777 });
    const news = { ...args, maxTokensPer1Minute: 200 };
    const saved = await update(place.session(), RateLimit, it.saved, args, news);
    expect(saved.memo.restoreTo).toEqual({
      maxRequestsPer1Minute: former.requests,
      maxTokensPer1Minute: 777,
    });
    expect(place.calls()).toEqual([`GET ${listOf(RateLimit)}`, `POST ${itemOf(RateLimit)}`]);
  });

  it("keeps the former value of a limit taken up by an update whose answer is lost for good", async () => {
    const { place, projectId, args, it } = await limited({ maxRequestsPer1Minute: 100 });
    place.emulator.fault({
      match: { method: "POST", route: itemOf(RateLimit), times: 9 },
      action: { type: "reset-after" },
    });
    const news = { ...args, maxTokensPer1Minute: 5 };
    const { saved } = await partialOf(update(place.session(), RateLimit, it.saved, args, news));
    expect(row(place, projectId)).toMatchObject({ max_tokens_per_1_minute: 5 });
    expect(saved.memo.restoreTo).toEqual({
      maxRequestsPer1Minute: former.requests,
      maxTokensPer1Minute: former.tokens,
    });
    place.emulator.clearFaults();
    await end(place.session(), RateLimit, saved);
    expect(row(place, projectId)).toMatchObject({ max_tokens_per_1_minute: former.tokens });
  });

  it("keeps the first former value, however often the limit changes", async () => {
    const { place, args, it } = await limited({ maxRequestsPer1Minute: 100 });
    const two = { ...args, maxRequestsPer1Minute: 200 };
    const saved = await update(place.session(), RateLimit, it.saved, args, two);
    expect(saved.memo.restoreTo).toEqual({ maxRequestsPer1Minute: former.requests });
    expect(place.calls()).toEqual([`POST ${itemOf(RateLimit)}`]);
  });

  it("with a field that the row lacks says which it has, and writes nothing", async () => {
    const { place, projectId, args, it } = await limited({ maxRequestsPer1Minute: 100 });
    const news = { ...args, maxRequestsPer1Minute: 5, maxRequestsPer1Day: 5 };
    const error = await errorOf(update(place.session(), RateLimit, it.saved, args, news));
    expect(error.message).toBe(
      `ProjectRateLimit ${projectId}/rl-gpt-4o has no maxRequestsPer1Day. ` +
        "It has maxRequestsPer1Minute, maxTokensPer1Minute, batch1DayMaxInputTokens. Nothing was changed.",
    );
    expect(place.calls().filter((call) => call.startsWith("POST"))).toEqual([]);
  });

  it("from the model's name to the row's id is no change", async () => {
    const { place, projectId, args, it } = await limited({ maxRequestsPer1Minute: 100 });
    const news = { projectId, rateLimitId: "rl-gpt-4o", maxRequestsPer1Minute: 100 };
    await update(place.session(), RateLimit, it.saved, args, news);
    expect(place.calls()).toEqual([]);
  });

  it("of a limit of zero is a limit, not its absence", async () => {
    const { place, projectId, args, it } = await limited({ maxRequestsPer1Minute: 100 });
    await update(place.session(), RateLimit, it.saved, args, { ...args, maxRequestsPer1Minute: 0 });
    expect(row(place, projectId).max_requests_per_1_minute).toBe(0);
  });
});

describe("destroying a rate limit", () => {
  it("puts every managed value back, and leaves the others as they are", async () => {
    const { place, projectId, it } = await limited({ maxRequestsPer1Minute: 100, maxTokensPer1Minute: 200 });
    await byHand(place, "POST", pathOf(it), { batch_1_day_max_input_tokens: 5 });
    const { session, sent } = noted(place);
    await end(session, RateLimit, it.saved);
    expect(sent.map(({ body }) => body)).toEqual([
      { max_requests_per_1_minute: former.requests, max_tokens_per_1_minute: former.tokens },
    ]);
    expect(row(place, projectId)).toMatchObject({
      max_requests_per_1_minute: former.requests,
      max_tokens_per_1_minute: former.tokens,
      batch_1_day_max_input_tokens: 5,
    });
  });

  it("puts the value back also after somebody changed it and a refresh has seen that", async () => {
    const { place, projectId, it } = await limited({ maxRequestsPer1Minute: 100 });
    await byHand(place, "POST", pathOf(it), { max_requests_per_1_minute: 42 });
    const seen = await expectAlive(place.session(), it);
    expect(seen.args.maxRequestsPer1Minute).toBe(42);
    await end(place.session(), RateLimit, seen);
    expect(row(place, projectId).max_requests_per_1_minute).toBe(former.requests);
  });

  it("puts back a former value of zero", async () => {
    const place = workshop();
    const projectId = await newProject(place);
    const path = `/organization/projects/${projectId}/rate_limits/rl-gpt-4o`;
    await byHand(place, "POST", path, { max_requests_per_1_minute: 0 });
    const it = await resident(place, RateLimit, { projectId, model: "gpt-4o", maxRequestsPer1Minute: 9 });
    await end(place.session(), RateLimit, it.saved);
    expect(row(place, projectId).max_requests_per_1_minute).toBe(0);
  });

  it("that was imported leaves the row as it is, without a call", async () => {
    const { place, projectId, it } = await limited({ maxRequestsPer1Minute: 100 });
    const imported = await find(place.session(), RateLimit, it.saved.id);
    if (!imported) throw new Error("not found");
    place.calls();
    await end(place.session(), RateLimit, imported);
    expect(place.calls()).toEqual([]);
    expect(row(place, projectId).max_requests_per_1_minute).toBe(100);
  });

  it("is done again when its answer is lost", async () => {
    const { place, projectId, it } = await limited({ maxRequestsPer1Minute: 100 });
    place.emulator.fault({
      match: { method: "POST", route: itemOf(RateLimit) },
      action: { type: "reset-before" },
    });
    await end(place.session(), RateLimit, it.saved);
    expect(row(place, projectId).max_requests_per_1_minute).toBe(former.requests);
  });
});
