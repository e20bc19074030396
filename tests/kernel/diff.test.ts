import fc from "fast-check";
import { z } from "zod";
import { canonical } from "../../provider/kernel/canonical";
import { changesIn } from "../../provider/kernel/changes";
import { type Declaration, isArgument, type Property, replace } from "../../provider/kernel/declaration";
import { diff } from "../../provider/kernel/diff";
import { type Path, parsePath, reach, type Secrets, textOf } from "../../provider/kernel/path";
import { resource } from "../../provider/kernel/resource";
import { isObject, type Properties, same, unknownValue, type Value } from "../../provider/kernel/values";
import { computed, fixed, mutable } from "../../provider/kernel/words";
import { argumentsOf } from "./arbitrary-arguments";
import { argumentNames, kindOf as declared, everyKind } from "./facts";

/** The differences as `kind path`, with a mark where they replace. */
function told(token: string, olds: Properties, news: Properties, secret: Secrets = []): string[] {
  return lines(diff(declared(token), olds, news, {}, { secret }));
}

function lines({ changes }: ReturnType<typeof diff>): string[] {
  return [...changes].map(([path, { kind, replaces }]) => `${kind} ${path}${replaces ? " (replaces)" : ""}`);
}

const searching = (fileSearch: Properties) => ({ type: "file_search", fileSearch });

describe("a difference in a value", () => {
  test.each<[string, Value, Value, string[]]>([
    [
      "a field of an element",
      [searching({ maxNumResults: 5 })],
      [searching({ maxNumResults: 6 })],
      ["update tools[0].fileSearch.maxNumResults"],
    ],
    [
      "a field that is added",
      [searching({})],
      [searching({ maxNumResults: 6 })],
      ["add tools[0].fileSearch.maxNumResults"],
    ],
    [
      "an object that goes",
      [searching({ maxNumResults: 5 })],
      [{ type: "file_search" }],
      ["delete tools[0].fileSearch"],
    ],
    [
      "another variant of a union",
      [searching({ maxNumResults: 5 })],
      [{ type: "code_interpreter" }],
      ["delete tools[0].fileSearch", "update tools[0].type"],
    ],
    [
      "an element at the end",
      [{ type: "code_interpreter" }],
      [{ type: "code_interpreter" }, searching({})],
      ["add tools[1]"],
    ],
    [
      "elements that go",
      [searching({}), { type: "code_interpreter" }, searching({})],
      [searching({})],
      ["delete tools[1]", "delete tools[2]"],
    ],
    ["the first of some", undefined, [searching({})], ["add tools"]],
    ["the last of some", [searching({})], [], ["delete tools[0]"]],
    ["the whole list", [searching({})], undefined, ["delete tools"]],
    [
      "an odd key",
      [{ type: "function", function: { name: "f", parameters: { "x-y": 1 } } }],
      [{ type: "function", function: { name: "f", parameters: { "x-y": 2 } } }],
      ['update tools[0].function.parameters["x-y"]'],
    ],
    [
      "a value of another form",
      [{ type: "function", function: { name: "f", parameters: { a: [1] } } }],
      [{ type: "function", function: { name: "f", parameters: { a: { b: 1 } } } }],
      ["update tools[0].function.parameters.a"],
    ],
  ])("is told where it is: %s", (_, olds, news, expected) => {
    expect(told("Assistant", { model: "m", tools: olds }, { model: "m", tools: news })).toEqual(expected);
  });

  it("of what makes another object says so at every path", () => {
    const cut = (maxChunkSizeTokens: number) => ({
      chunkingStrategy: { type: "static", static: { maxChunkSizeTokens, chunkOverlapTokens: 100 } },
    });
    expect(told("VectorStoreFile", cut(400), cut(800))).toEqual([
      "update chunkingStrategy.static.maxChunkSizeTokens (replaces)",
    ]);
    expect(told("VectorStoreFile", cut(400), { chunkingStrategy: { type: "auto" } })).toEqual([
      "delete chunkingStrategy.static (replaces)",
      "update chunkingStrategy.type (replaces)",
    ]);
    expect(told("VectorStoreFile", cut(400), {})).toEqual(["delete chunkingStrategy"]);
  });

  it("of another spelling of the same is none, and of something else is one of the whole", () => {
    const member = (email: string) => ({ projectId: "proj_1", email, role: "member" });
    expect(told("ProjectUser", member("Ada@example.com"), member("ada@example.com"))).toEqual([]);
    expect(told("ProjectUser", member("ada@example.com"), member("bob@example.com"))).toEqual([
      "update email (replaces)",
    ]);
    const described = (description: string | undefined) => ({ permissions: [], description });
    expect(told("ProjectRole", described(""), described(undefined))).toEqual([]);
    expect(told("ProjectRole", described(""), described("Reads."))).toEqual(["add description"]);
    expect(told("ProjectRole", described("Reads."), described(""))).toEqual(["delete description"]);
  });
});

describe("a difference in a set", () => {
  const sets = (olds: Value[], news: Value[]) =>
    told("ProjectRole", { permissions: olds }, { permissions: news });

  test.each<[string, Value[], Value[], string[]]>([
    ["is none where only the order differs", ["a", "b", "c"], ["c", "a", "b"], []],
    ["tells where a new one stands now", ["a", "b"], ["x", "b", "a"], ["add permissions[0]"]],
    ["tells where one stood that goes", ["a", "b", "c"], ["c", "b"], ["delete permissions[0]"]],
    [
      "tells both where one goes and where another comes",
      ["a", "b"],
      ["b", "c"],
      ["delete permissions[0]", "add permissions[1]"],
    ],
    ["is an update at the same position", ["a", "b"], ["a", "c"], ["update permissions[1]"]],
    ["counts what stands there twice", ["a", "a", "b"], ["b", "a"], ["delete permissions[1]"]],
    ["takes a number for no text", ["1"], [1], ["update permissions[0]"]],
    [
      "is where an unknown one stands",
      ["a", "b"],
      ["b", unknownValue],
      ["delete permissions[0]", "add permissions[1]"],
    ],
  ])("%s", (_, olds, news, expected) => {
    expect(sets(olds, news)).toEqual(expected);
  });
});

describe("a value that is not known yet", () => {
  it("differs where it stands, whatever is around it", () => {
    const olds = { metadata: { team: "a", cost: "1" } };
    expect(told("VectorStore", olds, { metadata: { team: unknownValue, cost: "1" } })).toEqual([
      "update metadata.team",
    ]);
    expect(told("VectorStore", olds, { metadata: unknownValue })).toEqual(["update metadata"]);
    expect(told("VectorStore", {}, { metadata: unknownValue })).toEqual(["add metadata"]);
    expect(told("VectorStore", olds, { metadata: { team: "a", cost: "1", x: unknownValue } })).toEqual([
      "add metadata.x",
    ]);
  });

  it("replaces where another value would", () => {
    expect(told("GroupUser", { groupId: "g", userId: "u" }, { groupId: "g", userId: unknownValue })).toEqual([
      "update userId (replaces)",
    ]);
  });
});

describe("secrets", () => {
  const olds = { metadata: { "hunter2-token": "a", team: "a" } };
  const news = { metadata: { "hunter2-token": "b", other: "b" } };
  const everyChange = ["update metadata.hunter2-token", "add metadata.other", "delete metadata.team"];

  it("hide the keys below them; what only stands beside one is told", () => {
    expect(told("VectorStore", olds, news)).toEqual([
      'update metadata["hunter2-token"]',
      ...everyChange.slice(1),
    ]);
    expect(told("VectorStore", olds, news, "all")).toEqual(["update metadata"]);
    expect(told("VectorStore", olds, news, [["metadata"]])).toEqual(["update metadata"]);
    expect(told("VectorStore", olds, news, [["metadata", "team"], ["name"]])).toHaveLength(3);
  });

  it("are told as what becomes of the whole", () => {
    const inTools = (parameters: Properties | undefined) => ({
      model: "m",
      tools: [{ type: "function", function: { name: "f", parameters } }],
    });
    const path = ["tools", 0, "function", "parameters"];
    const seen = (a: Properties | undefined, b: Properties | undefined) =>
      told("Assistant", inTools(a), inTools(b), [path]);
    expect(seen({ key: { deep: 1 } }, { key: { deep: 2 } })).toEqual(["update tools[0].function.parameters"]);
    expect(seen(undefined, { key: 1 })).toEqual(["add tools[0].function.parameters"]);
    expect(seen({ key: 1 }, undefined)).toEqual(["delete tools[0].function.parameters"]);
  });

  it("that a declaration knows are never looked into", () => {
    const vault = resource({
      token: "Vault",
      about: "A vault.",
      page: "https://example.com",
      credential: "admin",
      at: "/vaults",
      id: "{vaultId}",
      list: { page: "lastId", max: 100 },
      props: {
        vaultId: computed(z.string(), "Id.", { wire: "id" }),
        tokens: mutable(z.record(z.string(), z.string()), "Tokens.", { secret: true }),
        limits: fixed(z.array(z.object({ most: z.number() })).optional(), "Limits.", { clear: replace }),
      },
      examples: [{ title: "t", args: { tokens: { a: "b" } } }],
    });
    const limits = [{ most: 1 }];
    expect(
      lines(diff(vault, { tokens: { a: "b" }, limits }, { tokens: { a: "c" }, limits: [{ most: 2 }] })),
    ).toEqual(["update tokens", "update limits[0].most (replaces)"]);
  });
});

test("a key that Pulumi has no form for is told as a change of its map", () => {
  expect(
    told("VectorStore", { metadata: { "a.\\": "1", b: "1" } }, { metadata: { "a.\\": "2", b: "1" } }),
  ).toEqual(["update metadata"]);
});

test("Pulumi's detailed differences follow from it", () => {
  const declaration = declared("FineTuningJob");
  const olds = { model: "a", trainingFile: "f", metadata: { team: "a" }, suffix: "s" };
  const news = { model: "b", trainingFile: "f", metadata: { team: "a", cost: "1" }, wait: false };
  const found = diff(declaration, olds, news, { status: "failed" });
  const detailed = [...found.changes].map(([path, { kind, replaces }]) => {
    const [argument] = parsePath(path);
    const property = declaration.props[String(argument)];
    return [
      path,
      `${kind}${replaces ? "_replace" : ""}`.toUpperCase(),
      property !== undefined && isArgument(property),
    ];
  });
  expect(detailed).toEqual([
    ["model", "UPDATE_REPLACE", true],
    ["suffix", "DELETE_REPLACE", true],
    ["metadata.cost", "ADD_REPLACE", true],
    ["wait", "ADD", true],
    ["status", "UPDATE_REPLACE", false],
  ]);
  const tops = new Set(
    [...found.changes].flatMap(([path, { replaces }]) => (replaces ? [parsePath(path)[0]] : [])),
  );
  expect([...tops]).toEqual(found.replaces);
});

const name = fc.constantFrom("a", "b", "c.d", "__proto__", "e\\");
const value: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom<Value[]>("x", "y", "", 0, 1, true),
    fc.array(fc.option(tie("value")), { maxLength: 4 }),
    fc.dictionary(name, tie("value"), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;

describe("all differences together", () => {
  it("lead from any value to any other, and none is there that does not differ", () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        const changes = changesIn(["root"], a, b);
        expect(changes.length === 0).toBe(same(a, b));
        expect(same(applied({ root: a }, { root: b }, changes).root, b)).toBe(true);
        for (const { at, kind } of changes) {
          const before = hasPlace({ root: a }, at);
          expect(kind).toBe(before && hasPlace({ root: b }, at) ? "update" : before ? "delete" : "add");
        }
      }),
      { numRuns: 500 },
    );
  });

  it("lead from any set to any other, with each element where it is", () => {
    const set = fc.array(value, { maxLength: 6 });
    fc.assert(
      fc.property(set, set, (a, b) => {
        const changes = changesIn(["root"], a, b, true);
        const property = { ...asSet, options: { unordered: true } };
        const isSame = same(canonical(property, a), canonical(property, b));
        expect(changes.length === 0).toBe(isSame || (a.length === 0 && b.length === 0));
        const result = appliedToSet(a, b, changes);
        expect(same(canonical(property, result), canonical(property, b))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it.each(everyKind)(
    "of %s lead from its old arguments to the new ones, up to their spelling",
    (_, declaration) => {
      const args = argumentsOf(declaration);
      const names = argumentNames(declaration);
      fc.assert(
        fc.property(
          args,
          args,
          fc.array(fc.boolean(), { minLength: 30, maxLength: 30 }),
          (olds, others, keeps) => {
            const before = pick(olds, names);
            const news = Object.fromEntries(
              names.map((each, index): [string, Value] => [each, keeps[index] ? before[each] : others[each]]),
            );
            const changes = [...diff(declaration, before, news).changes].map(([text, { kind }]) => ({
              at: parsePath(text),
              kind,
            }));
            const after = applied(
              before,
              news,
              changes.filter(({ at }) => !isElementOfSet(declaration, at)),
            );
            for (const each of names) {
              const property = declaration.props[each] as Property;
              // What an import could not know is not taken for a difference when it is not given again.
              if (property.word === "content" && news[each] === undefined) continue;
              const inSet = changes.filter(({ at }) => at[0] === each && isElementOfSet(declaration, at));
              const now = inSet.length > 0 ? appliedToSet(before[each], news[each], inSet) : after[each];
              expect({ each, same: same(canonical(property, now), canonical(property, news[each])) }).toEqual(
                {
                  each,
                  same: true,
                },
              );
            }
            for (const { at } of changes) {
              const isThere = [before, news].some((bag) => hasPlace(bag, at));
              expect({ path: textOf(at), isThere }).toEqual({ path: textOf(at), isThere: true });
            }
          },
        ),
        { numRuns: 60 },
      );
    },
  );
});

const asSet = declared("ProjectRole").props.permissions as Property;

function isElementOfSet({ props }: Declaration, at: Path): boolean {
  return at.length === 2 && typeof at[1] === "number" && props[String(at[0])]?.options.unordered === true;
}

function hasPlace(bag: Properties, at: Path): boolean {
  const holder = reach(bag, at.slice(0, -1));
  const step = String(at.at(-1));
  return (Array.isArray(holder) || isObject(holder)) && Object.hasOwn(holder, step);
}

function pick(bag: Properties, names: string[]): Properties {
  return Object.fromEntries(names.map((each) => [each, bag[each]]));
}

type Changes = ReturnType<typeof changesIn>;

/** The old value with the changes made, the last position of a list first where one goes. */
function applied(olds: Properties, news: Properties, changes: Changes): Properties {
  const result = structuredClone(olds);
  for (const { at, kind } of changes) if (kind !== "delete") put(result, at, reach(news, at));
  for (const { at, kind } of [...changes].reverse()) if (kind === "delete") put(result, at, undefined);
  return result;
}

function put(bag: Properties, at: Path, now: Value): void {
  const holder = reach(bag, at.slice(0, -1));
  const step = at.at(-1);
  if (Array.isArray(holder) && typeof step === "number") {
    if (now === undefined) holder.splice(step, 1);
    else holder[step] = now;
  } else if (isObject(holder) && now === undefined) {
    Reflect.deleteProperty(holder, String(step));
  } else if (isObject(holder)) {
    Object.defineProperty(holder, String(step), {
      value: now,
      enumerable: true,
      writable: true,
      configurable: true,
    });
  } else throw new Error(`nothing holds ${textOf(at)}`);
}

function appliedToSet(olds: Value, news: Value, changes: Changes): Value[] {
  const [a, b] = [olds, news].map((list) => (Array.isArray(list) ? list : [])) as [Value[], Value[]];
  const at = (...kinds: string[]) =>
    new Set(changes.filter(({ kind }) => kinds.includes(kind)).map((change) => change.at.at(-1)));
  const [left, come] = [at("delete", "update"), at("add", "update")];
  return [...a.filter((_, index) => !left.has(index)), ...b.filter((_, index) => come.has(index))];
}
