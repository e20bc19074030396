import { same, unknownValue, type Value, withoutAbsent } from "../../provider/kernel/values";

describe("values", () => {
  const distinct: Value[] = ["", 0, false, [], {}, undefined, unknownValue, "0", [null], { a: 1 }];

  it("tells empty values, absence and the unknown apart", () => {
    for (const [i, a] of distinct.entries()) {
      for (const [j, b] of distinct.entries()) {
        expect({ i, j, same: same(a, b) }).toEqual({ i, j, same: i === j && a !== unknownValue });
      }
    }
  });

  it("takes null for absent at every depth", () => {
    expect(same(null, undefined)).toBe(true);
    expect(same({ a: { b: null } }, { a: {} })).toBe(true);
    expect(withoutAbsent({ a: null, b: { c: undefined, d: [null, 1] } })).toEqual({ b: { d: [null, 1] } });
  });

  it("never takes the unknown for equal, for it may become anything", () => {
    expect(same(unknownValue, unknownValue)).toBe(false);
    expect(same({ a: unknownValue }, { a: unknownValue })).toBe(false);
  });
});
