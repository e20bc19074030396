import { z } from "zod";
import { keep, replace } from "../kernel/declaration";
import { nameOfSource } from "../kernel/defaults";
import { resource } from "../kernel/resource";
import { computed, content, fixed } from "../kernel/words";
import { home } from "./home";

const expiry = z.strictObject({
  anchor: z.literal("created_at").describe("The moment from which the seconds count: the upload."),
  seconds: z.int().min(3600).max(2_592_000).describe("Seconds after the anchor: an hour to 30 days."),
});

const purposes = ["assistants", "batch", "fine-tune", "vision", "user_data", "evals"] as const;

const lesson = '{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Ho"}]}\n';

export const file = resource({
  token: "File",
  about: "An uploaded file, for vector stores, fine-tuning, batches, vision or evaluations.",
  notes: [
    "It lives in the project of its key. Nothing of it can be changed: other content is another file.",
    "The state holds the content's hash, never the content, unless the program itself gives it as text.",
    "A file may end by itself: those for batches after 30 days, others after `expiresAfter`. A refresh then finds it gone.",
  ],
  destroying: "deletes the file, which also takes it out of every vector store.",
  page: "https://platform.openai.com/docs/api-reference/files",
  credential: "project",
  at: "/files",
  id: "{fileId}",
  list: { page: "lastItem", max: 10_000 },
  big: true,
  recognise: ["filename", "bytes", "purpose", "createdAt"],
  when: {
    foreign: ({ purpose }) =>
      purposes.some((known) => known === purpose) ? undefined : "OpenAI made it, as the result of some work",
  },
  refuses: ({ source, filename }) => {
    if (!source) return [];
    if (source.path === undefined && source.uri === undefined && source.text === undefined)
      return [{ at: ["source"], reason: "must be a file, a text or an address" }];
    if (filename !== undefined || nameOfSource(source) !== undefined) return [];
    const what = source.text === undefined ? "this source" : "a text";
    return [{ at: ["filename"], reason: `${what} has no file name of its own: give one, such as notes.txt` }];
  },
  props: {
    fileId: computed(z.string(), "Id of the file.", { wire: "id", example: "file-abc123" }),
    source: content("The content: a file, a text or an address, to 512 MB.", {
      wire: "file",
      filename: "filename",
    }),
    filename: fixed(
      z.string().min(1).optional(),
      "Name of the file; its ending tells what it is. By default the name that the source has.",
      { clear: keep },
    ),
    purpose: fixed(z.enum(purposes), "What the file is for. `assistants` serves vector stores too."),
    expiresAfter: fixed(expiry.optional(), "Delete the file by itself after this time.", {
      echoed: false,
      clear: replace,
    }),
    bytes: computed(z.int(), "Size in bytes."),
    status: computed(z.enum(["uploaded", "processed", "error"]).optional(), "State of the processing.", {
      volatile: true,
    }),
    statusDetails: computed(z.string().optional(), "Why the processing failed.", { volatile: true }),
    expiresAt: computed(z.int().optional(), "When the file will be deleted by itself, in Unix seconds."),
    createdAt: computed(z.int(), "When the file was uploaded, in Unix seconds."),
    projectId: home,
  },
  examples: [
    {
      title: "A handbook for a vector store",
      args: {
        source: { text: "# Returns\n\nWithin 30 days.\n" },
        filename: "returns.md",
        purpose: "assistants",
      },
      next: [
        { change: { filename: "returns-policy.md" }, expect: "replace" },
        { change: { source: { text: "# Returns\n\nWithin 60 days.\n" } }, expect: "replace" },
        { change: { purpose: "user_data" }, expect: "replace" },
      ],
    },
    {
      title: "A file that is deleted by itself after a day",
      args: {
        source: { text: '{"name": "Ada"}\n' },
        filename: "people.json",
        purpose: "user_data",
        expiresAfter: { anchor: "created_at", seconds: 86_400 },
      },
    },
    {
      title: "Ten answers to train a model with, the fewest that a training takes",
      args: { source: { text: lesson.repeat(10) }, filename: "lessons.jsonl", purpose: "fine-tune" },
    },
  ],
});
