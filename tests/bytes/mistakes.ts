import { check } from "../../provider/kernel/check";
import type { Declaration } from "../../provider/kernel/declaration";
import type { Properties } from "../../provider/kernel/values";

/** What is wrong, the arguments that make it so (absent ones are taken away), and every failure: its path and sentence. */
type Mistake = [what: string, change: Properties, ...failures: [property: string, reason: string][]];

/** Defines the tests of what somebody can get wrong in arguments that are in order otherwise: nothing of it is sent. */
export function mistakesIn(declaration: Declaration, good: Properties, mistakes: Mistake[]): void {
  const failures = (change: Properties) =>
    check(declaration, { ...good, ...change }).map(({ property, reason }) => [property, reason]);

  describe(`a mistake in the arguments of ${declaration.token}`, () => {
    test("is not found where nothing is wrong", () => {
      expect(check(declaration, good)).toEqual([]);
    });

    test("is one of a few, each with a failure", () => {
      expect(mistakes.length).toBeGreaterThanOrEqual(4);
      for (const [what, , ...expected] of mistakes) expect([what, expected]).not.toEqual([what, []]);
    });

    test.each(mistakes)("fails for %s", (_, change, ...expected) => {
      expect(failures(change)).toEqual(expected);
      expect(check(declaration, { ...good, ...change }).map(({ path }) => path)).not.toContain("");
    });

    test("is reported with all others at once", () => {
      const [[, first, ...expected] = ["", {}]] = mistakes;
      expect(failures({ ...first, colour: "red" })).toEqual([
        ["", `${declaration.token} has no argument "colour"`],
        ...expected,
      ]);
    });
  });
}

/** So many pairs, with keys of their own. */
export function pairs(count: number): Properties {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`key${index}`, "value"]));
}

/** In every assignment of a role. */
export const inAssignments: Mistake[] = [
  ["no role", { roleId: undefined }, ["roleId", '"roleId" is required']],
  ["a role that is nothing", { roleId: "" }, ["roleId", "must be at least 1 character"]],
  ["a list of roles", { roleId: ["role_1"] }, ["roleId", "must be text"]],
  [
    "where the role comes from",
    { assignmentSources: [] },
    ["assignmentSources", '"assignmentSources" comes from the API and cannot be set'],
  ],
];

/** In every custom role. */
export const inRoles: Mistake[] = [
  ["no name", { name: undefined }, ["name", '"name" is required']],
  ["an empty name", { name: "" }, ["name", "must be at least 1 character"]],
  [
    "no permissions, rather than none",
    { permissions: undefined },
    ["permissions", '"permissions" is required'],
  ],
  ["one permission that is no list", { permissions: "api.model.read" }, ["permissions", "must be a list"]],
  [
    "a permission that is nothing",
    { permissions: ["a", ""] },
    ["permissions[1]", "must be at least 1 character"],
  ],
  ["a permission that is a number", { permissions: [7] }, ["permissions[0]", "must be text"]],
  ["a description that is a number", { description: 7 }, ["description", "must be text"]],
  [
    "that OpenAI made it",
    { predefinedRole: true },
    ["predefinedRole", '"predefinedRole" comes from the API and cannot be set'],
  ],
];
