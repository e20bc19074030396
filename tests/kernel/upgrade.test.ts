import fc from "fast-check";
import { z } from "zod";
import { readState, writeState } from "../../provider/dynamic/state";
import { identityFacts } from "../../provider/emit/identity-facts";
import { resourceSpec } from "../../provider/emit/schema";
import { Types } from "../../provider/emit/type-specs";
import { check } from "../../provider/kernel/check";
import { keep } from "../../provider/kernel/declaration";
import { resource } from "../../provider/kernel/resource";
import {
  formerNames,
  formMark,
  type StateForm,
  upgradeArguments,
  upgradeState,
} from "../../provider/kernel/upgrade";
import { unknownValue } from "../../provider/kernel/values";
import { computed, fixed } from "../../provider/kernel/words";
import { renamed, stateUnderFormerNames, underFormerNames } from "../support/former-names";
import { argumentsOf } from "./arbitrary-arguments";
import { everyKind } from "./facts";

const names = { colour: "color", hue: "color", heft: "weight" };

describe("Arguments under former names", () => {
  test.each<[string, object, object]>([
    ["are those under the present ones", { colour: "red", size: 1 }, { color: "red", size: 1 }],
    ["may have had several", { hue: "red" }, { color: "red" }],
    ["may be unknown", { colour: unknownValue }, { color: unknownValue }],
    [
      "are not hidden by an absent value",
      { color: undefined, colour: "red", weight: null, heft: 2 },
      { color: "red", weight: 2 },
    ],
    [
      "stay beside a present one, which counts",
      { colour: "red", color: "blue" },
      { color: "blue", colour: "red" },
    ],
    ["stay beside another former one", { colour: "red", hue: "blue" }, { color: "red", hue: "blue" }],
    ["may be called like what every object has", { constructor: 1 }, { constructor: 1 }],
  ])("%s", (_, given, wanted) => {
    expect(upgradeArguments(names, given as Record<string, unknown>)).toEqual(wanted);
  });
});

describe("A former name", () => {
  const declared = (was: string[], others: Parameters<typeof resource>[0]["props"] = {}) =>
    resource({
      token: "Paint",
      about: "Paint.",
      page: "",
      credential: "admin",
      at: "/paints",
      id: "{paintId}",
      list: { page: "lastId", max: 100 },
      props: {
        paintId: computed(z.string(), "Id."),
        color: fixed(z.string(), "Color.", { was }),
        weight: fixed(z.number().optional(), "Weight.", { clear: keep }),
        ...others,
      },
      examples: [{ title: "", args: { color: "red" } }],
    });

  it("that is another property's name cannot be declared", () => {
    expect(() => declared(["weight"])).toThrow('Paint: "weight" cannot be a former name of "color"');
    expect(() => declared(["hue"], { tone: fixed(z.string(), "Tone.", { was: ["hue"] }) })).toThrow(
      'Paint: "hue" cannot be a former name of "tone"',
    );
    expect(() => declared(["color"])).toThrow('"color" cannot be a former name of "color"');
  });

  it("beside the present one is refused, by a sentence that says which one to leave out", () => {
    const declaration = declared(["colour"]);
    const args = upgradeArguments(formerNames(declaration), { colour: "red", color: "blue" });
    expect(check(declaration, args).map(({ reason }) => reason)).toEqual([
      '"colour" is the former name of "color": give "color" and leave out "colour"',
    ]);
  });

  it("is a deprecated argument of the schema, and the present one is no longer demanded there", () => {
    const { inputProperties, requiredInputs, properties } = resourceSpec(declared(["colour"]), new Types());
    expect(inputProperties.colour).toEqual({
      ...inputProperties.color,
      deprecationMessage: "It is called `color` now.",
    });
    expect(requiredInputs).toEqual([]);
    expect(properties).not.toHaveProperty("colour");
  });

  it("is told to the class", () => {
    expect(identityFacts(declared(["colour", "hue"])).was).toEqual({ colour: "color", hue: "color" });
    expect(identityFacts(declared([]))).not.toHaveProperty("was");
  });
});

/** Artificial forms: what the second and third version of the format might do. */
const forms: StateForm[] = [
  { since: "0.1.0", from: (outputs) => outputs },
  {
    since: "0.4.0",
    from: ({ __openai, ...live }) => ({ ...live, __openai: { ...(__openai as object), second: true } }),
  },
  {
    since: "1.2.0",
    from: ({ __openai, restoreTo, ...live }) => ({
      ...live,
      __openai: { ...(__openai as object), third: true, restoreTo },
    }),
  },
];

describe("A state of an older form", () => {
  test.each([
    ["without a number", {}],
    ["with the number 0", { v: 0 }],
    ["of the first form", { v: 1 }],
  ])("%s goes through every later form, one after the other", (_, mark) => {
    const outputs = { name: "a", restoreTo: { b: 1 }, __openai: { ...mark, set: ["name"] } };
    expect(upgradeState({}, outputs, forms)).toEqual({
      name: "a",
      __openai: { ...mark, set: ["name"], second: true, third: true, restoreTo: { b: 1 } },
    });
  });

  it("of the last form but one goes through the last only", () => {
    expect(upgradeState({}, { __openai: { v: 2 } }, forms)).toEqual({ __openai: { v: 2, third: true } });
  });

  it("of today's form is as it was", () => {
    const outputs = { name: "a", __openai: { v: 3, since: "1.2.0", set: ["name"] } };
    expect(upgradeState({}, outputs, forms)).toBe(outputs);
  });

  it("without a memo is the plugin's, and has no form", () => {
    expect(upgradeState({ title: "name" }, { title: "a" }, forms)).toEqual({ name: "a" });
  });

  it("is renamed when it has its form", () => {
    const outputs = { title: "a", __openai: { v: 1, set: ["title"] } };
    expect(upgradeState({ title: "name" }, outputs, forms)).toMatchObject({
      name: "a",
      __openai: { set: ["name"], third: true },
    });
  });

  it("says the number and, from the second form on, the version that can read it", () => {
    expect(formMark(forms)).toEqual({ v: 3, since: "1.2.0" });
    expect(formMark(forms.slice(0, 1))).toEqual({ v: 1 });
    expect(formMark()).toEqual({ v: 1 });
  });
});

describe("A state of a newer form", () => {
  const outputs = { __openai: { ...formMark(forms), set: ["name"] } };

  it("is an error that says which version wrote it and what to do", () => {
    expect(() => upgradeState({}, outputs, forms.slice(0, 2))).toThrow(
      "The state was written by pulumi-openai 1.2.0 or newer (form 3), and this version knows forms up to 2. Nothing was " +
        'changed, neither at OpenAI nor in the state. Run `npm install "pulumi-openai@>=1.2.0"` in the program\'s folder',
    );
    expect(() => upgradeState({}, outputs)).toThrow(expect.objectContaining({ code: "usage" }));
  });

  it("is one as well where it does not say which version", () => {
    expect(() => upgradeState({}, { __openai: { v: 2 } })).toThrow(
      "was written by a newer pulumi-openai (form 2), and this version knows forms up to 1.",
    );
  });
});

describe.each(everyKind)("a %s whose properties have all been renamed", (_, declaration) => {
  const later = renamed(declaration);
  const known = formerNames(later);
  const args = argumentsOf(declaration);

  it("has the arguments that it had", () => {
    fc.assert(
      fc.property(args, (said) => {
        const written = underFormerNames(declaration, said);
        expect(upgradeArguments(known, written)).toEqual(said);
        expect(check(later, upgradeArguments(known, written) as typeof said)).toEqual(
          check(declaration, said),
        );
      }),
      { numRuns: 20 },
    );
  });

  it("has the state that it had, with every name in it", () => {
    const all = Object.keys(declaration.props);
    fc.assert(
      fc.property(args, fc.subarray(all), fc.subarray(all), (said, some, others) => {
        const bag = Object.fromEntries(some.map((name) => [name, 1]));
        const memo = {
          ...{ seenWith: "key@org", lease: "01234567", madeAt: 1, noted: [...others].sort(), restoreTo: bag },
          ...{ from: { id: "a", instead: bag, lease: "76543210", restoreTo: bag } },
        };
        const state = writeState({ id: "a", live: said, memo }, { args: said, apiKey: "sk", adopt: true });
        const plain = JSON.parse(JSON.stringify(state));
        const written = stateUnderFormerNames(declaration, plain);
        expect(readState(known, "a", written as never)).toEqual({
          ...readState({}, "a", plain),
          said: expect.any(Function),
        });
        expect(readState(known, "a", written as never).said({})).toEqual(readState({}, "a", plain).said({}));
        expect(Object.keys(written).filter((name) => name in declaration.props)).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });
});
