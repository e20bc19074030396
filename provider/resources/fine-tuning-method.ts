import { z } from "zod";

const orAuto = <S extends z.ZodType>(number: S) => z.union([z.literal("auto"), number]).optional();

const common = {
  batchSize: orAuto(z.int().min(1).max(256)).describe("Examples a step, 1 to 256, or `auto`."),
  learningRateMultiplier: orAuto(z.number().gt(0)).describe("Factor on the learning rate, or `auto`."),
  nEpochs: orAuto(z.int().min(1).max(50)).describe("Rounds over the examples, 1 to 50, or `auto`."),
};

export const method = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("supervised").describe("Learn from right answers."),
    supervised: z
      .strictObject({
        hyperparameters: z.strictObject(common).optional().describe("How fast and how long to train."),
      })
      .optional()
      .describe("How to train."),
  }),
  z.strictObject({
    type: z.literal("dpo").describe("Learn from preferences between two answers."),
    dpo: z
      .strictObject({
        hyperparameters: z
          .strictObject({
            ...common,
            beta: orAuto(z.number().gt(0).max(2)).describe(
              "How close to stay to the model, to 2, or `auto`.",
            ),
          })
          .optional()
          .describe("How fast and how long to train."),
      })
      .optional()
      .describe("How to train."),
  }),
  z.strictObject({
    type: z.literal("reinforcement").describe("Learn from a grader's marks."),
    reinforcement: z
      .strictObject({
        grader: z
          .record(z.string(), z.unknown())
          .describe("The grader, spelt as in OpenAI's reference of graders: it is sent as it is."),
        hyperparameters: z
          .strictObject({
            ...common,
            computeMultiplier: orAuto(z.number().gt(0.00001).max(10)).describe(
              "Factor on the search, to 10, or `auto`.",
            ),
            evalInterval: orAuto(z.int().min(1)).describe("Steps between evaluations, or `auto`."),
            evalSamples: orAuto(z.int().min(1)).describe("Samples an evaluation, or `auto`."),
            reasoningEffort: z
              .enum(["default", "low", "medium", "high"])
              .optional()
              .describe("How long the model may think."),
          })
          .optional()
          .describe("How fast and how long to train."),
      })
      .describe("How to train."),
  }),
]);

export const integration = z.strictObject({
  type: z.literal("wandb").describe("Weights and Biases."),
  wandb: z
    .strictObject({
      project: z.string().min(1).describe("Project there."),
      name: z.string().optional().describe("Name of the run."),
      entity: z.string().optional().describe("Team or user there."),
      tags: z.array(z.string()).optional().describe("Tags of the run."),
    })
    .describe("Where to report."),
});
