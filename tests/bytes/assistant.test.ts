import type { Saved } from "../../provider/lifecycle/session/saved";
import { assistant } from "../../provider/resources/assistant";
import { create, end, find, read, update } from "../support/entries";
import { mistakesIn, pairs } from "./mistakes";
import { type Exchange, fakeOpenAI } from "./openai";

const openai = fakeOpenAI();

const beta = "assistants=v2";
const tutor = {
  id: "asst_abc123",
  object: "assistant",
  created_at: 1_698_984_975,
  name: "Math Tutor",
  description: null,
  model: "gpt-4o",
  instructions: "You are a personal math tutor.",
  tools: [{ type: "code_interpreter" }],
  metadata: {},
  top_p: 1.0,
  temperature: 1.0,
  response_format: "auto",
};
const args = {
  model: "gpt-4o",
  name: "Math Tutor",
  instructions: "You are a personal math tutor.",
  tools: [{ type: "code_interpreter" }],
};
const live = { ...args, assistantId: "asst_abc123", createdAt: 1_698_984_975 };
const saved: Saved = { id: "asst_abc123", live, memo: { seenWith: "000000000000@org-acme" } };
const posted = (body: object, reply: object = tutor): Exchange => ({
  call: "POST /assistants",
  key: "project",
  beta,
  body,
  reply,
});
const lookedFor = (reply: object): Exchange => ({
  call: "GET /assistants/asst_abc123",
  key: "project",
  beta,
  reply,
});
const written = (body: object, reply: object = tutor): Exchange => ({
  call: "POST /assistants/asst_abc123",
  key: "project",
  beta,
  body,
  reply,
});

test("is created with the project's key and the beta, with what the program says and no defaults", async () => {
  openai.foresee(
    posted({
      model: "gpt-4o",
      name: "Math Tutor",
      instructions: "You are a personal math tutor.",
      tools: [{ type: "code_interpreter" }],
    }),
  );
  const made = await create(openai.session(), assistant, args);
  expect(made.id).toBe("asst_abc123");
  // What the API chose for itself is to be seen, except for what means nothing chosen.
  expect(made.live).toEqual({ ...live, metadata: {}, topP: 1, temperature: 1 });
});

test("is created with everything that it can have, snake_case down to the user's own documents", async () => {
  const parameters = { type: "object", properties: { zipCode: { type: "string", maxLength: 5 } } };
  const schema = {
    type: "object",
    properties: { nextStep: { type: "string" } },
    additionalProperties: false,
  };
  openai.foresee(
    posted({
      model: "o3-mini",
      description: "d",
      reasoning_effort: "low",
      temperature: 0,
      top_p: 0.5,
      metadata: { costCenter: "4711" },
      tools: [
        {
          type: "file_search",
          file_search: {
            max_num_results: 5,
            ranking_options: { ranker: "default_2024_08_21", score_threshold: 0.25 },
          },
        },
        {
          type: "function",
          function: { name: "look_up", description: "Finds.", parameters, strict: false },
        },
      ],
      tool_resources: {
        code_interpreter: { file_ids: ["file-1"] },
        file_search: { vector_store_ids: ["vs_1"] },
      },
      response_format: { type: "json_schema", json_schema: { name: "step", schema, strict: true } },
    }),
  );
  await create(openai.session(), assistant, {
    model: "o3-mini",
    description: "d",
    reasoningEffort: "low",
    temperature: 0,
    topP: 0.5,
    metadata: { costCenter: "4711" },
    tools: [
      {
        type: "file_search",
        fileSearch: {
          maxNumResults: 5,
          rankingOptions: { ranker: "default_2024_08_21", scoreThreshold: 0.25 },
        },
      },
      { type: "function", function: { name: "look_up", description: "Finds.", parameters, strict: false } },
    ],
    toolResources: { codeInterpreter: { fileIds: ["file-1"] }, fileSearch: { vectorStoreIds: ["vs_1"] } },
    responseFormat: { type: "json_schema", jsonSchema: { name: "step", schema, strict: true } },
    projectId: "proj_1",
  });
});

describe("is read by its id, with the beta,", () => {
  test("and shows no more than what the program says of each tool", async () => {
    openai.foresee(
      lookedFor({
        ...tutor,
        tools: [
          {
            type: "file_search",
            file_search: {
              max_num_results: 7,
              ranking_options: { ranker: "auto", score_threshold: 0 },
            },
          },
        ],
      }),
    );
    const said = { ...args, tools: [{ type: "file_search", fileSearch: { maxNumResults: 5 } }] };
    const seen = await read(openai.session(), assistant, saved, said);
    expect(seen?.args).toEqual({
      ...said,
      tools: [{ type: "file_search", fileSearch: { maxNumResults: 7 } }],
    });
  });

  test("and keeps how long it may think, which nothing shows", async () => {
    openai.foresee(lookedFor({ ...tutor, name: "Tutor" }));
    const said = { ...args, reasoningEffort: "low" };
    const before: Saved = { ...saved, live: { ...live, reasoningEffort: "low" } };
    const seen = await read(openai.session(), assistant, before, said);
    expect(seen?.args).toEqual({ ...said, name: "Tutor" });
  });

  test("and imported without a form of answers that is only `auto`", async () => {
    openai.foresee(lookedFor(tutor));
    const seen = await find(openai.session(), assistant, saved.id);
    expect(seen?.args).toEqual({ ...args, temperature: 1, topP: 1 });
  });
});

describe("gets", () => {
  test.each<[string, object, object]>([
    ["its name alone", { name: "Tutor" }, { name: "Tutor" }],
    [
      "its model and how long it may think",
      { model: "o3-mini", reasoningEffort: "high" },
      { model: "o3-mini", reasoning_effort: "high" },
    ],
    [
      "its tools as the whole list",
      { tools: [{ type: "code_interpreter" }, { type: "file_search" }] },
      { tools: [{ type: "code_interpreter" }, { type: "file_search" }] },
    ],
    ["a temperature of nothing as nothing", { temperature: 0 }, { temperature: 0 }],
    [
      "the form of its answers",
      { responseFormat: { type: "json_object" } },
      { response_format: { type: "json_object" } },
    ],
  ])("%s", async (_, change, body) => {
    openai.foresee(written(body));
    await update(openai.session(), assistant, saved, args, { ...args, ...change });
  });

  test("everything taken away: texts and numbers by null, tools and metadata by nothing in them", async () => {
    const all = {
      ...args,
      description: "d",
      toolResources: { fileSearch: { vectorStoreIds: ["vs_1"] } },
      responseFormat: { type: "text" },
      reasoningEffort: "low",
      temperature: 0.2,
      topP: 0.5,
      metadata: { team: "a" },
    };
    const bare = { ...tutor, name: null, instructions: null, tools: [] };
    openai.foresee(
      written(
        {
          name: null,
          description: null,
          instructions: null,
          tools: [],
          tool_resources: null,
          response_format: null,
          reasoning_effort: null,
          temperature: null,
          top_p: null,
          metadata: {},
        },
        bare,
      ),
    );
    const before: Saved = { ...saved, live: { ...live, ...all } };
    const done = await update(openai.session(), assistant, before, all, { model: "gpt-4o" });
    expect(done.live).toEqual({
      assistantId: "asst_abc123",
      model: "gpt-4o",
      tools: [],
      metadata: {},
      temperature: 1,
      topP: 1,
      createdAt: 1_698_984_975,
    });
  });
});

test("is deleted with the beta", async () => {
  openai.foresee({
    call: "DELETE /assistants/asst_abc123",
    key: "project",
    beta,
    reply: { id: "asst_abc123", object: "assistant.deleted", deleted: true },
  });
  await end(openai.session(), assistant, saved);
});

const tool = (description: object) => ({ tools: [{ type: "code_interpreter" }, { ...description }] });

mistakesIn(assistant, { model: "gpt-4o" }, [
  ["no model", { model: undefined }, ["model", '"model" is required']],
  ["an empty model", { model: "" }, ["model", "must be at least 1 character"]],
  ["a long name", { name: "n".repeat(257) }, ["name", "must be at most 256 characters"]],
  ["a long description", { description: "d".repeat(513) }, ["description", "must be at most 512 characters"]],
  [
    "long instructions",
    { instructions: "i".repeat(256_001) },
    ["instructions", "must be at most 256000 characters"],
  ],
  ["a fever", { temperature: 2.1 }, ["temperature", "must be at most 2"]],
  ["more than all of the nucleus, in words", { topP: "1.1" }, ["topP", "must be a number"]],
  ["less than nothing of the nucleus", { topP: -0.1 }, ["topP", "must be at least 0"]],
  [
    "129 tools",
    { tools: Array(129).fill({ type: "code_interpreter" }) },
    ["tools", "must be at most 128 items"],
  ],
  [
    "a tool that there is not",
    tool({ type: "retrieval" }),
    ["tools[1].type", "has no variant with this type"],
  ],
  [
    "51 results of at least twice the best",
    tool({
      type: "file_search",
      fileSearch: { maxNumResults: 51, rankingOptions: { scoreThreshold: 2 } },
    }),
    ["tools[1].fileSearch.maxNumResults", "must be at most 50"],
    ["tools[1].fileSearch.rankingOptions.scoreThreshold", "must be at most 1"],
  ],
  ["a function that is none", tool({ type: "function" }), ["tools[1].function", "is required"]],
  [
    "a function with a long name",
    tool({ type: "function", function: { name: "f".repeat(65), parameters: "none" } }),
    ["tools[1].function.name", "must be at most 64 characters"],
    ["tools[1].function.parameters", "must be a map"],
  ],
  [
    "two vector stores",
    { toolResources: { fileSearch: { vectorStoreIds: ["vs_1", "vs_2"] } } },
    ["toolResources.fileSearch.vectorStoreIds", "must be at most 1 item"],
  ],
  [
    "21 files",
    { toolResources: { codeInterpreter: { fileIds: Array(21).fill("file-1") } } },
    ["toolResources.codeInterpreter.fileIds", "must be at most 20 items"],
  ],
  ["a form of answers in a word", { responseFormat: "auto" }, ["responseFormat", "must be an object"]],
  [
    "a form of answers without its schema",
    { responseFormat: { type: "json_schema" } },
    ["responseFormat.jsonSchema", "is required"],
  ],
  ["17 pairs", { metadata: pairs(17) }, ["metadata", "at most 16 pairs"]],
  ["when it came", { createdAt: 7 }, ["createdAt", '"createdAt" comes from the API and cannot be set']],
  [
    "a misspelt order",
    { instruction: "i" },
    ["", 'Assistant has no argument "instruction"; did you mean "instructions"?'],
  ],
]);
