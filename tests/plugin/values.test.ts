import fc from "fast-check";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { isOpenAIError } from "../../provider/kernel/errors";
import type { Path } from "../../provider/kernel/path";
import { isAbsent, isObject, type Properties, unknownValue, type Value } from "../../provider/kernel/values";
import { type Decoded, decode } from "../../provider/plugin/decode";
import { encode } from "../../provider/plugin/encode";
import {
  asset,
  type Bag,
  bagOf,
  type Json,
  marked,
  output,
  reference,
  secret,
  structOf,
  unknowns,
} from "./structs";

const decoded = (bag: Bag): Decoded => decode(structOf(bag));

describe("what the engine says", () => {
  it("is plain values, at every depth", () => {
    const plain = {
      text: "a",
      number: 1.5,
      yes: true,
      none: null,
      list: [1, [null]],
      map: { "a.b": { c: "" } },
    };
    expect(decoded(plain)).toEqual({ properties: plain, secret: [] });
  });

  it("is nothing where the message is absent", () => {
    expect(decode(undefined)).toEqual({ properties: {}, secret: [] });
  });

  it.each(Object.entries(unknowns))("is not known, whatever type it will be of: %s", (_, text) => {
    expect(decoded({ a: text, list: [text], map: { b: text } }).properties).toEqual({
      a: unknownValue,
      list: [unknownValue],
      map: { b: unknownValue },
    });
  });

  it("is secret, in every position", () => {
    const { properties, secret: paths } = decoded({
      whole: secret({ key: "hidden" }),
      list: ["plain", secret("hidden")],
      map: { "a.b": secret(null), c: { d: secret(unknowns.number) } },
      twice: secret(secret("hidden")),
    });
    expect(properties).toEqual({
      whole: { key: "hidden" },
      list: ["plain", "hidden"],
      map: { "a.b": null, c: { d: unknownValue } },
      twice: "hidden",
    });
    expect(paths.sort()).toEqual(
      [["list", 1], ["map", "a.b"], ["map", "c", "d"], ["twice"], ["twice"], ["whole"]].sort(),
    );
  });

  it("is an output, known or not, secret or not", () => {
    const { properties, secret: paths } = decoded({
      known: output("a"),
      unknown: output(),
      hidden: output("b", true),
      both: output(undefined, true),
      deep: [{ a: output([secret(1)]) }],
    });
    expect(properties).toEqual({
      known: "a",
      unknown: unknownValue,
      hidden: "b",
      both: unknownValue,
      deep: [{ a: [1] }],
    });
    expect(paths).toEqual(expect.arrayContaining([["hidden"], ["both"], ["deep", 0, "a", 0]]));
    expect(paths).toHaveLength(3);
  });

  it("is a resource, which stands for its id, or for its URN where it can have none", () => {
    const urn = "urn:pulumi:dev::shop::openai:index:Project::shop";
    expect(
      decoded({
        made: reference(urn, "proj_1"),
        planned: reference(urn, ""),
        unknown: reference(urn, unknowns.string),
        component: reference(urn),
      }).properties,
    ).toEqual({ made: "proj_1", planned: unknownValue, unknown: unknownValue, component: urn });
  });

  it("is a file, which goes back as it came", () => {
    const bag = { source: asset({ hash: "abc", text: "hello" }), list: [asset({ path: "./a.txt" })] };
    const { properties, secret: paths } = decoded(bag);
    expect(properties.source).toMatchObject({ hash: "abc", text: "hello" });
    expect(bagOf(encode(properties, paths))).toEqual(bag);
  });

  it.each<[string, Bag]>([
    ["a mark that nobody knows", marked("00000000000000000000000000000000")],
    ["a mark that is no text", marked(7)],
    ["bytes, which were not asked for", { ...marked("803fd3297a5875dc03ca845dda5d2a98"), value: "aGk=" }],
  ])("is refused where it cannot be understood: %s", (_, value) => {
    expect(() => decoded({ metadata: { hidden: value } })).toThrow(
      "The value of metadata cannot be read: it is of a kind that this version does not know.",
    );
  });

  it.each<[string, (inner: Json) => Json]>([
    ["lists", (inner) => [inner]],
    ["objects", (inner) => ({ a: inner })],
    ["secrets", secret],
    ["outputs", (inner) => output(inner)],
  ])("is refused where it is too deep for the stack: %s", (_, wrap) => {
    let value: Json = "a";
    for (let depth = 0; depth < 300; depth++) value = wrap(value);
    expect(() => decoded({ metadata: value })).toThrow("it is more than 200 levels deep");
  });
});

describe("what the engine is told", () => {
  it("has nothing absent in it but elements of lists", () => {
    const said = { a: undefined, b: null, map: { c: null, d: 1 }, list: [null, undefined] };
    expect(bagOf(encode(said))).toEqual({ map: { d: 1 }, list: [null, null] });
  });

  it("is secret exactly where it should be, and a secret within a secret is one secret", () => {
    const said: Properties = { list: ["a", "b"], map: { "0": 1, e: { f: unknownValue } }, whole: { g: "h" } };
    const paths: Path[] = [["list", 1], ["map", "e", "f"], ["whole"], ["whole", "g"], ["nowhere", 3]];
    expect(bagOf(encode(said, paths))).toEqual({
      list: ["a", secret("b")],
      map: { "0": 1, e: { f: secret(unknowns.string) } },
      whole: secret({ g: "h" }),
    });
  });
});

const key = fc.oneof(fc.string(), fc.constantFrom("a.b", "[0]", "constructor", "toString", "0", ""));
const leaf = fc.oneof(fc.string(), fc.double({ noNaN: true }), fc.boolean(), fc.constant(unknownValue));
const { value: anyValue } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(fc.oneof(tie("value"), fc.constant(null)), { maxLength: 4 }),
    fc.dictionary(key, tie("value"), { maxKeys: 4, noNullPrototype: true }),
  ),
}));
const anyProperties: fc.Arbitrary<Properties> = fc.dictionary(key, anyValue, {
  maxKeys: 4,
  noNullPrototype: true,
});

/** Every place in a value. */
function places(value: Value, at: Path = []): Path[] {
  const here = at.length > 0 ? [at] : [];
  if (Array.isArray(value)) return [...here, ...value.flatMap((one, index) => places(one, [...at, index]))];
  if (!isObject(value)) return here;
  return [...here, ...Object.entries(value).flatMap(([name, one]) => places(one, [...at, name]))];
}

/** What no message can say: the library loses this key, and JSON has one zero. */
const canBeSaid = (value: Value): boolean => {
  if (Array.isArray(value)) return value.every(canBeSaid);
  if (isObject(value))
    return Object.entries(value).every(([name, one]) => name !== "__proto__" && canBeSaid(one));
  return !Object.is(value, -0);
};

test("whatever is told comes back as it was, with the same secrets", () => {
  fc.assert(
    fc.property(anyProperties.filter(canBeSaid), fc.nat(), (properties, seed) => {
      const all = places(properties);
      const chosen = all.filter((_, index) => (index + seed) % 3 === 0);
      const wire = encode(properties, chosen).serializeBinary();
      const back = decode(Struct.deserializeBinary(wire));
      expect(back.properties).toEqual(properties);
      const outermost = chosen.filter(
        (path) => !chosen.some((other) => other !== path && startsWithAll(path, other)),
      );
      expect(back.secret.map(textOf).sort()).toEqual(outermost.map(textOf).sort());
    }),
  );
});

const textOf = (path: Path): string => JSON.stringify(path.map(String));
const startsWithAll = (path: Path, start: Path): boolean =>
  start.length < path.length && start.every((step, index) => String(step) === String(path[index]));

const odd: fc.Arbitrary<Json> = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 5 },
    fc.string(),
    fc.constantFrom(...Object.values(unknowns)),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("json"), { maxLength: 3 }),
    fc.dictionary(key, tie("json"), { maxKeys: 3, noNullPrototype: true }),
    tie("json").map(secret),
    tie("json").map((inner) => output(inner, true)),
    tie("json").map((inner) => ({ ...output(), value: inner, secret: inner })),
    tie("json").map((inner) => ({ ...reference("urn"), id: inner })),
    tie("json").map((inner) => ({ ...reference("urn"), urn: inner })),
    tie("json").map((inner) => asset({ text: inner, hash: inner })),
    tie("json").map(marked),
  ),
})).json;

const runs = process.env.SOAK ? 100_000 : 1_000;

test("whatever a message holds is understood or refused with a sentence", () => {
  fc.assert(
    fc.property(fc.dictionary(key, odd, { maxKeys: 4, noNullPrototype: true }), (bag) => {
      try {
        const { properties, secret: paths } = decoded(bag);
        const again = decode(encode(properties, paths));
        expect(withoutNulls(again.properties)).toEqual(withoutNulls(properties));
      } catch (error) {
        if (!isOpenAIError(error)) throw error;
        expect(error.code).toBe("usage");
      }
    }),
    { numRuns: runs },
  );
}, 300_000);

/** What is absent in an object is left out when it is told. */
function withoutNulls(value: Value): Value {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([, one]) => !isAbsent(one));
  return Object.fromEntries(entries.map(([name, one]) => [name, withoutNulls(one)]));
}
