import { z } from "zod";
import { keep, removed } from "../kernel/declaration";
import { resource } from "../kernel/resource";
import { computed, fixed, mutable, parent } from "../kernel/words";
import { chunking, cutLike, overlapTooLarge } from "./chunking";
import { file } from "./file";
import { home } from "./home";
import { vectorStore } from "./vector-store";

const attributes = z
  .record(z.string().min(1).max(64), z.union([z.string().max(512), z.number(), z.boolean()]))
  .refine((pairs) => Object.keys(pairs).length <= 16, "at most 16 pairs");

export const vectorStoreFile = resource({
  token: "VectorStoreFile",
  about: "A file in a vector store: cut into chunks, embedded, and found by searches.",
  notes: [
    "It is ready when the indexing has ended, which is waited for. A file that cannot be indexed fails with the API's reason and is attached anew by the next update.",
    "`chunkingStrategy` `auto` is answered with the sizes that it stands for, which are no difference. Taking the argument out of the program leaves the file as it is cut.",
  ],
  destroying: "takes the file out of the store; the file itself stays.",
  page: "https://platform.openai.com/docs/api-reference/vector-stores-files",
  credential: "project",
  kind: "edge",
  at: "/vector_stores/{vectorStoreId}/files",
  beta: "assistants=v2",
  id: "{vectorStoreId}/{fileId}",
  list: { page: "lastItem", max: 100 },
  big: true,
  settle: {
    on: "status",
    until: ["completed"],
    failed: ["failed", "cancelled"],
    because: "lastError.message",
  },
  when: { spent: ({ status }) => (status === "failed" || status === "cancelled" ? "status" : undefined) },
  refuses: ({ chunkingStrategy }) => overlapTooLarge(chunkingStrategy),
  props: {
    vectorStoreId: parent(vectorStore, "Id of the vector store."),
    fileId: parent(file, "Id of the file.", { wire: { write: "file_id", read: "id" } }),
    attributes: mutable(
      attributes.optional(),
      "Up to 16 pairs that searches can filter by: keys to 64 characters, values text to 512, numbers or true or false.",
      { clear: {}, empty: "absent" },
    ),
    chunkingStrategy: fixed(chunking.optional(), "How the file is cut; `auto` where absent.", {
      // files from before there were strategies
      absent: { type: "other" },
      agrees: cutLike,
      clear: keep,
    }),
    status: computed(z.enum(["in_progress", "completed", "failed", "cancelled"]), "State of the indexing.", {
      volatile: true,
    }),
    lastError: computed(
      z
        .object({
          code: z.string().describe("`server_error`, `unsupported_file` or `invalid_file`."),
          message: z.string().describe("What went wrong."),
        })
        .optional(),
      "Why the indexing failed.",
      { volatile: true },
    ),
    usageBytes: computed(z.int(), "Bytes that the file takes in the index.", { volatile: true }),
    createdAt: computed(z.int(), "When the file was attached, in Unix seconds."),
    projectId: home,
  },
  examples: [
    {
      title: "A handbook that searches can be narrowed to",
      args: {
        vectorStoreId: "vs_abc123",
        fileId: "file-abc123",
        attributes: { language: "en", year: 2026, internal: true },
        chunkingStrategy: { type: "static", static: { maxChunkSizeTokens: 400, chunkOverlapTokens: 100 } },
      },
      next: [
        { change: { attributes: { language: "de" } }, expect: "update" },
        { change: { attributes: removed }, expect: "update" },
        { change: { chunkingStrategy: { type: "auto" } }, expect: "replace" },
        { change: { chunkingStrategy: removed }, expect: "update" },
        { change: { attributes: {} }, expect: "none" },
      ],
    },
    {
      title: "A handbook that is cut as OpenAI thinks best",
      args: { vectorStoreId: "vs_abc123", fileId: "file-abc123" },
      next: [
        { change: { chunkingStrategy: { type: "auto" } }, expect: "update" },
        { change: { chunkingStrategy: removed }, expect: "update" },
      ],
    },
  ],
});
