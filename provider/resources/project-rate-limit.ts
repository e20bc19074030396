import { z } from "zod";
import { former, removed, replace } from "../kernel/declaration";
import { resource } from "../kernel/resource";
import { fixed, mutable, parent } from "../kernel/words";
import { project } from "./project";

const limit = z.int().min(0).optional();

export const projectRateLimit = resource({
  token: "ProjectRateLimit",
  about: "The limits of one model in one project. OpenAI keeps a row for each model; this takes one over.",
  notes: [
    "Only the limits that the program sets are managed; the others stay as they are.",
    "Removing one limit from the program puts back the value that it had when the stack took it over.",
    "A model has only some of the limits: naming one that it lacks is an error that lists those it has.",
  ],
  destroying:
    "puts back the value that each managed limit had when the stack took it over. The row stays, for it belongs to OpenAI; an imported one is left as it is.",
  page: "https://platform.openai.com/docs/api-reference/project-rate-limits",
  credential: "admin",
  kind: "existing",
  at: "/organization/projects/{projectId}/rate_limits",
  id: "{projectId}/{rateLimitId}",
  read: "listed",
  list: { page: "lastId", max: 100, never: "empty" },
  either: [["model", "rateLimitId"]],
  end: "restore",
  props: {
    projectId: parent(project, "Id of the project."),
    model: fixed(z.string().min(1).optional(), "Name of the model, such as `gpt-4o`.", {
      clear: replace,
    }),
    rateLimitId: fixed(z.string().min(1).optional(), "Id of the row, instead of the model's name.", {
      wire: "id",
      example: "rl-gpt-4o",
      clear: replace,
    }),
    maxRequestsPer1Minute: mutable(limit, "Requests a minute.", { clear: former }),
    maxTokensPer1Minute: mutable(limit, "Tokens a minute.", { clear: former }),
    maxImagesPer1Minute: mutable(limit, "Images a minute; image models only.", { clear: former }),
    maxAudioMegabytesPer1Minute: mutable(limit, "Megabytes of audio a minute; audio models only.", {
      clear: former,
    }),
    maxRequestsPer1Day: mutable(limit, "Requests a day; some models only.", { clear: former }),
    batch1DayMaxInputTokens: mutable(limit, "Input tokens of batches a day; some models only.", {
      clear: former,
    }),
  },
  examples: [
    {
      title: "At most 100 requests and 50,000 tokens a minute",
      args: {
        projectId: "proj_abc123",
        model: "gpt-4o",
        maxRequestsPer1Minute: 100,
        maxTokensPer1Minute: 50_000,
      },
      next: [
        { change: { maxTokensPer1Minute: 60_000 }, expect: "update" },
        { change: { model: removed, rateLimitId: "rl-gpt-4o" }, expect: "none" },
        { change: { maxTokensPer1Minute: removed }, expect: "update" },
        { change: { model: removed, rateLimitId: "rl-gpt-4o-mini" }, expect: "replace" },
      ],
    },
  ],
});
