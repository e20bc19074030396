import { z } from "zod";

const ranking = z.strictObject({
  ranker: z.enum(["auto", "default_2024_08_21"]).optional().describe("How results are ranked."),
  scoreThreshold: z.number().min(0).max(1).describe("The least score that a result must have, 0 to 1."),
});

/** A JSON Schema or another document of the user's own: its keys go to the API as they are. */
const document = z.record(z.string(), z.unknown());

export const assistantTool = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("code_interpreter").describe("Runs code.") }),
  z.strictObject({
    type: z.literal("file_search").describe("Searches vector stores."),
    fileSearch: z
      .strictObject({
        maxNumResults: z.int().min(1).max(50).optional().describe("The most results, 1 to 50."),
        rankingOptions: ranking.optional().describe("How results are ranked and filtered."),
      })
      .optional()
      .describe("How to search."),
  }),
  z.strictObject({
    type: z.literal("function").describe("Calls a function of the application."),
    function: z
      .strictObject({
        name: z.string().min(1).max(64).describe("Name of the function, to 64 characters."),
        description: z.string().optional().describe("What the function does, for the model."),
        parameters: document.optional().describe("JSON Schema of the parameters."),
        strict: z.boolean().optional().describe("Whether the model must keep to the schema."),
      })
      .describe("The function."),
  }),
]);

export const toolResources = z.strictObject({
  codeInterpreter: z
    .strictObject({ fileIds: z.array(z.string()).max(20).optional().describe("Ids of files, at most 20.") })
    .optional()
    .describe("What the code interpreter sees."),
  fileSearch: z
    .strictObject({
      vectorStoreIds: z.array(z.string()).max(1).optional().describe("Id of the vector store, at most one."),
    })
    .optional()
    .describe("What file search searches."),
});

export const responseFormat = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("text").describe("Plain text.") }),
  z.strictObject({ type: z.literal("json_object").describe("Some JSON.") }),
  z.strictObject({
    type: z.literal("json_schema").describe("JSON of a schema."),
    jsonSchema: z
      .strictObject({
        name: z.string().min(1).max(64).describe("Name of the form, to 64 characters."),
        description: z.string().optional().describe("What the form is for."),
        schema: document.optional().describe("The JSON Schema."),
        strict: z.boolean().optional().describe("Whether the model must keep to the schema."),
      })
      .describe("The form."),
  }),
]);
