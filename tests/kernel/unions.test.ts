import { z } from "zod";
import { fromWireValue, shapeOf, toWireValue } from "../../provider/kernel/shape";

describe("a union on the wire", () => {
  const limit = z.union([
    z.literal("auto"),
    z.strictObject({ maxTokens: z.int() }),
    z.array(z.strictObject({ fileId: z.string() })),
  ]);
  const shape = shapeOf(limit);

  it.each([
    ["a word", "auto", "auto"],
    ["an object", { maxTokens: 5 }, { max_tokens: 5 }],
    ["a list", [{ fileId: "f" }], [{ file_id: "f" }]],
  ])("is spelt as the member that the value is of: %s", (_, ours, theirs) => {
    expect(toWireValue(shape, ours)).toEqual(theirs);
    expect(fromWireValue(shape, theirs)).toEqual(ours);
  });

  it("keeps to the variant that its fields name", () => {
    const variants = shapeOf(
      z.union([
        z.strictObject({ type: z.literal("auto") }),
        z.strictObject({ type: z.literal("static"), chunkSize: z.int() }),
      ]),
    );
    expect(toWireValue(variants, { type: "static", chunkSize: 4 })).toEqual({
      type: "static",
      chunk_size: 4,
    });
  });
});
