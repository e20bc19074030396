import { z } from "zod";
import { removed } from "../kernel/declaration";
import { resource } from "../kernel/resource";
import { computed, mutable } from "../kernel/words";
import { assistantTool, responseFormat, toolResources } from "./assistant-tools";
import { home } from "./home";
import { metadata } from "./metadata";

export const assistant = resource({
  token: "Assistant",
  about: "A model with instructions and tools, as the Assistants API keeps it.",
  sunset: {
    on: "2026-08-26",
    says: "OpenAI shut the Assistants API down on 2026-08-26; it lives on only on compatible servers. Use the Responses API, with instructions and tools in the application's own code.",
    serves: "/models",
  },
  notes: ["It lives in the project of its key."],
  destroying:
    "deletes the assistant; files and vector stores stay. Since the shutdown of its API nothing is left to delete.",
  page: "https://platform.openai.com/docs/api-reference/assistants",
  credential: "project",
  at: "/assistants",
  beta: "assistants=v2",
  id: "{assistantId}",
  list: { page: "lastItem", max: 100 },
  recognise: ["name", "model", "metadata", "createdAt"],
  props: {
    assistantId: computed(z.string(), "Id of the assistant.", { wire: "id", example: "asst_abc123" }),
    model: mutable(z.string().min(1), "Id of the model."),
    name: mutable(z.string().max(256).optional(), "Name, to 256 characters.", { clear: null }),
    description: mutable(z.string().max(512).optional(), "Description, to 512 characters.", { clear: null }),
    instructions: mutable(
      z.string().max(256_000).optional(),
      "What the assistant is told before every conversation, to 256,000 characters.",
      { clear: null },
    ),
    tools: mutable(z.array(assistantTool).max(128).optional(), "What the assistant may use, at most 128.", {
      clear: [],
      empty: "absent",
    }),
    toolResources: mutable(toolResources.optional(), "Files and vector stores that the tools work on.", {
      clear: null,
      empty: "absent",
    }),
    responseFormat: mutable(responseFormat.optional(), "Form of the answers; `auto` where absent.", {
      clear: null,
      absent: "auto",
    }),
    reasoningEffort: mutable(
      z.enum(["none", "minimal", "low", "medium", "high", "xhigh", "max"]).optional(),
      "How long a reasoning model may think. The API never returns it.",
      { echoed: false, clear: null },
    ),
    temperature: mutable(z.number().min(0).max(2).optional(), "Randomness, 0 to 2; 1 where absent.", {
      clear: null,
    }),
    topP: mutable(z.number().min(0).max(1).optional(), "Nucleus sampling, 0 to 1; 1 where absent.", {
      clear: null,
    }),
    metadata: mutable(metadata.optional(), "Up to 16 pairs of text: keys to 64, values to 512 characters.", {
      clear: {},
      empty: "absent",
    }),
    createdAt: computed(z.int(), "When the assistant was created, in Unix seconds."),
    projectId: home,
  },
  examples: [
    {
      title: "A support assistant that searches the handbook",
      args: {
        model: "gpt-4o",
        name: "support",
        instructions: "Answer from the handbook only.",
        tools: [{ type: "file_search", fileSearch: { maxNumResults: 5 } }],
        temperature: 0.2,
        metadata: { team: "support" },
      },
      next: [
        { change: { instructions: "Answer from the handbook, and name the page." }, expect: "update" },
        { change: { temperature: removed }, expect: "update" },
        { change: { tools: removed, metadata: removed }, expect: "update" },
        { change: { tools: [], metadata: {}, toolResources: {} }, expect: "none" },
        { change: { topP: 1 }, expect: "update" },
        { change: { topP: removed }, expect: "update" },
        { change: { model: "gpt-5.1", reasoningEffort: "low" }, expect: "update" },
      ],
    },
  ],
});
