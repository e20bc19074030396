import { check } from "../../provider/kernel/check";
import { data } from "./bad-input/data";
import { models } from "./bad-input/models";
import { organization } from "./bad-input/organization";
import { projects } from "./bad-input/projects";
import { everyKind, kindOf, kindsThat, namesOf } from "./facts";

const tables = { ...organization, ...projects, ...data, ...models };

test("every kind has a table of mistakes, and no table is of a kind that there is not", () => {
  expect(Object.keys(tables).sort()).toEqual(everyKind.map(([token]) => token).sort());
});

test.each(Object.entries(tables))("the table of %s has a few mistakes, each with a failure", (_, table) => {
  expect(table.mistakes.length).toBeGreaterThanOrEqual(4);
  for (const [what, , ...failures] of table.mistakes) expect([what, failures]).not.toEqual([what, []]);
});

describe.each(Object.entries(tables))("%s", (token, { good, mistakes }) => {
  test("passes where nothing is wrong", () => {
    expect(check(kindOf(token), good)).toEqual([]);
  });

  test.each(mistakes)("fails for %s", (_, change, ...failures) => {
    const found = check(kindOf(token), { ...good, ...change });
    expect(found.map(({ property, reason }) => [property, reason])).toEqual(failures);
    expect(found.map(({ path }) => path)).not.toContain("");
  });

  test("reports several mistakes at once", () => {
    const [[, first, ...failures] = ["", {}]] = mistakes;
    const found = check(kindOf(token), { ...good, ...first, colour: "red" });
    expect(found.map(({ property, reason }) => [property, reason])).toEqual([
      ["", `${token} has no argument "colour"`],
      ...failures,
    ]);
  });
});

describe.each(kindsThat((declaration) => namesOf(declaration, "once").length > 0))(
  "a secret of %s",
  (token, declaration) => {
    test("is named by no failure and printed in none", () => {
      const secrets = namesOf(declaration, "once");
      const given = Object.fromEntries(secrets.map((name) => [name, "sk-hush"]));
      const failures = check(declaration, { ...tables[token]?.good, ...given });
      expect(failures.map(({ property }) => property)).toEqual(secrets.map(() => ""));
      expect(JSON.stringify(failures)).not.toContain("sk-hush");
    });
  },
);

test.each([
  ["ProjectGroup", "role"],
  ["File", "source"],
])("an imported %s is not asked for its %s, which no import can know", (token, name) => {
  const { [name]: _, ...imported } = tables[token]?.good ?? {};
  expect(check(kindOf(token), imported, { olds: imported })).toEqual([]);
});

test("what a misspelt argument holds is never printed: it may be a key", () => {
  for (const [token, declaration] of everyKind) {
    const failures = check(declaration, { ...tables[token]?.good, apikey: "sk-hush" }, { taken: ["apiKey"] });
    expect(failures).toEqual([
      { property: "", path: "apikey", reason: `${token} has no argument "apikey"; did you mean "apiKey"?` },
    ]);
  }
});
