import { z } from "zod";
import type { Refusal } from "../kernel/declaration";

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

export function overlapTooLarge(chunkingStrategy: z.input<typeof chunking> | undefined): Refusal[] {
  if (chunkingStrategy?.type !== "static") return [];
  const { chunkOverlapTokens, maxChunkSizeTokens } = chunkingStrategy.static;
  return chunkOverlapTokens > maxChunkSizeTokens / 2
    ? [
        {
          property: "chunkingStrategy.static.chunkOverlapTokens",
          reason: "at most half of maxChunkSizeTokens",
        },
      ]
    : [];
}
