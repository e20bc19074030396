import { z } from "zod";
import type { Refusal } from "../kernel/declaration";
import { isObject, same, type Value } from "../kernel/values";

/** How the text of a file is cut into the pieces that are searched. */
export const chunking = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("auto").describe("800 tokens a chunk, 400 of overlap.") }),
  z.strictObject({
    type: z.literal("static").describe("Sizes of your own."),
    static: z.strictObject({
      maxChunkSizeTokens: z.int().min(100).max(4096).describe("Tokens a chunk."),
      chunkOverlapTokens: z
        .int()
        .min(0)
        .describe("Tokens that two neighbours share, at most half of a chunk."),
    }),
  }),
]);

/**
 * Whether a file is cut as the program says. `auto` is answered with the sizes that it stands for today, so any sizes
 * may be those; a file that shows none, from before there were strategies, was left to OpenAI too.
 */
export function cutLike(said: Value, live: Value): boolean {
  return (isObject(said) && said.type === "auto") || same(said, live);
}

export function overlapTooLarge(chunkingStrategy: z.input<typeof chunking> | undefined): Refusal[] {
  if (chunkingStrategy?.type !== "static") return [];
  const { chunkOverlapTokens, maxChunkSizeTokens } = chunkingStrategy.static;
  return chunkOverlapTokens > maxChunkSizeTokens / 2
    ? [
        {
          at: ["chunkingStrategy", "static", "chunkOverlapTokens"],
          reason: "at most half of maxChunkSizeTokens",
        },
      ]
    : [];
}
