import * as pulumi from "@pulumi/pulumi";
import * as openai from "pulumi-openai/dynamic";

// OpenAI takes no new fine-tuning jobs from 2027-01-06 on. Models that were trained before go on working.

const config = new pulumi.Config();

const examples = new openai.File("examples", {
  source: new pulumi.asset.FileAsset("examples.jsonl"),
  purpose: "fine-tune",
});

const training = new openai.FineTuningJob("house-tone", {
  model: config.get("model") ?? "gpt-4.1-mini-2025-04-14",
  trainingFile: examples.fileId,
  suffix: "house-tone",
  method: { type: "supervised", supervised: { hyperparameters: { nEpochs: 3 } } },
  seed: 42,
});

/** What the application asks for, instead of the base model. */
export const model = training.fineTunedModel;
