import fc from "fast-check";
import { check, type Failure } from "../../provider/kernel/check";
import { type Declaration, isArgument, type Property } from "../../provider/kernel/declaration";
import { fieldsOf, type Shape, shapeOf } from "../../provider/kernel/shape";
import { isObject, type Properties, type Value } from "../../provider/kernel/values";
import { argumentsOf, valueLike } from "./arbitrary-arguments";
import { everyKind } from "./facts";

const canary = "hunter2-canary";

/** Values of no form in particular, each with the canary somewhere in it. */
const anywhere: Value[] = [
  canary,
  [canary],
  [[canary]],
  [{ [canary]: canary }],
  { [canary]: canary },
  { [canary]: [canary] },
  { type: canary },
  canary.repeat(40),
  Object.fromEntries(Array.from({ length: 17 }, (_, index) => [`${canary}${index}`, canary])),
  { [canary.repeat(10)]: canary },
  { [canary]: canary.repeat(100) },
];

/** Of a form: the canary in the place of the whole, of each field, of each element and of a map's values. */
function canariesIn(shape: Shape, depth = 0): Value[] {
  const nested: Value[] = [];
  const valid = fc.sample(valueLike(shape), { numRuns: 1, seed: 7 });
  for (const member of shape.oneOf ?? shape.anyOf ?? []) nested.push(...canariesIn(member, depth));
  if (depth < 4 && shape.items)
    nested.push(...canariesIn(shape.items, depth + 1).map((wrong): Value => [wrong]));
  if (depth < 4 && shape.properties) {
    for (const sample of valid.filter(isObject)) {
      nested.push({ ...sample, [canary]: canary });
      for (const [name, field] of Object.entries(fieldsOf(shape, sample)))
        nested.push(...canariesIn(field, depth + 1).map((wrong): Value => ({ ...sample, [name]: wrong })));
    }
  }
  if (depth < 4 && typeof shape.additionalProperties === "object") {
    nested.push(
      ...canariesIn(shape.additionalProperties, depth + 1).map((wrong): Value => ({ [canary]: wrong })),
    );
  }
  return [...anywhere, ...(depth === 0 ? [canary.repeat(20_000)] : []), ...nested];
}

function argumentsThatCanFail(declaration: Declaration): [string, Property][] {
  return Object.entries(declaration.props).filter(([, property]) => isArgument(property));
}

describe.each(everyKind)("a failed check of %s", (_, declaration) => {
  const [good = {}] = fc.sample(argumentsOf(declaration), { numRuns: 1, seed: 7 });

  test.each(argumentsThatCanFail(declaration))("prints nothing of what %s holds", (name, property) => {
    let failed = 0;
    for (const wrong of canariesIn(shapeOf(property.schema))) {
      const found = failuresOf(declaration, { ...good, [name]: wrong }, name);
      failed += found.length;
      expectSilence(found);
    }
    expect(failed).toBeGreaterThan(0);
  });
});

/** The failures about one argument, where all values are secret and where none is known to be. */
function failuresOf(declaration: Declaration, args: Properties, name: string): Failure[] {
  const secret = check(declaration, args, { secret: "all" });
  for (const { property, path, reason } of secret) {
    expect(property).toBe("");
    expect(path).not.toBe("");
    expect(reason).toContain(path);
  }
  return [...secret, ...check(declaration, args)].filter(
    ({ path }) => path === name || /^[.[]/.test(path.slice(name.length)),
  );
}

function expectSilence(failures: Failure[]): void {
  // A comparison of whole texts would print megabytes of canaries where it fails.
  expect(failures.filter((failure) => JSON.stringify(failure).includes("canary"))).toEqual([]);
}

test("a value across arguments is not printed either", () => {
  const [, file] = everyKind.find(([token]) => token === "File") ?? [];
  const failures = check(file as Declaration, { source: { text: canary }, purpose: "assistants" });
  expect(failures).toHaveLength(1);
  expectSilence(failures);
});
