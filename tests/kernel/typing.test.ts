import { z } from "zod";
import { keep, replace } from "../../provider/kernel/declaration";
import { resource } from "../../provider/kernel/resource";
import { computed, fixed, mutable } from "../../provider/kernel/words";

const facts = {
  token: "Thing",
  about: "A thing.",
  page: "https://example.com",
  credential: "admin",
  at: "/things",
  id: "{thingId}",
  list: { page: "lastId", max: 100 },
} as const;
const props = {
  thingId: computed(z.string(), "Id.", { wire: "id" }),
  name: mutable(z.string(), "Name."),
  note: mutable(z.string().optional(), "Note.", { clear: keep }),
};

describe("what the compiler refuses in a declaration", () => {
  it("takes the right one", () => {
    expect(
      resource({ ...facts, props, recognise: ["name"], examples: [{ title: "t", args: { name: "x" } }] })
        .token,
    ).toBe("Thing");
  });

  it("refuses an optional mutable property without a word on its removal", () => {
    // @ts-expect-error `clear` is missing
    expect(mutable(z.string().optional(), "Note.").word).toBe("mutable");
  });

  it("refuses an optional fixed property without a word on its removal, or with one that sends something", () => {
    // @ts-expect-error `clear` is missing
    expect(fixed(z.string().optional(), "Seed.").word).toBe("fixed");
    // @ts-expect-error nothing can be sent for what is fixed
    expect(fixed(z.string().optional(), "Seed.", { clear: null }).word).toBe("fixed");
    expect(fixed(z.string().optional(), "Seed.", { clear: keep }).clear).toBe(keep);
    expect(fixed(z.string().optional(), "Seed.", { clear: replace }).clear).toBe(replace);
  });

  it("asks nothing about the removal of what cannot be removed", () => {
    expect(fixed(z.string(), "Model.").clear).toBe(replace);
    // @ts-expect-error a required argument is never removed
    expect(fixed(z.string(), "Model.", { clear: keep }).word).toBe("fixed");
  });

  it("refuses a name that is no property", () => {
    const wrong = () =>
      // @ts-expect-error "nmae" is no property
      resource({ ...facts, props, recognise: ["nmae"], examples: [{ title: "t", args: { name: "x" } }] });
    expect(wrong).toThrow('"nmae" is named but not declared');
  });

  it("refuses examples with unknown, missing or wrong arguments", () => {
    const thing = { ...facts, props };
    const title = "t";
    // @ts-expect-error "nam" is no argument
    expect(resource({ ...thing, examples: [{ title, args: { nam: "x" } }] })).toBeDefined();
    // @ts-expect-error "name" is missing
    expect(resource({ ...thing, examples: [{ title, args: {} }] })).toBeDefined();
    // @ts-expect-error a number is no name
    expect(resource({ ...thing, examples: [{ title, args: { name: 1 } }] })).toBeDefined();
    // @ts-expect-error an output is no argument
    expect(resource({ ...thing, examples: [{ title, args: { name: "x", thingId: "y" } }] })).toBeDefined();
  });
});
