import { z } from "zod";
import { removed, replace } from "../kernel/declaration";
import { resource } from "../kernel/resource";
import { computed, fixed, mutable } from "../kernel/words";
import { chunking, overlapTooLarge } from "./chunking";
import { file } from "./file";
import { home } from "./home";
import { metadata } from "./metadata";

const expiry = z.strictObject({
  anchor: z.literal("last_active_at").describe("The moment from which the days count: the last use."),
  days: z.int().min(1).max(365).describe("Days after the anchor."),
});

export const vectorStore = resource({
  token: "VectorStore",
  about: "A searchable index over uploaded files, queried by the file_search tool.",
  notes: [
    "It lives in the project of its key.",
    "A store that has expired can be read but not used: the next update replaces it.",
  ],
  destroying: "deletes the index; the files stay.",
  page: "https://platform.openai.com/docs/api-reference/vector-stores",
  credential: "project",
  at: "/vector_stores",
  beta: "assistants=v2",
  id: "{vectorStoreId}",
  list: { page: "lastItem", max: 100 },
  big: true,
  recognise: ["name", "metadata", "createdAt"],
  settle: { on: "status", until: ["completed", "expired"] },
  when: { spent: (live) => (live.status === "expired" ? "status" : undefined) },
  refuses: ({ chunkingStrategy, fileIds }) => [
    ...(chunkingStrategy && !fileIds?.length
      ? [{ at: ["chunkingStrategy"], reason: 'it only has a meaning together with "fileIds"' }]
      : []),
    ...overlapTooLarge(chunkingStrategy),
  ],
  props: {
    vectorStoreId: computed(z.string(), "Id of the store.", { wire: "id", example: "vs_abc123" }),
    name: mutable(z.string().optional(), "Display name.", { clear: null }),
    expiresAfter: mutable(expiry.optional(), "Expire the store after this long without use.", {
      clear: null,
    }),
    metadata: mutable(metadata.optional(), "Up to 16 pairs of text: keys to 64, values to 512 characters.", {
      clear: {},
      empty: "absent",
    }),
    // The API takes these three when a store is created, never again, and never returns them.
    description: fixed(z.string().optional(), "What the store is for.", {
      echoed: false,
      clear: replace,
    }),
    fileIds: fixed(z.array(z.string()).max(500).optional(), "Files to index at once, at most 500.", {
      echoed: false,
      unordered: true,
      empty: "absent",
      clear: replace,
      of: file,
    }),
    chunkingStrategy: fixed(chunking.optional(), "How the files in `fileIds` are cut.", {
      echoed: false,
      clear: replace,
    }),
    status: computed(z.enum(["in_progress", "completed", "expired"]), "State of the indexing.", {
      volatile: true,
    }),
    usageBytes: computed(z.int(), "Bytes currently indexed.", { volatile: true }),
    fileCounts: computed(
      z.strictObject({
        inProgress: z.int().describe("Files being indexed."),
        completed: z.int().describe("Files indexed."),
        failed: z.int().describe("Files that could not be indexed."),
        cancelled: z.int().describe("Files whose indexing was cancelled."),
        total: z.int().describe("All files of the store."),
      }),
      "Files by the state of their indexing.",
      { volatile: true },
    ),
    lastActiveAt: computed(z.int().optional(), "When the store was last used, in Unix seconds.", {
      volatile: true,
    }),
    expiresAt: computed(z.int().optional(), "When the store will expire, in Unix seconds.", {
      volatile: true,
    }),
    createdAt: computed(z.int(), "When the store was created, in Unix seconds."),
    projectId: home,
  },
  examples: [
    {
      title: "A store that cleans up after itself",
      args: {
        name: "support-docs",
        expiresAfter: { anchor: "last_active_at", days: 30 },
        metadata: { team: "support", costCenter: "4711" },
      },
      next: [
        { change: { name: "support-articles" }, expect: "update" },
        { change: { metadata: { team: "help" } }, expect: "update" },
        { change: { expiresAfter: removed }, expect: "update" },
        { change: { metadata: removed }, expect: "update" },
        { change: { metadata: {}, fileIds: [] }, expect: "none" },
        { change: { description: "Public help centre" }, expect: "replace" },
      ],
    },
  ],
});
