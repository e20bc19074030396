import { type Mistakes, pairs } from "./mistake";

const supervised = (hyperparameters: object) => ({
  method: { type: "supervised", supervised: { hyperparameters: { ...hyperparameters } } },
});
const tool = (description: object) => ({ tools: [{ type: "code_interpreter" }, { ...description }] });

/** What trains a model, or answers with one. */
export const models: Record<string, Mistakes> = {
  FineTuningJob: {
    good: { model: "gpt-4o-mini-2024-07-18", trainingFile: "file-1" },
    mistakes: [
      ["no model", { model: undefined }, ["model", '"model" is required']],
      ["an empty model", { model: "" }, ["model", "must be at least 1 character"]],
      ["no examples", { trainingFile: undefined }, ["trainingFile", '"trainingFile" is required']],
      ["an empty suffix", { suffix: "" }, ["suffix", "must be at least 1 character"]],
      ["a long suffix", { suffix: "s".repeat(65) }, ["suffix", "must be at most 64 characters"]],
      ["a seed below nothing", { seed: -1 }, ["seed", "must be at least 0"]],
      ["a seed of 32 bits", { seed: 2_147_483_648 }, ["seed", "must be at most 2147483647"]],
      ["half a seed", { seed: 0.5 }, ["seed", "must be a whole number"]],
      ["17 pairs", { metadata: pairs(17) }, ["metadata", "at most 16 pairs"]],
      [
        "no round",
        supervised({ nEpochs: 0 }),
        ["method.supervised.hyperparameters.nEpochs", "must be at least 1"],
      ],
      [
        "a size in other words than auto",
        supervised({ batchSize: "big" }),
        ["method.supervised.hyperparameters.batchSize", "must be auto, or must be a number"],
      ],
      ["a method of magic", { method: { type: "magic" } }, ["method.type", "has no variant with this type"]],
      [
        "reinforcement without a grader",
        { method: { type: "reinforcement", reinforcement: {} } },
        ["method.reinforcement.grader", "is required"],
      ],
      [
        "a thought of no length",
        {
          method: {
            type: "reinforcement",
            reinforcement: { grader: {}, hyperparameters: { reasoningEffort: "none" } },
          },
        },
        ["method.reinforcement.hyperparameters.reasoningEffort", "must be one of default, low, medium, high"],
      ],
      [
        "a misspelt number of rounds, which the API would pass over",
        { method: { type: "supervised", supervised: { hyperparameters: { nEpoch: 3 } } } },
        [
          "method.supervised.hyperparameters",
          'has only the fields batchSize, learningRateMultiplier, nEpochs; did you mean "nEpochs"?',
        ],
      ],
      [
        "a report to nobody in particular",
        { integrations: [{ type: "wandb", wandb: { project: "", tags: "v2" } }] },
        ["integrations[0].wandb.project", "must be at least 1 character"],
        ["integrations[0].wandb.tags", "must be a list"],
      ],
      [
        "a report elsewhere",
        { integrations: [{ type: "mlflow", wandb: { project: "p" } }] },
        ["integrations[0].type", "must be wandb"],
      ],
      ["patience in words", { wait: "no" }, ["wait", "must be a boolean"]],
      [
        "its result",
        { fineTunedModel: "ft:x" },
        ["fineTunedModel", '"fineTunedModel" comes from the API and cannot be set'],
      ],
      [
        "what the API has given up",
        { hyperparameters: { nEpochs: 3 } },
        ["", 'FineTuningJob has no argument "hyperparameters"'],
      ],
      [
        "a misspelt file",
        { trainingFiles: "file-1", trainingFile: undefined },
        ["", 'FineTuningJob has no argument "trainingFiles"; did you mean "trainingFile"?'],
        ["trainingFile", '"trainingFile" is required'],
      ],
    ],
  },

  Assistant: {
    good: { model: "gpt-4o" },
    mistakes: [
      ["no model", { model: undefined }, ["model", '"model" is required']],
      ["an empty model", { model: "" }, ["model", "must be at least 1 character"]],
      ["a long name", { name: "n".repeat(257) }, ["name", "must be at most 256 characters"]],
      [
        "a long description",
        { description: "d".repeat(513) },
        ["description", "must be at most 512 characters"],
      ],
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
    ],
  },
};
