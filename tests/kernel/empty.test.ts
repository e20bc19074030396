import {
  argumentsAfterRefresh,
  argumentsForImport,
  createBody,
  decode,
  updateBody,
} from "../../provider/kernel/codec";
import type { Property } from "../../provider/kernel/declaration";
import { diff } from "../../provider/kernel/diff";
import { shapeOf } from "../../provider/kernel/shape";
import type { Properties, Value } from "../../provider/kernel/values";
import { everyKind, kindOf } from "./facts";

const emptiable = everyKind.flatMap(([token, declaration]) =>
  Object.entries(declaration.props).flatMap(([name, property]): [string, string, Value][] =>
    property.options.empty === "absent" ? [[token, name, emptyOf(property)]] : [],
  ),
);

function emptyOf({ schema }: Property): Value {
  return shapeOf(schema).type === "array" ? [] : {};
}

test("the lists and maps that are nothing to the API when they are empty", () => {
  expect(emptiable.map(([token, name]) => `${token}.${name}`)).toEqual([
    "VectorStore.metadata",
    "VectorStore.fileIds",
    "VectorStoreFile.attributes",
    "FineTuningJob.integrations",
    "FineTuningJob.metadata",
    "Assistant.tools",
    "Assistant.toolResources",
    "Assistant.metadata",
  ]);
});

describe.each(emptiable)("an empty %s.%s", (token, name, empty) => {
  const declaration = kindOf(token);
  const said: Properties = { [name]: empty };

  it("is no difference to none, in either direction", () => {
    expect(diff(declaration, {}, said).changes).toEqual(new Map());
    expect(diff(declaration, said, {}).changes).toEqual(new Map());
    expect(updateBody(declaration, {}, said)).toEqual({});
    expect(updateBody(declaration, said, {})).toEqual({});
  });

  it("is not sent on create", () => {
    expect(createBody(declaration, said)).toEqual({});
  });

  it("is no drift, whether the API answers nothing, null or the same", () => {
    for (const answered of [undefined, null, empty] as Value[]) {
      const wire = Object.keys(createBody(declaration, { [name]: ["x"] }))[0] ?? "";
      const reply = { id: "x", [wire]: answered } as Properties;
      const live = decode(declaration, reply, said);
      expect(argumentsAfterRefresh(declaration, said, live)).toEqual(said);
    }
  });

  it("is not what a program would write for an object that it did not make", () => {
    expect(argumentsForImport(declaration, said)).toEqual({});
  });
});

test("emptying what had something is what removing it is", () => {
  const labelled = { metadata: { team: "a" } };
  expect(diff(kindOf("FineTuningJob"), labelled, { metadata: {} }).replaces).toEqual(["metadata"]);
  expect(updateBody(kindOf("VectorStore"), labelled, { metadata: {} })).toEqual({ metadata: {} });
  const search = { toolResources: { fileSearch: { vectorStoreIds: ["vs_1"] } } };
  expect(updateBody(kindOf("Assistant"), search, { toolResources: {} })).toEqual({ tool_resources: null });
});

test("an empty list of scopes stays a mistake, for to the API it is every permission", () => {
  expect(kindOf("ServiceAccountApiKey").props.scopes?.options.empty).toBeUndefined();
  expect(diff(kindOf("ServiceAccountApiKey"), {}, { scopes: [] }).changes.size).toBe(1);
});

test("emptying and filling a map differs by its keys", () => {
  const store = kindOf("VectorStore");
  const paths = (olds: Properties, news: Properties) =>
    [...diff(store, { metadata: olds }, { metadata: news }).changes].map(([path, { kind }]) => [path, kind]);
  expect(paths({ team: "a" }, {})).toEqual([["metadata.team", "delete"]]);
  expect(paths({}, { team: "a" })).toEqual([["metadata.team", "add"]]);
});
