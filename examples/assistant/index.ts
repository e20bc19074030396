import * as pulumi from "@pulumi/pulumi";
import * as openai from "pulumi-openai/dynamic";

// OpenAI shut the Assistants API down on 2026-08-26: this program needs a compatible server, or the emulator.

const config = new pulumi.Config();

const handbook = new openai.File("handbook", {
  source: new pulumi.asset.StringAsset(
    "# Returns\n\nWhatever does not fit can be sent back within 30 days.\n",
  ),
  filename: "handbook.md",
  purpose: "assistants",
});
const knowledge = new openai.VectorStore("knowledge");
const indexed = new openai.VectorStoreFile("handbook", {
  vectorStoreId: knowledge.vectorStoreId,
  fileId: handbook.fileId,
});

const support = new openai.Assistant(
  "support",
  {
    model: config.get("model") ?? "gpt-4o",
    name: "Support",
    instructions: "Answer from the handbook only, and say where it stands there.",
    tools: [{ type: "file_search", fileSearch: { maxNumResults: 5 } }],
    toolResources: { fileSearch: { vectorStoreIds: [knowledge.vectorStoreId] } },
    temperature: 0.2,
  },
  { dependsOn: indexed },
);

export const assistantId = support.assistantId;
