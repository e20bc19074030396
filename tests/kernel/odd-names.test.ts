import { canonical, equivalent } from "../../provider/kernel/canonical";
import { check } from "../../provider/kernel/check";
import { argumentsAfterRefresh, decode } from "../../provider/kernel/codec";
import type { Property } from "../../provider/kernel/declaration";
import { namesIn } from "../../provider/kernel/declaration";
import { diff } from "../../provider/kernel/diff";
import { formatId, formatPath } from "../../provider/kernel/identity";
import { projectOnto, shapeOf } from "../../provider/kernel/shape";
import { type Properties, same } from "../../provider/kernel/values";
import { everyKind, kindOf } from "./facts";

/** What every object has by birth. */
const inborn = ["constructor", "toString", "valueOf", "hasOwnProperty", "__proto__"];

/** As a program or the API can send it: the key is the object's own, whatever it is called. */
function withKey(key: string, value: unknown): Properties {
  return JSON.parse(`{${JSON.stringify(key)}: ${JSON.stringify(value)}}`);
}

describe.each(inborn)("the name %s", (name) => {
  it("is an argument that no kind has", () => {
    for (const [token, declaration] of everyKind) {
      const found = check(declaration, withKey(name, "x")).filter(({ path }) => path === name);
      expect(found).toEqual([
        { property: "", path: name, reason: expect.stringContaining(`${token} has no argument "${name}"`) },
      ]);
    }
  });

  it("is a key of a map like any other: added, changed and removed", () => {
    const store = kindOf("VectorStore");
    const labelled = { metadata: withKey(name, "a") };
    const kinds = (olds: Properties, news: Properties) =>
      [...diff(store, { metadata: olds }, { metadata: news }).changes].map(([path, { kind }]) => [
        path,
        kind,
      ]);
    const team = { team: "x" };
    const both = (value: string): Properties => ({ ...withKey(name, value), ...team });
    expect(kinds(team, both("a"))).toEqual([[`metadata.${name}`, "add"]]);
    expect(kinds(both("a"), both("b"))).toEqual([[`metadata.${name}`, "update"]]);
    expect(kinds(both("a"), team)).toEqual([[`metadata.${name}`, "delete"]]);
    expect(kinds(both("a"), both("a"))).toEqual([]);
    expect(
      argumentsAfterRefresh(store, labelled, decode(store, { id: "vs_1", ...labelled }, labelled)),
    ).toEqual(labelled);
  });

  it("is not there where an object has it by birth only", () => {
    expect(same({}, withKey(name, null))).toBe(true);
    expect(same({}, withKey(name, "a"))).toBe(false);
  });

  it("is no field of an answer that a program could say", () => {
    const store = kindOf("VectorStore");
    const expiry = { anchor: "last_active_at", days: 7 };
    const reply = { id: "vs_1", expires_after: { ...expiry, ...withKey(name, "a") } };
    expect(decode(store, reply).expiresAfter).toEqual(expiry);
    const { schema } = store.props.expiresAfter as Property;
    expect(projectOnto(shapeOf(schema), { ...expiry, ...withKey(name, "a") }, expiry)).toEqual(expiry);
  });
});

describe.each(["", ".", "..", "..__api-project__proj_1"])("the id %j", (id) => {
  test.each(everyKind)("is refused as a part of a path of %s", (_, declaration) => {
    const { create, item, list = item } = declaration.at;
    for (const template of [create, item, list]) {
      for (const name of namesIn(template)) {
        const { options } = declaration.props[name] as Property;
        if (id.includes("__") && !options.equal) continue;
        const ids = Object.fromEntries(namesIn(`${template}${declaration.id}`).map((each) => [each, "x"]));
        expect(() => formatPath(declaration, template, { ...ids, [name]: id })).toThrow(name);
        if (namesIn(declaration.id).includes(name))
          expect(() => formatId(declaration, { ...ids, [name]: id })).toThrow(name);
      }
    }
  });
});

test.each(everyKind)(
  "an id of %s that leads elsewhere fails the check, and no other dots do",
  (_, declaration) => {
    const { create, item, list } = declaration.at;
    const inPaths = namesIn([create, item, list, declaration.id].join(""));
    const [{ args } = { args: {} }] = declaration.examples;
    for (const name of inPaths.filter((each) => each in args)) {
      for (const id of [".", ".."]) {
        expect(check(declaration, { ...args, [name]: id })).toEqual([
          { property: name, path: name, reason: "must be an id: this leads elsewhere" },
        ]);
      }
      for (const id of ["...", "a.b", "..a"]) expect(check(declaration, { ...args, [name]: id })).toEqual([]);
    }
  },
);

test("a role's id that is nothing but dots and a scope fails the check", () => {
  const args = { projectId: "proj_1", userId: "user-1", roleId: "..__api-project__proj_1" };
  expect(check(kindOf("ProjectUserRoleAssignment"), args).map(({ path }) => path)).toEqual(["roleId"]);
});

describe("the order of keys", () => {
  const store = kindOf("VectorStore");
  const tools = kindOf("Assistant").props.tools as Property;
  const one = [
    { type: "function", function: { name: "f", parameters: { a: { b: 1, c: [{ d: 2, e: 3 }] }, z: 0 } } },
  ];
  const other = [
    { function: { parameters: { z: 0, a: { c: [{ e: 3, d: 2 }], b: 1 } }, name: "f" }, type: "function" },
  ];

  it("is no difference at any depth, and none in the text of the canonical form", () => {
    expect(equivalent(tools, one, other)).toBe(true);
    expect(JSON.stringify(canonical(tools, one))).toBe(JSON.stringify(canonical(tools, other)));
    const { metadata } = store.props;
    const [a, b] = [
      { x: "1", y: "2" },
      { y: "2", x: "1" },
    ].map((labels) => JSON.stringify(canonical(metadata as Property, labels)));
    expect(a).toBe(b);
  });

  it("does not sort a set's elements otherwise", () => {
    const set: Property = { ...tools, options: { unordered: true } };
    const [x, y] = [{ k: { a: 1, b: 2 } }, { k: { a: 1, b: 1 } }];
    const turned = [{ k: { b: 1, a: 1 } }, { k: { b: 2, a: 1 } }];
    expect(equivalent(set, [x as Properties, y as Properties], turned)).toBe(true);
  });
});
