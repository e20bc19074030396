import fc from "fast-check";
import { z } from "zod";
import {
  type Path,
  parentOf,
  parsePath,
  placeIn,
  reach,
  type Secrets,
  type Step,
  someKey,
  startsWith,
  tellable,
  textOf,
  touches,
} from "../../provider/kernel/path";
import { shapeOf } from "../../provider/kernel/shape";
import { type Properties, unknownValue, type Value } from "../../provider/kernel/values";

const odd = fc.string({
  unit: fc.constantFrom("a", "7", "_", "$", ".", "[", "]", '"', "\\", " ", "\n", "é"),
});
const step = fc.oneof<fc.Arbitrary<Step>[]>(odd, fc.nat(999), fc.constant(someKey), fc.constant("name"));
const path = fc
  .tuple(fc.constantFrom("metadata", "tools", "a1_"), fc.array(step, { maxLength: 5 }))
  .map(([argument, below]): Path => [argument, ...below]);

describe("the text of a path", () => {
  test.each<[Path, string]>([
    [["root"], "root"],
    [["root", "nested"], "root.nested"],
    [["root", "array", 0], "root.array[0]"],
    [["root", "array", 100], "root.array[100]"],
    [["root", "array", 0, 1, "nested"], "root.array[0][1].nested"],
    [["root", 'key with "escaped" quotes'], 'root["key with \\"escaped\\" quotes"]'],
    [["root", "key with a ."], 'root["key with a ."]'],
    [["root", "4711", "x"], "root.4711.x"],
    [["root", ""], 'root[""]'],
    [["root", "a-b"], 'root["a-b"]'],
    [["root", "C:\\dir"], 'root["C:\\dir"]'],
    [["root", "dir\\"], "root.dir\\"],
    [["root", someKey, 1], "root[...][1]"],
    [["odd root", 0], '["odd root"][0]'],
  ])("of %j is what Pulumi writes: %s", (steps, text) => {
    expect(textOf(steps)).toBe(text);
    expect(parsePath(text)).toEqual(steps);
  });

  it("leads back to the path, as far as a path may be told", () => {
    fc.assert(
      fc.property(path, (steps) => {
        const told = tellable(steps, []);
        expect(parsePath(textOf(told))).toEqual(told);
        expect(startsWith(steps, told)).toBe(true);
      }),
    );
  });

  it("of two paths is never the same", () => {
    fc.assert(
      fc.property(path, path, (one, other) => {
        const [a, b] = [tellable(one, []), tellable(other, [])];
        expect(textOf(a) === textOf(b)).toBe(JSON.stringify(spelt(a)) === JSON.stringify(spelt(b)));
      }),
    );
  });

  it.each(["", ".a", "a.", "a..b", "a[", "a[]", "a[b]", "a[-1]", 'a["b]', 'a["b\\"]', "a[0]b"].slice(1))(
    "is none in another form: %s",
    (text) => expect(() => parsePath(text)).toThrow(`"${text}" is no path of a property`),
  );
});

const spelt = (steps: Path) => steps.map((one) => (one === someKey ? [] : one));

describe("what holds a value", () => {
  it("is one step before it; an argument is held by nothing", () => {
    expect(parentOf(["tools", 0, "type"])).toEqual(["tools", 0]);
    expect(parentOf(["tools"])).toBeUndefined();
  });

  it("is what the value stands below", () => {
    expect(startsWith(["tools", 0, "type"], ["tools", 0])).toBe(true);
    expect(startsWith(["tools", 0], ["tools", 0])).toBe(true);
    expect(startsWith(["tools"], ["tools", 0])).toBe(false);
    expect(startsWith(["tools", 10], ["tools", 1])).toBe(false);
  });

  test.each<[Secrets, Path, boolean]>([
    ["all", ["name"], true],
    [[], ["name"], false],
    [[["metadata"]], ["metadata", "team"], true],
    [[["metadata", "team"]], ["metadata"], true],
    [[["metadata", "tea"]], ["metadata", "team"], false],
  ])("with the secrets %j, %j touches one: %j", (secrets, steps, expected) => {
    expect(touches(steps, secrets)).toBe(expected);
  });
});

describe("what may be told of a path", () => {
  test.each<[string, Path, Secrets, Path]>([
    ["all of it where nothing is secret", ["a", "b", 0], [], ["a", "b", 0]],
    ["the argument where all is secret", ["a", "b", 0], "all", ["a"]],
    ["the secret value, and nothing in it", ["a", "b", "c", 0], [["a", "b"]], ["a", "b"]],
    ["all of it where only it is secret itself", ["a", "b"], [["a", "b"]], ["a", "b"]],
    ["all of it where another value is secret", ["a", "b"], [["a", "c"], ["b"]], ["a", "b"]],
    ["the map where Pulumi has no form for the key", ["a", "b", "c.\\", "d"], [], ["a", "b"]],
  ])("is %s", (_, steps, secrets, expected) => {
    expect(tellable(steps, secrets)).toEqual(expected);
  });
});

describe("a place as everybody may see it", () => {
  const form = shapeOf(
    z.union([
      z.literal("auto"),
      z.array(z.strictObject({ fileId: z.string(), tags: z.record(z.string(), z.array(z.string())) })),
      z.strictObject({ type: z.literal("all"), most: z.int() }),
    ]),
  );

  test.each<[string, Value, Path, string, string[]]>([
    ["in a list of a union", [{ fileId: "f" }], [0, "fileId"], "limit[0].fileId", []],
    ["of an element", [{ fileId: "f" }], [0], "limit[0]", ["fileId", "tags"]],
    [
      "without the key of a map",
      [{ tags: { team: ["x"] } }],
      [0, "tags", "team", 0],
      "limit[0].tags[...][0]",
      [],
    ],
    ["in a variant", { type: "all", most: 1 }, ["most"], "limit.most", []],
    ["of a variant", { type: "all" }, [], "limit", ["type", "most"]],
    ["where nothing is known to be", "auto", ["most"], "limit[...]", []],
  ])("is told with the fields that there can be: %s", (_, value, below, text, fields) => {
    const place = placeIn("limit", form, value, below);
    expect([textOf(place.path), place.fields]).toEqual([text, fields]);
  });
});

test("a path leads to a value, to nothing, or to what is not known yet", () => {
  const value: Properties = { tools: [{ type: "function", tags: unknownValue }], constructor: undefined };
  expect(reach(value, ["tools", 0, "type"])).toBe("function");
  expect(reach(value, ["tools", 1, "type"])).toBeUndefined();
  expect(reach(value, ["tools", 0, "type", "length"])).toBeUndefined();
  expect(reach({}, ["constructor"])).toBeUndefined();
  expect(reach(value, ["tools", 0, "tags", "team"])).toBe(unknownValue);
});
