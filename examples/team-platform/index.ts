import * as pulumi from "@pulumi/pulumi";
import * as openai from "pulumi-openai/dynamic";
import type { enums } from "pulumi-openai/types";
import { people } from "./people";
import { platform } from "./platform";
import { team } from "./team";

const config = new pulumi.Config();
const [lead = "", ...members] = config.requireObject<string[]>("people");

const { readers } = people({ lead, members });

/** Two teams, each with a project, a service account with its key, limits and people. */
const search = team("search", {
  residency: config.get<enums.ProjectResidency>("searchResidency"),
  requestsPerMinute: { "gpt-4o": config.getNumber("searchRequestsPerMinute") ?? 300, "gpt-5-mini": 1_000 },
  keyGeneration: config.get("searchKeyGeneration") ?? "1",
  lead,
  readers,
});
const support = team("support", {
  requestsPerMinute: { "gpt-5-mini": 500 },
  keyGeneration: "1",
  lead,
  readers,
});

/** What lives inside the support team's project, made with the key that was created a moment ago. */
const knowledge = platform("support", {
  project: support.project,
  apiKey: support.key.value,
  webhookUrl: config.get("webhookUrl") ?? "https://hooks.example.com/openai",
  keepDays: config.getNumber("keepDays") ?? 30,
});

/** A project that was there before: one of its limits is lent to this stack, and given back on destroy. */
const sharedProjectId = config.get("sharedProjectId");
if (sharedProjectId) {
  new openai.ProjectRateLimit("shared-gpt-4o", {
    projectId: sharedProjectId,
    model: "gpt-4o",
    maxRequestsPer1Minute: 60,
  });
}

export const searchProject = search.project.projectId;
export const supportProject = support.project.projectId;
export const searchKey = search.key.value;
export const supportKey = support.key.value;
export const knowledgeBase = knowledge.store.vectorStoreId;
export const webhookSecret = knowledge.webhook.signingSecret;
