import { z } from "zod";
import { keep, removed } from "../kernel/declaration";
import { resource } from "../kernel/resource";
import { computed, fixed, mutable } from "../kernel/words";

export const project = resource({
  token: "Project",
  about: "A project of the organization: the room in which keys, limits, roles and data live.",
  notes: [
    "A project with the same name made later is another project with another id.",
    "The default project cannot be changed.",
  ],
  destroying:
    "archives the project, which cannot be undone: its keys stop working and nobody can use or change it again.",
  page: "https://platform.openai.com/docs/api-reference/projects",
  credential: "admin",
  at: "/organization/projects",
  id: "{projectId}",
  read: "together",
  list: { page: "lastId", max: 100, query: { include_archived: "true" }, never: "empty" },
  recognise: ["name", "createdAt"],
  end: { post: "/archive", done: "archived, which cannot be undone" },
  when: { gone: (live) => live.status === "archived" },
  props: {
    projectId: computed(z.string(), "Id of the project.", { wire: "id", example: "proj_abc123" }),
    name: mutable(z.string().min(1), "Name shown in the dashboard. Names need not be unique.", {
      named: true,
    }),
    residency: fixed(
      z
        .enum([
          "GLOBAL",
          "US_STORAGE_PROCESSING",
          "EU_STORAGE_PROCESSING",
          "JP_STORAGE",
          "JP_STORAGE_PROCESSING",
          "KR_STORAGE",
          "CA_STORAGE",
          "SG_STORAGE",
          "IN_STORAGE",
          "IN_STORAGE_PROCESSING",
          "AU_STORAGE",
          "AU_STORAGE_PROCESSING",
          "GB_STORAGE",
          "AE_STORAGE",
          "AE_STORAGE_PROCESSING",
        ])
        .optional(),
      "Where data is stored and processed. Chosen once: another residency means another project, with another id and other keys.",
      { clear: keep },
    ),
    externalKeyId: mutable(
      z.string().optional(),
      "Id of the external key that encrypts the project's data. Needs an organization with external key management.",
      { clear: null },
    ),
    status: computed(z.enum(["active", "archived"]), "Whether the project is in use."),
    createdAt: computed(z.int(), "When the project was created, in Unix seconds."),
    archivedAt: computed(z.int().optional(), "When the project was archived, in Unix seconds."),
  },
  examples: [
    {
      title: "A project whose data stays in the European Union",
      args: { name: "search-production", residency: "EU_STORAGE_PROCESSING" },
      next: [
        { change: { name: "search" }, expect: "update" },
        { change: { residency: "US_STORAGE_PROCESSING" }, expect: "replace" },
      ],
    },
    {
      title: "A project encrypted with a key of your own",
      args: { name: "payments", externalKeyId: "extkey_abc123" },
      next: [
        { change: { externalKeyId: removed }, expect: "update" },
        { change: { residency: "GLOBAL" }, expect: "update" },
        { change: { residency: removed }, expect: "update" },
        { change: { residency: "EU_STORAGE_PROCESSING" }, expect: "replace" },
      ],
    },
  ],
});
