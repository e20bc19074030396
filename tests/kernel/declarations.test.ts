import fc from "fast-check";
import { canonical } from "../../provider/kernel/canonical";
import { check } from "../../provider/kernel/check";
import { argumentsAfterRefresh, createBody, decode, updateBody } from "../../provider/kernel/codec";
import {
  type Declaration,
  isArgument,
  isLostOnImport,
  makesAnother,
  namesIn,
  type Property,
} from "../../provider/kernel/declaration";
import { diff } from "../../provider/kernel/diff";
import { formatId, parseId } from "../../provider/kernel/identity";
import { isAbsent, type Properties, same, unknownValue, withoutAbsent } from "../../provider/kernel/values";
import { argumentsOf } from "./arbitrary-arguments";
import { argumentNames, everyKind, firstUpdate, namesOf } from "./facts";

/** What holds for every declaration, whatever the arguments. */
describe.each(everyKind)("%s", (_, declaration) => {
  const args = argumentsOf(declaration);

  it("sees no difference between arguments and themselves", () => {
    fc.assert(
      fc.property(args, (said) => {
        expect(diff(declaration, said, structuredClone(said), {}).changes).toEqual(new Map());
        expect(updateBody(declaration, said, structuredClone(said))).toEqual({});
      }),
    );
  });

  it("sees no difference in the order of keys, nor in absent against null", () => {
    fc.assert(
      fc.property(args, (said) => {
        const turned: Properties = Object.fromEntries(
          Object.entries(said)
            .reverse()
            .map(([name, value]) => [name, value ?? null]),
        );
        expect(diff(declaration, said, turned, {}).changes).toEqual(new Map());
      }),
    );
  });

  it("checks the same arguments with the same answer, and changes none", () => {
    fc.assert(
      fc.property(args, (said) => {
        const before = structuredClone(said);
        const first = check(declaration, said);
        expect(check(declaration, said)).toEqual(first);
        expect(said).toEqual(before);
      }),
    );
  });

  it("reports no failure below a value that is not known yet", () => {
    const names = argumentNames(declaration);
    const everything: Properties = Object.fromEntries(names.map((name) => [name, unknownValue]));
    expect(check(declaration, everything)).toEqual([]);
  });

  it("reads back what a create has sent, where the API echoes it", () => {
    fc.assert(
      fc.property(args, (said) => {
        const body = createBody(declaration, said);
        const live = decode(declaration, echo(declaration, body), said);
        for (const [name, value] of Object.entries(said)) {
          if (!isAbsent(value))
            expect(
              same(canonical(prop(declaration, name), live[name]), canonical(prop(declaration, name), value)),
            ).toBe(true);
        }
        expect(argumentsAfterRefresh(declaration, withoutAbsent(said), live)).toEqual(withoutAbsent(said));
      }),
    );
  });

  it("builds an id that parses back into its parts", () => {
    const names = namesIn(declaration.id);
    const segment = fc
      .stringMatching(/^[A-Za-z0-9_:.-]{1,20}$/)
      .filter((text) => !/^\.+$/.test(text) && !text.includes("__"));
    fc.assert(
      fc.property(fc.tuple(...names.map(() => segment)), (parts) => {
        const ids: Properties = Object.fromEntries(names.map((name, index) => [name, parts[index]]));
        expect(parseId(declaration, formatId(declaration, ids))).toEqual(ids);
      }),
    );
  });

  it("answers an id of a wrong shape with an example of the right one", () => {
    for (const wrong of [
      "",
      "a//b",
      "a/b/c/d/e",
      "../x",
      `${"x/".repeat(namesIn(declaration.id).length)}x`,
    ]) {
      expect(() => parseId(declaration, wrong)).toThrow(/Its form is .+, for example .+_?.+\./);
    }
  });

  it("replaces for a property that makes another object, and updates for the others", () => {
    for (const [name, property] of Object.entries(declaration.props)) {
      if (!isArgument(property) || declaration.either.flat().includes(name)) continue;
      const { replaces, changes } = diff(declaration, { [name]: "former" }, { [name]: unknownValue });
      expect({ name, replaces, changed: changes.size }).toEqual({
        name,
        replaces: makesAnother(property) ? [name] : [],
        changed: 1,
      });
    }
  });

  it("replaces nothing for what an import could not know", () => {
    for (const [name, property] of Object.entries(declaration.props)) {
      if (!isLostOnImport(property)) continue;
      expect(diff(declaration, {}, { [name]: unknownValue }).replaces).toEqual([]);
    }
  });

  it("shows in an example how it is changed in place, if anything can be", () => {
    expect(firstUpdate(declaration) !== undefined).toBe(namesOf(declaration, "mutable").length > 0);
  });

  it("says in words of its own what destroying does, for the reference and for the table of deletions", () => {
    expect(declaration.destroying).toMatch(/^(?!means: )[a-z].+\.$/);
  });

  it("has a sentence for every property, and an example that is valid", () => {
    for (const [name, { about }] of Object.entries(declaration.props))
      expect({ name, about }).toEqual({ name, about: expect.stringMatching(/^[A-Z].*\.$/) });
    for (const { args: example } of declaration.examples) expect(check(declaration, example)).toEqual([]);
  });
});

function prop(declaration: Declaration, name: string): Property {
  return declaration.props[name] as Property;
}

/** A server that answers with what it was sent, under the names that replies use. */
function echo(declaration: Declaration, body: Properties): Properties {
  const reply: Properties = { ...body };
  for (const [name, { options }] of Object.entries(declaration.props)) {
    const wire = typeof options.wire === "object" ? options.wire : undefined;
    if (wire?.write && wire.read && wire.write in body && !wire.read.includes("."))
      reply[wire.read] = body[wire.write];
    if (options.via === "update") delete reply[name];
  }
  return reply;
}
