import { z } from "zod";
import { isAbsent, isObject, own, same, type Value } from "../kernel/values";

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

/**
 * Whether a job was trained as the program says. The API puts numbers where `auto` stands, and where nothing does; a
 * job without a method was supervised and chose its numbers by itself.
 */
export function trainedLike(said: Value, live: Value): boolean {
  return isAbsent(live) ? fits(said, { type: "supervised" }, false) : fits(said, live, true);
}

/** Whether what is there can come of what was said; `silence` says whether what is not told may be anything. */
function fits(said: Value, live: Value, silence: boolean): boolean {
  if (isAbsent(said) || said === "auto") return true;
  if (isObject(said)) {
    if (!isObject(live) && !isAbsent(live)) return false;
    return Object.entries(said).every(([key, value]) => fits(value, own(live ?? {}, key), silence));
  }
  if (isAbsent(live)) return silence;
  if (!Array.isArray(said)) return same(said, live);
  return (
    Array.isArray(live) &&
    said.length === live.length &&
    said.every((entry, index) => fits(entry, live[index], silence))
  );
}
