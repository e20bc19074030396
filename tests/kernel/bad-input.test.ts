import { existsSync, readFileSync } from "node:fs";
import { check } from "../../provider/kernel/check";
import type { Declaration } from "../../provider/kernel/declaration";
import type { Properties } from "../../provider/kernel/values";
import { everyKind, kindOf, kindsThat, namesOf } from "./facts";

const good = ({ examples }: Declaration): Properties => examples[0]?.args ?? {};

test.each(everyKind)("%s has a file of its own, with its bytes and its mistakes", (token) => {
  const name = token.replace(/(?<!^)([A-Z])/g, "-$1").toLowerCase();
  const file = `tests/bytes/${name}.test.ts`;
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  const variable = token.charAt(0).toLowerCase() + token.slice(1);
  const mistakes = new RegExp(`\\bmistakesIn\\(\\s*${variable},`).test(text);
  expect({ file, bytes: text.includes("fakeOpenAI()"), mistakes }).toEqual({
    file,
    bytes: true,
    mistakes: true,
  });
});

describe.each(kindsThat((declaration) => namesOf(declaration, "once").length > 0))(
  "a secret of %s",
  (_, declaration) => {
    test("is named by no failure and printed in none", () => {
      const secrets = namesOf(declaration, "once");
      const given = Object.fromEntries(secrets.map((name) => [name, "sk-hush"]));
      const failures = check(declaration, { ...good(declaration), ...given });
      expect(failures.map(({ property }) => property)).toEqual(secrets.map(() => ""));
      expect(JSON.stringify(failures)).not.toContain("sk-hush");
    });
  },
);

test.each([
  ["ProjectGroup", "role"],
  ["File", "source"],
])("an imported %s is not asked for its %s, which no import can know", (token, name) => {
  const { [name]: _, ...imported } = good(kindOf(token));
  expect(check(kindOf(token), imported, { olds: imported })).toEqual([]);
});

test("what a misspelt argument holds is never printed: it may be a key", () => {
  for (const [token, declaration] of everyKind) {
    const failures = check(declaration, { ...good(declaration), apikey: "sk-hush" }, { taken: ["apiKey"] });
    expect(failures).toEqual([
      { property: "", path: "apikey", reason: `${token} has no argument "apikey"; did you mean "apiKey"?` },
    ]);
  }
});
