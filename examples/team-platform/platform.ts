import * as pulumi from "@pulumi/pulumi";
import * as openai from "pulumi-openai/dynamic";

interface Platform {
  project: openai.Project;
  apiKey: pulumi.Input<string | undefined>;
  webhookUrl: string;
  keepDays: number;
}

/** What lives inside a project and is made with a key of it. */
export function platform(name: string, { project, apiKey, webhookUrl, keepDays }: Platform) {
  const inProject = { deletedWith: project };
  const own = { apiKey, projectId: project.projectId };

  const store = new openai.VectorStore(
    `${name}-knowledge`,
    {
      ...own,
      name: "knowledge base",
      expiresAfter: { anchor: "last_active_at", days: keepDays },
      metadata: { team: name },
    },
    inProject,
  );
  const handbook = new openai.File(
    `${name}-handbook`,
    { ...own, source: new pulumi.asset.FileAsset("handbook.md"), purpose: "assistants" },
    inProject,
  );
  new openai.VectorStoreFile(
    `${name}-knowledge-handbook`,
    { ...own, vectorStoreId: store.vectorStoreId, fileId: handbook.fileId, attributes: { language: "en" } },
    inProject,
  );
  const webhook = new openai.WebhookEndpoint(
    `${name}-batches`,
    { ...own, url: webhookUrl, eventTypes: ["batch.completed", "batch.failed"], rotationTrigger: "2026-11" },
    inProject,
  );
  return { store, webhook };
}
