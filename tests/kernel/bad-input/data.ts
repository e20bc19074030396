import { type Mistakes, pairs } from "./mistake";

const longKey = "k".repeat(65);

/** What a project's key makes, except for what trains and answers. */
export const data: Record<string, Mistakes> = {
  File: {
    good: { source: { text: "a" }, filename: "a.txt", purpose: "assistants" },
    mistakes: [
      ["no content", { source: undefined }, ["source", '"source" is required']],
      ["the content as it stands", { source: "a" }, ["source", "must be an object"]],
      ["content that is a number", { source: { text: 7 } }, ["source.text", "must be text"]],
      [
        "a text without a name",
        { filename: undefined },
        ["filename", "a text has no file name of its own: give one, such as notes.txt"],
      ],
      ["an empty name", { filename: "" }, ["filename", "must be at least 1 character"]],
      ["no purpose", { purpose: undefined }, ["purpose", '"purpose" is required']],
      [
        "a purpose that only results have",
        { purpose: "batch_output" },
        ["purpose", "must be one of assistants, batch, fine-tune, vision, user_data, evals"],
      ],
      [
        "less than an hour",
        { expiresAfter: { anchor: "created_at", seconds: 3599 } },
        ["expiresAfter.seconds", "must be at least 3600"],
      ],
      [
        "more than 30 days",
        { expiresAfter: { anchor: "created_at", seconds: 2_592_001 } },
        ["expiresAfter.seconds", "must be at most 2592000"],
      ],
      [
        "an anchor of another kind, and no time",
        { expiresAfter: { anchor: "last_active_at" } },
        ["expiresAfter.anchor", "must be created_at"],
        ["expiresAfter.seconds", "is required"],
      ],
      [
        "a misspelt name",
        { fileName: "a.txt" },
        ["", 'File has no argument "fileName"; did you mean "filename"?'],
      ],
      ["its size", { bytes: 1 }, ["bytes", '"bytes" comes from the API and cannot be set']],
    ],
  },

  VectorStore: {
    good: { name: "docs" },
    mistakes: [
      ["a name that is a number", { name: 7 }, ["name", "must be text"]],
      [
        "an expiry of half a day from nowhere",
        { expiresAfter: { anchor: "created_at", days: 0.5 } },
        ["expiresAfter.anchor", "must be last_active_at"],
        ["expiresAfter.days", "must be a whole number"],
      ],
      [
        "a unit that expiries do not have",
        { expiresAfter: { anchor: "last_active_at", days: 7, hours: 12 } },
        ["expiresAfter", "has only the fields anchor, days"],
      ],
      [
        "more than a year",
        { expiresAfter: { anchor: "last_active_at", days: 366 } },
        ["expiresAfter.days", "must be at most 365"],
      ],
      ["an expiry that is a number", { expiresAfter: 30 }, ["expiresAfter", "must be an object"]],
      ["metadata of numbers", { metadata: { "cost-center": 4711 } }, ["metadata[...]", "must be text"]],
      ["17 pairs", { metadata: pairs(17) }, ["metadata", "at most 16 pairs"]],
      [
        "a long key",
        { metadata: { [longKey]: "v" } },
        ["metadata[...]", "has a key that must be at most 64 characters"],
      ],
      [
        "an empty key",
        { metadata: { "": "v" } },
        ["metadata[...]", "has a key that must be at least 1 character"],
      ],
      [
        "a long value",
        { metadata: { a: "v".repeat(513) } },
        ["metadata[...]", "must be at most 512 characters"],
      ],
      ["501 files", { fileIds: Array(501).fill("file-1") }, ["fileIds", "must be at most 500 items"]],
      [
        "a way of cutting nothing",
        { chunkingStrategy: { type: "auto" } },
        ["chunkingStrategy", 'it only has a meaning together with "fileIds"'],
      ],
      [
        "chunks that overlap by more than half",
        {
          fileIds: ["file-1"],
          chunkingStrategy: { type: "static", static: { maxChunkSizeTokens: 200, chunkOverlapTokens: 101 } },
        },
        ["chunkingStrategy.static.chunkOverlapTokens", "at most half of maxChunkSizeTokens"],
      ],
      [
        "what it holds",
        { fileCounts: {} },
        ["fileCounts", '"fileCounts" comes from the API and cannot be set'],
      ],
    ],
  },

  VectorStoreFile: {
    good: { vectorStoreId: "vs_1", fileId: "file-1" },
    mistakes: [
      ["no store", { vectorStoreId: undefined }, ["vectorStoreId", '"vectorStoreId" is required']],
      ["no file", { fileId: undefined }, ["fileId", '"fileId" is required']],
      ["several files", { fileId: ["file-1"] }, ["fileId", "must be text"]],
      ["attributes that are a list", { attributes: ["en"] }, ["attributes", "must be a map"]],
      [
        "an attribute with attributes",
        { attributes: { language: { code: "en" } } },
        ["attributes[...]", "must be text, or must be a number, or must be a boolean"],
      ],
      [
        "a long attribute",
        { attributes: { language: "e".repeat(513) } },
        ["attributes[...]", "must be at most 512 characters"],
      ],
      ["17 attributes", { attributes: pairs(17) }, ["attributes", "at most 16 pairs"]],
      [
        "a long key",
        { attributes: { [longKey]: true } },
        ["attributes[...]", "has a key that must be at most 64 characters"],
      ],
      [
        "another way of cutting",
        { chunkingStrategy: { type: "semantic" } },
        ["chunkingStrategy.type", "has no variant with this type"],
      ],
      [
        "sizes without their sizes",
        { chunkingStrategy: { type: "static" } },
        ["chunkingStrategy.static", "is required"],
      ],
      [
        "chunks too small, and an overlap below nothing",
        { chunkingStrategy: { type: "static", static: { maxChunkSizeTokens: 99, chunkOverlapTokens: -1 } } },
        ["chunkingStrategy.static.maxChunkSizeTokens", "must be at least 100"],
        ["chunkingStrategy.static.chunkOverlapTokens", "must be at least 0"],
      ],
      [
        "chunks that overlap by more than half",
        {
          chunkingStrategy: {
            type: "static",
            static: { maxChunkSizeTokens: 4096, chunkOverlapTokens: 2049 },
          },
        },
        ["chunkingStrategy.static.chunkOverlapTokens", "at most half of maxChunkSizeTokens"],
      ],
      [
        "the store's own expiry",
        { expiresAfter: { anchor: "last_active_at", days: 1 } },
        ["", 'VectorStoreFile has no argument "expiresAfter"'],
      ],
    ],
  },

  WebhookEndpoint: {
    good: { name: "w", url: "https://hooks.example.com/x", eventTypes: ["batch.completed"] },
    mistakes: [
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
  },
};
